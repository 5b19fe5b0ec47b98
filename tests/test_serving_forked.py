"""Workers that nobody wants any more do no harm."""

import asyncio

import pytest
from serving_making import DATASET, ENDLESS, LIGHT

from zhunru.serving.forked import DiedError, Nursery
from zhunru.serving.frames import Job
from zhunru.serving.worker import Allowance

ALLOWANCE = Allowance(60, 2**28, 2**20)
CSV = "text/csv"


def with_nursery(use):
    async def run():
        nursery = Nursery(DATASET, ALLOWANCE)
        await nursery.start()
        try:
            return await use(nursery)
        finally:
            nursery.stop()
            await nursery.gone

    return asyncio.run(run())


def test_giving_up_on_a_fork_at_any_moment():
    async def use(nursery):
        for pauses in range(12):
            forking = asyncio.create_task(nursery.fork())
            for _ in range(pauses):
                await asyncio.sleep(0)
            forking.cancel()
            await asyncio.wait({forking})
        worker = await nursery.fork()
        assert (await worker.answer(Job(LIGHT, table_type=CSV))).body == b"o\r\n7\r\n"
        assert not nursery.gone.done()

    with_nursery(use)


def test_giving_up_on_an_answer_while_its_worker_dies():
    async def use(nursery):
        for pauses in range(12):
            worker = await nursery.fork()
            answering = asyncio.create_task(worker.answer(Job(ENDLESS, table_type=CSV)))
            await asyncio.sleep(0)
            worker.kill()
            for _ in range(pauses):
                await asyncio.sleep(0)
            answering.cancel()
            await asyncio.wait({answering})
        await nursery.fork()
        assert not nursery.gone.done()

    with_nursery(use)


def test_a_lost_nursery_is_told():
    async def use(nursery):
        worker = await nursery.fork()
        nursery.stop()
        with pytest.raises(DiedError):
            await worker.answer(Job(LIGHT, table_type=CSV))
        with pytest.raises(DiedError):
            await nursery.fork()

    with_nursery(use)
