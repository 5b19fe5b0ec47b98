"""界面测试的夹具。 Fixtures for the tests of the app."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, expect
from streamlit.testing.v1 import AppTest

from zhunru.resources import folder
from zhunru.ui import HOST, free_port, start, stop, wait_until_ready

APP = folder("ui") / "app.py"

# Streamlit 以 ui/ 为搜索根；测试直接用到 app_parts 时也要如此。
# Streamlit has ui/ as search root, and so have tests that use app_parts themselves.
sys.path.insert(0, str(APP.parent))
sys.path.insert(0, str(Path(__file__).parent))

#: Streamlit first asks below the path of the page, is told 404, and then asks at the root.
PROBES = ("/_stcore/health", "/_stcore/host-config")


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Open a page without a browser: `open_page("browse", technique="…")`."""

    def open_(name: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.switch_page(f"app_pages/{name}.py").run()
        assert not app.exception
        return app

    return open_


@pytest.fixture(scope="session")
def uploads_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for temporary files of the server under test."""
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="session")
def base_url(uploads_folder: Path) -> Iterator[str]:
    """The address of a real server of the app (pytest-playwright goes by it)."""
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(uploads_folder))
        patch.delenv("ZHUNRU_SOURCES", raising=False)
        server = start(port)
    try:
        assert wait_until_ready(server, port), "界面没有启动。 The app did not start."
        yield f"http://{HOST}:{port}"
    finally:
        stop(server)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, (
        "找不到 chromium：请运行 make browser，或用环境变量 CHROMIUM 指定。"
        " chromium not found: run `make browser`, or name it in CHROMIUM."
    )
    return {
        "executable_path": chromium,
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, object]:
    return {
        "base_url": base_url,
        "locale": "zh-CN",
        "viewport": {"width": 1280, "height": 900},
        "accept_downloads": True,
    }


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page that must not call outside, log an error or throw; checked when the test is over."""
    troubles: list[str] = []

    def on_request(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and url.hostname != HOST:
            troubles.append(f"外部请求 outside request: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        probe = urlsplit(message.location.get("url", "")).path.endswith(PROBES)
        if message.type == "error" and not probe:
            troubles.append(f"控制台 console: {message.text} {message.location}")

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: troubles.append(f"脚本错误 page error: {error}"))
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    yield page
    assert not troubles, "\n".join(troubles)
