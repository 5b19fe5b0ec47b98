"""用户自己写的查询：有时限，可以取消，结果留一阵。 Queries of users: limited, cancellable, kept.

Each runs in a worker process that can be killed at any moment (`zhunru.serving`), or at an endpoint
elsewhere. One thread with an event loop of its own looks after all of them, so that pages only ask
how things stand. What is finished is kept for a while under its token.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import replace
from enum import Enum
from typing import Final

from zhunru.ask import Answer
from zhunru.queries import QueryError
from zhunru.query_trouble import Trouble, refused, trouble_of
from zhunru.remote import Endpoint, ask_endpoint
from zhunru.remote.terms import answer_of, graph_of
from zhunru.serving.dataset import dataset
from zhunru.serving.frames import Job
from zhunru.serving.pool import Pool
from zhunru.serving.settings import Limits

#: The longest time that a query may be given, in seconds.
MOST_SECONDS: Final = 120
_MEBI: Final = 2**20
#: How many finished runs are kept, and how many bytes their answers may have together.
_KEPT_RUNS: Final = 24
_KEPT_BYTES: Final = 32 * _MEBI
_TABLES: Final = "application/sparql-results+json"
_GRAPHS: Final = "text/turtle"


class State(Enum):
    """How a run stands."""

    RUNNING = "running"
    ANSWERED = "answered"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class QueryRun:
    """One run of a query.

    Attributes:
        token: What it is found by.
        text: The query.
        limit: Seconds that it may take.
        state: How it stands.
        answer: The answer, once there is one.
        trouble: Why there is none, where it was refused.
        size: Bytes of the answer as it arrived.
    """

    def __init__(self, text: str, limit: float) -> None:
        self.token = secrets.token_urlsafe(9)
        self.text = text
        self.limit = limit
        self.state = State.RUNNING
        self.answer: Answer | None = None
        self.trouble: Trouble | None = None
        self.size = 0
        self._begun = time.monotonic()
        self._ended: float | None = None
        self._done = threading.Event()

    @property
    def seconds(self) -> float:
        """How long it has been running, or ran."""
        return (self._ended or time.monotonic()) - self._begun

    def wait(self, seconds: float) -> bool:
        """Wait for its end so long; whether it has ended."""
        return self._done.wait(seconds)

    def end(self, state: State, answer: Answer | None = None, why: Trouble | None = None) -> None:
        """Record how it ended; what comes later changes nothing."""
        if self._done.is_set():
            return
        self.state, self.answer, self.trouble = state, answer, why
        self._ended = time.monotonic()
        self._done.set()


class QueryRuns:
    """Runs queries, and keeps what came of them."""

    def __init__(self, endpoint: Endpoint | None = None, limits: Limits | None = None) -> None:
        """Make it ready; processes start with the first query.

        Args:
            endpoint: Where queries are answered; None for workers of this machine.
            limits: What queries may use on this machine; the time is the most that can be asked.
        """
        self.limits = limits or Limits(
            seconds=MOST_SECONDS, workers=2, heavy=2, queue=32, result=8 * _MEBI
        )
        self._endpoint = endpoint
        self._pool: asyncio.Task[Pool] | None = None
        self._runs: OrderedDict[str, QueryRun] = OrderedDict()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="query-runs", daemon=True).start()

    def warm_up(self) -> None:
        """Start the processes beforehand, in the background."""
        if self._endpoint is None and self._pool is None:
            asyncio.run_coroutine_threadsafe(self._ready_pool(), self._loop)

    def start(self, text: str, seconds: float) -> QueryRun:
        """Start a query.

        Args:
            text: SPARQL.
            seconds: How long it may take; at most that of the limits.

        Returns:
            The run.
        """
        run = QueryRun(text, min(seconds, self.limits.seconds))
        with self._lock:
            self._runs[run.token] = run
            self._forget()
        self._loop.call_soon_threadsafe(self._begin, run)
        return run

    def find(self, token: str) -> QueryRun | None:
        """Return a run by its token; None if there is none, or it is no longer kept."""
        with self._lock:
            return self._runs.get(token)

    def cancel(self, run: QueryRun) -> None:
        """Stop a run at once; one that has ended stays as it is."""
        run.end(State.CANCELLED)
        self._loop.call_soon_threadsafe(self._stop, run.token)

    def close(self) -> None:
        """Stop every process."""
        if self._pool is not None:
            asyncio.run_coroutine_threadsafe(_close(self._pool), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _begin(self, run: QueryRun) -> None:
        task = self._loop.create_task(self._carry_out(run))
        self._tasks[run.token] = task
        task.add_done_callback(lambda _task: self._tasks.pop(run.token, None))
        if run.state is State.CANCELLED:
            task.cancel()

    def _stop(self, token: str) -> None:
        task = self._tasks.get(token)
        if task is not None:
            task.cancel()

    async def _carry_out(self, run: QueryRun) -> None:
        try:
            async with asyncio.timeout(run.limit):
                await (self._ask_elsewhere(run) if self._endpoint else self._ask_here(run))
        except TimeoutError:
            text = f"查询运行超过 {run.limit:g} 秒，已中止。\nStopped after {run.limit:g} seconds."
            run.end(State.REFUSED, why=refused(504, text))
        except QueryError as error:
            run.end(State.REFUSED, why=trouble_of(error))
        except asyncio.CancelledError:
            run.end(State.CANCELLED)
        except Exception:
            run.end(State.REFUSED, why=refused(500, "查询没有做完。\nThe query did not finish."))
            raise

    async def _ask_elsewhere(self, run: QueryRun) -> None:
        assert self._endpoint is not None
        endpoint = replace(self._endpoint, timeout=run.limit)
        run.end(State.ANSWERED, await asyncio.to_thread(ask_endpoint, endpoint, run.text))

    async def _ask_here(self, run: QueryRun) -> None:
        if len(run.text) > self.limits.query:
            raise QueryError(f"查询长于 {self.limits.query} 字。 The query is too long.")
        pool = await self._ready_pool()
        reply = await pool.answer(Job(run.text, table_type=_TABLES, graph_type=_GRAPHS))
        if reply.status != 200:
            run.end(State.REFUSED, why=refused(reply.status, reply.body.decode("utf-8")))
            return
        run.size = len(reply.body)
        run.end(State.ANSWERED, await asyncio.to_thread(_read, reply.media_type, reply.body))

    async def _ready_pool(self) -> Pool:
        """Return the pool; who is cancelled while it starts does not stop it from starting."""
        if self._pool is None or (self._pool.done() and self._pool.exception()):
            self._pool = self._loop.create_task(self._start_pool())
        return await asyncio.shield(self._pool)

    async def _start_pool(self) -> Pool:
        pool = Pool(await asyncio.to_thread(dataset), self.limits, frozenset())
        await pool.start()
        return pool

    def _forget(self) -> None:
        """Forget the oldest runs that have ended, until the rest is few and small."""
        ended = [one for one in self._runs.values() if one.state is not State.RUNNING]
        size = sum(one.size for one in ended)
        for one in ended:
            if len(ended) <= _KEPT_RUNS and size <= _KEPT_BYTES:
                return
            ended = ended[1:]
            size -= one.size
            del self._runs[one.token]


async def _close(starting: asyncio.Task[Pool]) -> None:
    await (await starting).close()


def _read(media_type: str, content: bytes) -> Answer:
    if media_type == _TABLES:
        return answer_of(content)
    return Answer("graph", graph=graph_of(content))
