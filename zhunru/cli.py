"""命令行。 The command line.

Commands import what they need when they run, so that `zhunru --help` answers at once. Exit codes:
0 all is well, 1 something is not met, 2 the input or the command is wrong.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from typer import rich_utils
from typer.exceptions import TyperException

from zhunru.cli_authoring import new_regulation
from zhunru.cli_comparison import app as comparison_app
from zhunru.cli_eligibility import eligible
from zhunru.cli_endpoint import DEFAULT_TIMEOUT, EndpointUrl, GraphIri, Timeout, endpoint_of
from zhunru.cli_errors import err, explains
from zhunru.cli_evidence import evidence
from zhunru.cli_export import export
from zhunru.cli_load import load
from zhunru.cli_matching import app as matching_app
from zhunru.cli_reasoning import reason
from zhunru.cli_serve import serve
from zhunru.cli_usage import tell
from zhunru.cli_validation import app as validation_app
from zhunru.cli_validation import validated
from zhunru.cli_whatif import whatif
from zhunru.errors import UserError
from zhunru.snippet_languages import Language

if TYPE_CHECKING:
    from zhunru.ask import Answer
    from zhunru.queries import SavedQuery
    from zhunru.remote import Endpoint

app = typer.Typer(
    name="zhunru",
    help="准入：医疗技术准入规定的知识图谱。 Zhunru: who may do which procedure where.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    add_completion=False,
)
shapes_app = typer.Typer(
    help="SHACL 形状。 SHACL shapes.\n\n例 Example: zhunru shapes build", no_args_is_help=True
)
app.add_typer(shapes_app, name="shapes")
app.add_typer(comparison_app)
app.add_typer(validation_app)
app.add_typer(matching_app)
app.command()(new_regulation)
app.command()(reason)
app.command()(eligible)
app.command()(evidence)
app.command()(export)
app.command()(load)
app.command()(whatif)
app.command()(serve)

# 帮助里的小标题也先中文。 The headings of the help text are Chinese first, too.
rich_utils.ARGUMENTS_PANEL_TITLE = "参数 Arguments"
rich_utils.OPTIONS_PANEL_TITLE = "选项 Options"
rich_utils.COMMANDS_PANEL_TITLE = "命令 Commands"

out = Console()

#: 按惯例，被信号 13（SIGPIPE）终止。 Ended by signal 13, SIGPIPE, by convention.
_READER_GONE: Final = 141


class AskFormat(StrEnum):
    """Formats of an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # 写不出汉字的终端也不该崩溃。 A terminal without Chinese must not bring it down.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # 命令读入规则后即结束，频繁回收只是白费时间。 Commands end soon: collecting often wastes time.
    gc.set_threshold(2_000_000)
    _end(_run())


def _run() -> int:
    """Run a command; return its exit code."""
    try:
        code = app(standalone_mode=False) or 0
        sys.stdout.flush()
    except TyperException as error:
        tell(error, err)
        return error.exit_code
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit as ended:
        # 终端库遇到断开的管道也会退出。 The terminal's library exits by itself at a broken pipe.
        if isinstance(ended.__context__, BrokenPipeError):
            return _reader_gone()
        raise
    return code


