"""趁人看第一页，备好其余各页。 While the first page is read, the others are made ready."""

from __future__ import annotations

from threading import Thread

from zhunru.once import Once


@Once
def warm_up() -> Thread:
    """Read in the background what the other pages need, once per server.

    Without it whoever opens a page first waits for it, and twenty who come together all do.

    Returns:
        The thread that reads, or has read.
    """
    # 不作守护线程：进程结束时若正在 DuckDB 里，会连进程一起中止。
    # No daemon: killed inside DuckDB as the process ends, it would abort the process.
    thread = Thread(target=_read, name="warm-up")
    thread.start()
    return thread


def _read() -> None:
    # 在此才导入：导入本身就占一半时间。 Imported here only: importing takes half of the time.
    from app_parts import answer_view, eligibility_verdict, report_view  # noqa: F401
    from app_parts.compare_figures import grades, roles
    from app_parts.whatif_population import example_population
    from zhunru.ask import ask
    from zhunru.graph import load_graph
    from zhunru.queries import saved_queries
    from zhunru.search.index import search_index
    from zhunru.term_completions import completions

    load_graph()
    ask("ASK {}")
    saved_queries()
    completions()
    search_index()
    roles()
    grades()
    example_population()
