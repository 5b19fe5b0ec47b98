"""界面有多快。 How quick the app is.

In real Chromium: the first page after the server has started (cold) and again (warm), a filter and
a tab. Then twenty users at once, each a session of Streamlit's own protocol that opens page after
page, while a browser still uses the filter. At last a hundred sessions that have seen every page
and idle: what each takes in memory. Run it with `make bench`.
"""

from __future__ import annotations

import os
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import machine
import psutil
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from zhunru.ui import HOST, free_port, start, stop, wait_until_ready

ROUNDS = 10
USERS = 20
USER_SECONDS = 20
IDLE_SESSIONS = 100
IDLE_PERCENT = 5.0
PAUSE = 2.0
#: Seconds between two actions of a user.
LIMITS = {
    "第一页，冷 first page, cold": 3.0,
    "第一页，热 first page, warm": 1.5,
    "筛选 a filter": 0.5,
    "换标签 a tab": 0.5,
    "20 人同时，各页 20 users, any page": 2.0,
    "20 人同时，筛选 20 users, a filter": 2.0,
}
PAGES = ("", "browse", "compare", "query", "validate", "eligibility", "whatif", "export")
_RUNNING = "[data-testid=stApp][data-test-script-state={}]"


def seconds(act: Callable[[], None]) -> float:
    """Measure one action."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


@contextmanager
def new_page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page of a browser that has seen nothing yet."""
    context = browser.new_context(base_url=address, locale="zh-CN")
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()


def open_home(page: Page) -> None:
    """Open the first page and wait until it can be used."""
    page.goto("/")
    page.get_by_test_id("stMetricValue").first.wait_for()
    page.wait_for_selector(_RUNNING.format("notRunning"))


def wait_until_idle(pid: int) -> None:
    """Wait until the server has nothing to do: after the first page it makes the others ready."""
    process = psutil.Process(pid)
    while process.cpu_percent(interval=1.0) > IDLE_PERCENT:
        pass


def filtering(page: Page) -> Iterator[float]:
    """Filter the procedures by a word, again and again."""
    page.goto("/browse")
    page.wait_for_selector(_RUNNING.format("notRunning"))
    box = page.get_by_test_id("stMain").get_by_role("textbox").first
    box.wait_for()
    for number in range(ROUNDS + 1):
        before = page.get_by_test_id("stMain").inner_text()

        def act(number: int = number, before: str = before) -> None:
            box.fill("腹腔镜" if number % 2 else "切除")
            box.press("Enter")
            _until_changed(page, before)

        yield seconds(act)


def switching(page: Page) -> Iterator[float]:
    """Switch between the themes of the saved queries, again and again."""
    page.goto("/query")
    page.wait_for_selector(_RUNNING.format("notRunning"))
    tabs = page.get_by_test_id("stMain").get_by_role("radio")
    tabs.first.wait_for()
    count = tabs.count()
    for number in range(ROUNDS + 1):
        before = page.get_by_test_id("stMain").inner_text()

        def act(number: int = number, before: str = before) -> None:
            tabs.nth(count - 1 - number % 2).click()
            _until_changed(page, before)

        yield seconds(act)


def _until_changed(page: Page, before: str) -> None:
    page.wait_for_function(
        "before => document.querySelector('[data-testid=stMain]').innerText !== before", arg=before
    )
    page.wait_for_selector(_RUNNING.format("notRunning"))


class User:
    """A session without a browser: opens pages, and waits for each to be complete."""

    def __init__(self, port: int) -> None:
        self._socket: ClientConnection = connect(
            f"ws://{HOST}:{port}/_stcore/stream",
            origin=f"http://{HOST}:{port}",
            subprotocols=["streamlit"],
            max_size=None,
            legacy=True,
        )
        self.seconds: list[float] = []
        self.visit("")

    def visit(self, page: str) -> None:
        """Open a page and wait for the end of its script."""
        message = BackMsg()
        message.rerun_script.page_name = page
        self.seconds.append(seconds(lambda: self._run(message)))

    def browse_for(self, duration: float) -> None:
        """Open page after page, with pauses."""
        until = time.perf_counter() + duration
        number = 0
        while time.perf_counter() < until:
            number += 1
            time.sleep(PAUSE)
            self.visit(PAGES[number % len(PAGES)])

    def tour(self) -> None:
        """Open every page once."""
        for page in PAGES:
            self.visit(page)

    def close(self) -> None:
        self._socket.close()

    def _run(self, message: BackMsg) -> None:
        self._socket.send(message.SerializeToString())
        while True:
            received = ForwardMsg()
            received.ParseFromString(self._socket.recv(timeout=60))
            if received.WhichOneof("type") == "script_finished":
                return


def memory_per_session(port: int, pid: int) -> float:
    """Bytes that one more session takes which has seen every page and idles."""
    process = psutil.Process(pid)
    before = process.memory_full_info().uss
    users = [User(port) for _ in range(IDLE_SESSIONS)]
    for user in users:
        user.tour()
    taken = process.memory_full_info().uss - before
    for user in users:
        user.close()
    return float(taken / IDLE_SESSIONS)


def main() -> None:
    """Measure, and print a table."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    port = free_port()
    server = start(port)
    found: dict[str, list[float]] = {name: [] for name in LIMITS}
    cold, warm, filtered, switched, visits, crowded = found.values()
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    try:
        if not wait_until_ready(server, port):
            raise SystemExit("界面没有启动。 The app did not start.")
        address = f"http://{HOST}:{port}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
            with new_page(browser, address) as page:
                cold.append(seconds(lambda: open_home(page)))
            wait_until_idle(server.pid)
            for _ in range(ROUNDS):
                with new_page(browser, address) as page:
                    warm.append(seconds(lambda page=page: open_home(page)))
            with new_page(browser, address) as page:
                filtered += list(filtering(page))[1:]
                switched += list(switching(page))[1:]
            users = [User(port) for _ in range(USERS)]
            threads = [threading.Thread(target=u.browse_for, args=(USER_SECONDS,)) for u in users]
            for one in threads:
                one.start()
            with new_page(browser, address) as page:
                crowded += list(filtering(page))[1:]
            for one in threads:
                one.join()
            visits += [each for user in users for each in user.seconds[1:]]
            for user in users:
                user.close()
            browser.close()
        memory = memory_per_session(port, server.pid)
    finally:
        stop(server)
    report(found, memory)


def report(found: dict[str, list[float]], memory: float) -> None:
    """Print what was measured beside the limits."""
    console = Console()
    console.print(machine.describe())
    table = Table("动作 action", "次数 n", "中位 median s", "p95 s", "上限 limit s")
    for name, limit in LIMITS.items():
        given = sorted(found[name])
        table.add_row(
            name,
            str(len(given)),
            f"{statistics.median(given):.2f}",
            f"{given[min(len(given) - 1, int(0.95 * len(given)))]:.2f}",
            f"{limit:.1f}",
        )
    console.print(table)
    console.print(f"每个空闲会话的内存 memory per idle session: {memory / 2**10:.0f} KiB")


if __name__ == "__main__":
    main()