def _reader_gone() -> int:
    """Say nothing more, as nobody reads on: `zhunru show … | head -1`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return _READER_GONE


def _end(code: int) -> NoReturn:
    """End the process, after all that is to be done at exit.

    内存随进程一并归还；逐个释放要半秒。
    Memory goes with the process; to free it object by object takes half a second.
    """
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _parameters(pairs: list[str]) -> dict[str, str | int]:
    values: dict[str, str | int] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UserError(f"参数应写成 名=值，得到“{pair}”。 Write name=value, not {pair!r}.")
        values[name] = value
    return values


@app.command()
@explains
def ask(
    name: Annotated[
        str | None,
        typer.Argument(help="保存的查询；不写则列出全部。 A saved query; none lists all."),
    ] = None,
    *,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="参数，名=值，可多次。 name=value.")
    ] = None,
    sparql: Annotated[
        str | None, typer.Option(help="SPARQL 文件，- 为标准输入。 A file, or - for stdin.")
    ] = None,
    answer_format: Annotated[
        AskFormat, typer.Option("--format", "-f", help="输出格式。 Output format.")
    ] = AskFormat.TABLE,
    endpoint: EndpointUrl = None,
    graph: GraphIri = None,
    timeout: Timeout = DEFAULT_TIMEOUT,
    language: Annotated[
        Language | None, typer.Option("--as", help="不问，只写成代码。 Print it as code instead.")
    ] = None,
) -> None:
    """回答保存的查询或 SPARQL。 Answer a saved query or SPARQL.

    例 Example: zhunru ask procedures-by-title --param years=3
    """
    if name is not None and sparql is not None:
        raise UserError("查询名与 --sparql 只能给一个。 Give a query name or --sparql, not both.")
    if name is None and (param or language):
        raise UserError("--param 与 --as 用于保存的查询。 --param and --as go with a saved query.")
    if name is not None:
        from zhunru.queries import saved_query

        query, values = saved_query(name), _parameters(param or [])
        store = endpoint_of(endpoint, graph, timeout)
        if language is not None:
            _print_snippet(query, values, language, store)
        else:
            _print_answer(_answer(query.bind(values), store), answer_format)
    elif sparql is not None:
        store = endpoint_of(endpoint, graph, timeout)
        _print_answer(_answer(_read_text(sparql), store), answer_format)
    else:
        _list_queries()


def _print_snippet(
    query: SavedQuery, values: dict[str, str | int], language: Language, endpoint: Endpoint | None
) -> None:
    from zhunru.snippets import snippet

    sys.stdout.write(snippet(query, language, endpoint, values))


def _answer(sparql: str, endpoint: Endpoint | None) -> Answer:
    if endpoint is not None:
        from zhunru.remote import ask_endpoint

        return ask_endpoint(endpoint, sparql)
    from zhunru.ask import ask as ask_here
    from zhunru.interruption import interruptible

    return interruptible(partial(ask_here, sparql))


def _read_text(source: str) -> str:
    if source == "-":
        return sys.stdin.read()
    try:
        return Path(source).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"“{source}”不是 UTF-8 文本。 {source!r} is not UTF-8 text.") from error


def _list_queries() -> None:
    from rich.table import Table

    from zhunru.queries import saved_queries

    table = Table(title="保存的查询 Saved queries", title_justify="left")
    table.add_column("名称 Name", no_wrap=True)
    table.add_column("回答什么 What it answers")
    table.add_column("参数 Parameters")
    for query in saved_queries().values():
        parameters = " ".join(f"{one.name}={one.default}" for one in query.parameters)
        table.add_row(query.name, query.summary, parameters)
    out.print(table)


def _print_answer(answer: Answer, answer_format: AskFormat) -> None:
    if answer_format is AskFormat.TABLE:
        from zhunru.answer_table import to_table

        out.print(to_table(answer, out.width))
        return
    from zhunru.answer_formats import FORMATS

    sys.stdout.write(FORMATS[answer_format.value](answer))


@app.command()
@explains
def show(
    what: Annotated[str, typer.Argument(help="IRI、路径或名称。 An IRI, a path or a name.")],
) -> None:
    """显示一项资源及约束它的条件。 Show a resource and what binds it.

    例 Example: zhunru show 腔镜甲状腺全切除术
    """
    from zhunru.show import describe, render

    render(describe(what), out)


@app.command()
@explains
def template(
    folder: Annotated[Path, typer.Argument(help="写到哪里。 Where to write.")],
) -> None:
    """写出空白表格模板。 Write empty tables to fill in.

    例 Example: zhunru template my-hospital
    """
    from zhunru.inputs import vocabulary
    from zhunru.tables import load_tables
    from zhunru.template import write_templates

    for path in write_templates(folder, vocabulary(), load_tables()):
        out.print(escape(str(path)), soft_wrap=True)


@app.command()
@explains
def verify(
    sources: Annotated[
        Path | None,
        typer.Option(
            envvar="ZHUNRU_SOURCES", help="官方文本的文件夹。 The folder of the official texts."
        ),
    ] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option(help="另加的规范（Turtle），可多次。 More regulations, in Turtle."),
    ] = None,
) -> None:
    """对照官方文本核对图谱。 Verify the graph against the official texts.

    例 Example: zhunru verify --sources texts
    """
    from zhunru.graph import graph_with
    from zhunru.verify import verify_folder
    from zhunru.verify_rendering import render

    if sources is None:
        raise UserError(
            "请用 --sources 或环境变量 ZHUNRU_SOURCES 给出官方文本的文件夹。"
            " Give the folder of the official texts by --sources or ZHUNRU_SOURCES."
        )
    report = verify_folder(graph_with(data or []), sources)
    render(report, out)
    if not report.ok:
        raise typer.Exit(1)


@shapes_app.command()
@explains
def build() -> None:
    """由 data/ 重新编译条件与格式的形状。 Recompile the shapes of conditions and form from data/.

    例 Example: zhunru shapes build
    """
    from zhunru.intake_shapes import build as build_intake
    from zhunru.shapes import build as build_eligibility

    for path in (*build_eligibility(), build_intake()):
        out.print(escape(str(path)), soft_wrap=True)


@app.command()
@explains
def ui(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="端口，默认自动选。 Port; chosen if none.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="打开浏览器。 Open the browser.")] = True,
    endpoint: EndpointUrl = None,
    graph: GraphIri = None,
) -> None:
    """打开应用。 Open the app.

    例 Example: zhunru ui --port 8501
    """
    from zhunru.ui import run

    store = endpoint_of(endpoint, graph, DEFAULT_TIMEOUT)
    raise typer.Exit(run(port, browser, store.variables if store else {}))


@app.command()
@explains
def demo() -> None:
    """演示：两个问题与示例医院。 Demonstrate: two questions and the example hospital.

    例 Example: zhunru demo
    """
    from zhunru.demo import run

    run(out, validated)
