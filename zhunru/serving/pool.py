"""工作进程池：轻的查询不等重的。 The pool of workers: light queries do not wait for heavy ones.

A query starts in the quick lane. One that runs longer than `quick_seconds` is heavy: it goes on
in the heavy lane at a lower priority, and a fresh worker takes its place in the quick lane. If the
heavy lane is full, it is stopped and begins anew when it is its turn. What was heavy before, or
ended its worker, goes to the heavy lane at once. Workers that were heavy, have grown, or were left
by their client are killed, never used again.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Coroutine
from typing import Final

from zhunru.serving.forked import DiedError, Nursery, Worker
from zhunru.serving.frames import Job, Reply
from zhunru.serving.refusals import busy, died, time_up, too_many_heavy
from zhunru.serving.settings import Limits
from zhunru.serving.worker import Allowance

_MOST_REMEMBERED: Final = 1000


class _Run:
    """A job that a worker is busy with."""

    def __init__(self, worker: Worker, job: Job) -> None:
        self.worker = worker
        self.answering = asyncio.create_task(worker.answer(job))
        self._begun = time.monotonic()

    @property
    def age(self) -> float:
        """How many seconds ago it began."""
        return time.monotonic() - self._begun

    async def ends_within(self, seconds: float) -> bool:
        """Wait so long for the end; the run goes on afterwards."""
        return bool((await asyncio.wait({self.answering}, timeout=max(0.0, seconds)))[0])

    def stop(self) -> None:
        """Kill the worker."""
        self.answering.cancel()
        self.worker.kill()


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
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._heavy_before: dict[int, None] = {}
        self._closing = False
        self._heavy_places = asyncio.Semaphore(limits.heavy)
        self._heavy_waiting = 0
        self.quick = 0
        self.heavy = 0
        self.replaced = 0

    @property
    def waiting(self) -> int:
        """How many queries wait for their turn."""
        return len(self._waiting) + self._heavy_waiting

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
            The reply of a worker; 503 if too many queries are waiting, 504 if time is up, 413 if
            the query needs too much memory, 400 if it is nested too deeply, 500 if its worker died
            otherwise.
        """
        run: _Run | None = None
        try:
            if hash(job.query) not in self._heavy_before:
                outcome = await self._quickly(job)
                if isinstance(outcome, Reply):
                    return outcome
                run = outcome
                self._remember_heavy(job)
            return await self._heavily(job, run)
        except DiedError as error:
            self._remember_heavy(job)
            return died(error.signal, self._limits.memory)

    async def _quickly(self, job: Job) -> Reply | _Run:
        """Answer in the quick lane; what takes too long is handed over as it runs.

        In any case the lane has as many workers afterwards as before.
        """
        worker = await self._next_worker()
        if worker is None:
            return busy()
        run = _Run(worker, job)
        keep = hand_over = False
        self.quick += 1
        try:
            if not await run.ends_within(min(self._limits.quick_seconds, self._limits.seconds)):
                hand_over = True
                return run
            reply = run.answering.result()
            keep = not reply.worn
            return reply
        finally:
            self.quick -= 1
            if keep:
                self._free(worker)
            else:
                self._in_background(self._add_worker())
                if not hand_over:
                    self._stop(run)

    async def _heavily(self, job: Job, run: _Run | None) -> Reply:
        """Answer in the heavy lane, going on with a run if there is a place at once.

        What turns out to be light after all starts in the quick lane next time.
        """
        seconds = self._limits.seconds
        if run is not None and self._heavy_places.locked():
            # 等待时不占内存：轮到时重新开始。 Who waits holds no memory, and begins anew in turn.
            self._stop(run)
            run = None
        elif run is not None:
            seconds -= self._limits.quick_seconds
        if not await self._heavy_place():
            return too_many_heavy()
        self.heavy += 1
        try:
            run = run or _Run(await self._nursery.fork(), job)
            run.worker.yield_to_others()
            if not await run.ends_within(seconds):
                return time_up(self._limits.seconds)
            if run.age <= self._limits.quick_seconds:
                self._heavy_before.pop(hash(job.query), None)
            return run.answering.result()
        finally:
            self.heavy -= 1
            self._heavy_places.release()
            if run is not None:
                self._stop(run)

    async def _heavy_place(self) -> bool:
        """Wait for a place in the heavy lane; False if too many wait, or none comes free."""
        if self._heavy_waiting >= self._limits.queue:
            return False
        self._heavy_waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._heavy_places.acquire()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._heavy_waiting -= 1

    def _remember_heavy(self, job: Job) -> None:
        """Let a query start in the heavy lane from now on; the oldest such are forgotten."""
        self._heavy_before[hash(job.query)] = None
        if len(self._heavy_before) > _MOST_REMEMBERED:
            del self._heavy_before[next(iter(self._heavy_before))]

    def _stop(self, run: _Run) -> None:
        self.replaced += 1
        run.stop()

    async def _next_worker(self) -> Worker | None:
        """Return a worker, in order of arrival; None if too many wait, or none comes free."""
        if self._idle:
            return self._idle.pop()
        if len(self._waiting) >= self._limits.queue:
            return None
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
