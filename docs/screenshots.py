"""为文档截取各页的图。 Take the screenshots of the documentation.

Usage: python docs/screenshots.py

Starts the app, opens each page in chromium, 1280 and 390 px wide, and writes
`docs/images/<page>.png` and `docs/images/<page>-narrow.png`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Page, expect, sync_playwright
from rdflib.namespace import SKOS

from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR, local_path
from zhunru.one_physician.form import form_for
from zhunru.one_physician.questions import Kind
from zhunru.reading import criteria
from zhunru.resources import folder
from zhunru.ui import HOST, free_port, start, stop, wait_until_ready

IMAGES: Final = Path(__file__).resolve().parent / "images"
#: 宽与文件名的后缀。 Widths, and what the file's name ends with.
WIDTHS: Final[Mapping[int, str]] = {1280: "", 390: "-narrow"}
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
    IMAGES.mkdir(exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise SystemExit("找不到 chromium，请运行 make browser。 No chromium: run `make browser`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        for width, suffix in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHT}, locale="zh-CN", color_scheme="light"
            )
            page = context.new_page()
            for name in pages():
                page.set_viewport_size({"width": width, "height": HEIGHT})
                page.goto(f"{address}/{ADDRESSES.get(name, str)() or name}")
                rest(page)
                ACTIONS.get(name, rest)(page)
                fit(page, width)
                page.screenshot(path=IMAGES / f"{name}{suffix}.png")
                print(f"docs/images/{name}{suffix}.png")
            context.close()
        browser.close()


def pages() -> list[str]:
    """Return the names of the pages, in the order of the navigation."""
    sys.path.insert(0, str(folder("ui")))
    from app_parts.pages import PAGES

    return [page.url for page in PAGES]


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


def half_filled_form() -> str:
    """Return the address of the form for an operator who has told some of what is asked."""
    criterion = next(
        one
        for one in criteria().values()
        if one.covers("4") and one.role.notation == "independent-operator"
    )
    told = {Kind.NUMBER: "300", Kind.SPAN: "5", Kind.FACT: "yes"}
    answers = {
        field.question.key: told[field.question.kind]
        for field in form_for(criterion).fields
        if field.question.kind in told
    }
    choice = {"technique": criterion.technique.notation, "grade": "4"}
    return f"eligibility?{urlencode(choice | answers)}"


def move_a_threshold(page: Page) -> None:
    """Move the first slider a little."""
    page.get_by_role("slider").first.press("ArrowRight")
    rest(page)


def try_example(page: Page) -> None:
    """Validate the example hospital."""
    page.get_by_role("button", name="使用示例医院").click()
    expect(page.locator(".zr-tile").first).to_be_visible(timeout=60_000)
    rest(page)


def rest(page: Page) -> None:
    """Wait until the page has nothing more to do."""
    page.wait_for_timeout(500)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1000)


def fit(page: Page, width: int) -> None:
    """Make the window as tall as the page, within reason."""
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(int(height), TALLEST)})
    page.wait_for_timeout(500)


#: 有内容可看的地址；别的页只用自己的名称。 Addresses with something to see; else the page's name.
ADDRESSES: Final[Mapping[str, Callable[[], str]]] = {
    "home": lambda: "?q=甲状腺腔镜",
    "browse": lambda: f"browse?procedure={overlapping_procedure()}&bearer=operator",
    "query": lambda: "query?query=procedures-by-title",
    "eligibility": half_filled_form,
}
#: 打开之后要做的。 What to do once the page is open.
ACTIONS: Final[Mapping[str, Callable[[Page], None]]] = {
    "validate": try_example,
    "whatif": move_a_threshold,
}


if __name__ == "__main__":
    main()
