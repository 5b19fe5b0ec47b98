"""为文档截取各页的图。 Take the screenshots of the documentation.

Usage: python docs/screenshots.py

Starts the app, opens each page in chromium, 1280 px wide, and writes `docs/images/*.png`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect, sync_playwright
from rdflib.namespace import SKOS

from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR, local_path
from zhunru.ui import HOST, free_port, start, stop, wait_until_ready

IMAGES: Final = Path(__file__).resolve().parent / "images"
WIDTH: Final = 1280
HEIGHT: Final = 900
TALLEST: Final = 2000
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}",
)


def main() -> None:
    """Take every screenshot."""
    os.environ.pop("ZHUNRU_SOURCES", None)  # 条款全文不入图 No official text in the pictures.
    port = free_port()
    server = start(port)
    try:
        if not wait_until_ready(server, port):
            raise SystemExit("界面没有启动。 The app did not start.")
        shoot(f"http://{HOST}:{port}")
    finally:
        stop(server)


def shoot(address: str) -> None:
    """Open the pages of the app at an address and write their pictures."""
    pages: dict[str, tuple[str, Callable[[Page], None]]] = {
        "home": ("/", lambda page: None),
        "browse": (f"/browse?procedure={overlapping_procedure()}&bearer=operator", rest),
        "query": ("/query?query=procedures-by-title", rest),
        "validate": ("/validate", try_example),
    }
    IMAGES.mkdir(exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise SystemExit("找不到 chromium，请运行 make browser。 No chromium: run `make browser`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN", color_scheme="light"
        )
        page = context.new_page()
        for name, (path, act) in pages.items():
            page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
            page.goto(address + path)
            rest(page)
            act(page)
            fit(page)
            page.screenshot(path=IMAGES / f"{name}.png")
            print(f"docs/images/{name}.png")
        browser.close()


def overlapping_procedure() -> str:
    """Return the key of a procedure in force that one of another grade comes close to."""
    graph = load_graph()
    old = {str(one).rsplit("/", 1)[1] for one in graph.objects(None, ELI.repeals)}
    found = [
        local_path(str(one))
        for one, other in graph.subject_objects(SKOS.closeMatch)
        if graph.value(one, ZR.grade) != graph.value(other, ZR.grade)
    ]
    return next(key for key in sorted(found) if key.split("/")[0] not in old)


def try_example(page: Page) -> None:
    """Validate the example hospital."""
    page.get_by_role("button", name="使用示例医院").click()
    expect(page.locator(".zr-tile").first).to_be_visible(timeout=30_000)
    rest(page)


def rest(page: Page) -> None:
    """Wait until the page has nothing more to do."""
    page.wait_for_timeout(500)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1000)


def fit(page: Page) -> None:
    """Make the window as tall as the page, within reason."""
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": WIDTH, "height": min(int(height), TALLEST)})
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
