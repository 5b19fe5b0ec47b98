"""同时来的几个线程只算一次。 Threads that come together compute once."""

from threading import Barrier, Thread

from zhunru.once import Once

THREADS = 8


def test_threads_that_come_together_compute_once_and_get_the_same():
    calls, found, together = [], [], Barrier(THREADS)

    @Once
    def answer():
        calls.append(1)
        return object()

    def ask():
        together.wait()
        found.append(answer())

    threads = [Thread(target=ask) for _ in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(calls) == 1
    assert len(found) == THREADS
    assert len({id(one) for one in found}) == 1
    answer.cache_clear()
    assert answer() is not found[0]


def test_an_error_is_not_kept():
    results = iter([ValueError("once"), 2])

    @Once
    def answer():
        result = next(results)
        if isinstance(result, Exception):
            raise result
        return result

    try:
        answer()
    except ValueError:
        assert answer() == 2
