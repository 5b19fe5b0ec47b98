"""指标：Prometheus 文本格式。 Metrics in the text format of Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from zhunru.serving.access_log import Access
from zhunru.serving.pool import Pool

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

#: Upper bounds of the histogram, in seconds.
_BUCKETS: Final = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


class Metrics:
    """Counts of what happened since the start."""

    def __init__(self) -> None:
        self._statuses: Counter[int] = Counter()
        self._buckets: Counter[float] = Counter()
        self._seconds = 0.0
        self._bytes = 0

    def count(self, access: Access) -> None:
        """Count a request."""
        self._statuses[access.status] += 1
        self._seconds += access.seconds
        self._bytes += access.size
        for bound in _BUCKETS:
            self._buckets[bound] += access.seconds <= bound

    def text(self, pool: Pool) -> str:
        """Write all metrics.

        Args:
            pool: The workers.

        Returns:
            The text.
        """
        return "\n".join((*self._requests(), *_workers(pool), ""))

    def _requests(self) -> Iterator[str]:
        yield from _family("requests_total", "counter", "请求数 requests answered, by status")
        for status, number in sorted(self._statuses.items()):
            yield f'zhunru_requests_total{{status="{status}"}} {number}'
        yield from _family("request_seconds", "histogram", "请求用时 time to answer")
        for bound in _BUCKETS:
            yield f'zhunru_request_seconds_bucket{{le="{bound:g}"}} {self._buckets[bound]}'
        total = self._statuses.total()
        yield f'zhunru_request_seconds_bucket{{le="+Inf"}} {total}'
        yield f"zhunru_request_seconds_sum {self._seconds:.6f}"
        yield f"zhunru_request_seconds_count {total}"
        yield from _family("response_bytes_total", "counter", "答复字节数 bytes of answers")
        yield f"zhunru_response_bytes_total {self._bytes}"


def _workers(pool: Pool) -> Iterator[str]:
    yield from _family("queries_running", "gauge", "正在运行的查询 queries running, by lane")
    yield f'zhunru_queries_running{{lane="quick"}} {pool.quick}'
    yield f'zhunru_queries_running{{lane="heavy"}} {pool.heavy}'
    yield from _family("queries_waiting", "gauge", "排队的查询 queries waiting")
    yield f"zhunru_queries_waiting {pool.waiting}"
    yield from _family("workers_replaced_total", "counter", "已更换的工作进程 workers replaced")
    yield f"zhunru_workers_replaced_total {pool.replaced}"


def _family(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP zhunru_{name} {text}"
    yield f"# TYPE zhunru_{name} {kind}"
