"""工作进程池：轻的查询不等重的。 The pool of workers: light queries do not wait for heavy ones.

A query starts in the quick lane. One that runs longer than `quick_seconds` is heavy: it goes on
in the heavy lane at the lowest priority, and a fresh worker takes its place in the quick lane. A
heavy query that finds the heavy lane full is stopped. What was heavy before, or ended its worker,
goes to the heavy lane at once. Workers that were heavy, have grown, or were left by their client
are killed, never used again.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Final

from zhunru.serving.forked import DiedError, Nursery, Worker
from zhunru.serving.frames import Job, Reply
from zhunru.serving.refusals import busy, died, time_up, too_many_heavy
from zhunru.serving.settings import Limits
from zhunru.serving.worker import Allowance

_MOST_REMEMBERED: Final = 1000


class Pool:
    """Workers that answer jobs, two lanes of them.

    Attributes:
        quick: How many queries are running in the quick lane.
        heavy: How many are running in the heavy lane.
        replaced: How many workers were replaced so far.
    """

    def __init__(self, dataset: bytes, limits: Limits, services: frozenset[str]) -> None:
        """Prepare the pool; `start` starts it.

        Args:
            dataset: N-Quads.
            limits: What queries may use.
            services: IRIs that `SERVICE` may name.
        """
        # 比网关自己的时限略宽：它只在网关不在时才用得上。
        # A little more than the gateway's own limit: it matters only when the gateway is gone.
        seconds = limits.seconds * 2
        self._nursery = Nursery(dataset, Allowance(seconds, limits.memory, limits.result, services))
        self._limits = limits
        self._idle: deque[Worker] = deque()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._heavy_before: dict[int, None] = {}
        self._closing = False
        self._in_use: set[Worker] = set()
        self.quick = 0
        self.heavy = 0
        self.replaced = 0

    @property
    def waiting(self) -> int:
        """How many queries wait for their turn."""
        return len(self._waiting)

    @property
    def is_healthy(self) -> bool:
        """Whether queries can be answered."""
        return not (self._closing or self._nursery.gone.done())

    async def start(self) -> None:
        """Load the graph and fork the workers of the quick lane.

        Raises:
            DiedError: If the graph cannot be loaded.
        """
        await self._fill()
        self._in_background(self._keep_nursery())

    async def close(self) -> None:
        """Stop every process."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        self._nursery.stop()
        await self._nursery.gone

    async def answer(self, job: Job) -> Reply:
        """Answer a job; being cancelled stops its work at once.

        Args:
            job: The job.

        Returns:
            The reply of a worker; 503 if too many queries are waiting or heavy, 504 if time is
            up, 413 if the query needs too much memory, 400 if it is nested too deeply, 500 if its
            worker died otherwise.
        """
        if not self._idle and len(self._waiting) >= self._limits.queue:
            return busy()
        worker = await self._next_worker()
        if worker is None:
            return busy()
        self._in_use.add(worker)
        answering = asyncio.create_task(worker.answer(job))
        try:
            reply = await self._in_quick_lane(worker, answering, self._patience(job))
            return reply or await self._in_heavy_lane(worker, answering, job)
        except DiedError as error:
            self._remember_heavy(job)
            return died(error.signal, self._limits.memory)
        finally:
            if worker in self._in_use:
                self._in_use.remove(worker)
                self.replaced += 1
                answering.cancel()
                worker.kill()

    async def _next_worker(self) -> Worker | None:
        """Return a worker, in order of arrival; None if none comes free in time."""
        if self._idle:
            return self._idle.popleft()
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            done, _ = await asyncio.wait({turn}, timeout=self._limits.seconds)
            return turn.result() if done else None
        except asyncio.CancelledError:
            # 刚轮到就离开的，把工作进程让给下一个。 Who leaves when called lets the next one go.
            if turn.done():
                self._free(turn.result())
            raise
        finally:
            if turn in self._waiting:
                self._waiting.remove(turn)

    async def _in_quick_lane(
        self, worker: Worker, answering: asyncio.Task[Reply], seconds: float
    ) -> Reply | None:
        """Wait for the reply so many seconds; None if it takes longer.

        In any case the lane has as many workers afterwards as before.
        """
        self.quick += 1
        fit = False
        try:
            if not await _done(answering, seconds):
                return None
            reply = answering.result()
            fit = not reply.worn
            return reply
        finally:
            self.quick -= 1
            if fit:
                self._in_use.remove(worker)
                self._free(worker)
            else:
                self._in_background(self._add_worker())

    async def _in_heavy_lane(
        self, worker: Worker, answering: asyncio.Task[Reply], job: Job
    ) -> Reply:
        """Wait for the reply for the rest of the time, if the lane is not full."""
        rest = self._limits.seconds - self._patience(job)
        self._remember_heavy(job)
        if self.heavy >= self._limits.heavy:
            return too_many_heavy()
        self.heavy += 1
        try:
            worker.yield_to_others()
            return (
                answering.result()
                if await _done(answering, rest)
                else time_up(self._limits.seconds)
            )
        finally:
            self.heavy -= 1

    def _patience(self, job: Job) -> float:
        """Return how many seconds a job may stay in the quick lane."""
        if hash(job.query) in self._heavy_before:
            return 0.0
        return min(self._limits.quick_seconds, self._limits.seconds)

    def _remember_heavy(self, job: Job) -> None:
        """Let a query start in the heavy lane from now on; the oldest such are forgotten."""
        self._heavy_before[hash(job.query)] = None
        if len(self._heavy_before) > _MOST_REMEMBERED:
            del self._heavy_before[next(iter(self._heavy_before))]

    def _free(self, worker: Worker) -> None:
        """Hand a worker to whoever waits longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    async def _add_worker(self) -> None:
        try:
            self._free(await self._nursery.fork())
        except DiedError:
            # 育成进程没了，由 _keep_nursery 重来。 The nursery is gone; _keep_nursery starts again.
            return

    async def _keep_nursery(self) -> None:
        """Start the nursery again whenever it is gone, for instance killed for want of memory."""
        while True:
            await asyncio.wait({self._nursery.gone})
            self._idle.clear()
            self._nursery.stop()
            await self._fill()

    async def _fill(self) -> None:
        await self._nursery.start()
        await asyncio.gather(*(self._add_worker() for _ in range(self._limits.workers)))

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _done(task: asyncio.Task[Reply], seconds: float) -> bool:
    """Wait for a task, but not longer than that; it goes on afterwards."""
    return bool((await asyncio.wait({task}, timeout=max(0.0, seconds)))[0])
