"""每一页都过的关：无障碍、没有剩下的英文、窄屏不横向滚动、印得全。 What every page must pass."""

import re
from pathlib import Path

import pytest
from browser_steps import go, settled
from playwright.sync_api import expect

from app_parts.pages import PAGES

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "node/node_modules/axe-core/axe.min.js"
NARROW = {"width": 390, "height": 844}

#: 各页的样子；同一页有几种样子的，逐种都看。 The pages, and further views of theirs.
VIEWS = [
    *(f"/{page.url}" for page in PAGES[1:]),
    "/",
    "/?lang=en",
    "/query?mode=own",
    "/query?query=binding-rules-of-procedure",
    "/compare?view=strictness",
    "/compare?view=editions",
    "/compare?view=overlaps",
    "/?q=jzx",
    "/browse?technique=nasal-endoscopy&grade=4&clause=2.1.2.1",
    "/eligibility?technique=nasal-endoscopy&grade=4&title=chief&view=all",
    "/whatif?nasal-endoscopy-2019/operator-grade4/independent-grade3-cases=299",
    "/whatif?population=own",
]

#: Streamlit 自己的毛病：规则与元素。 What is Streamlit's own: the rule and the element.
STREAMLITS_OWN = {
    # 窄处的代码可以横向滚动，却不能用键盘选中。 Code that scrolls cannot be focused.
    ("scrollable-region-focusable", "stCode"),
}

#: 中文界面里也照原样写的名称；全大写的缩写不必列。 Names written as they are, besides initials.
NAMES = re.compile(
    r"JSON-LD|Excel|Turtle|TriG|N-Quads|N-Triples|Parquet|Python|curl|VoID|English|yyyy"
)


def serious_problems(page, **options):
    """What axe-core finds serious or critical, or out of order among headings."""
    found = page.evaluate(
        "options => axe.run(options)",
        {"resultTypes": ["violations"], **options},
    )
    return [
        (one["id"], one["impact"], node["target"], node["html"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical") or one["id"] == "heading-order"
        for node in one["nodes"]
        if not any(
            one["id"] == rule and part in str(node["target"]) for rule, part in STREAMLITS_OWN
        )
    ]


def too_faint(page):
    """What has too little contrast: all that another theme can change."""
    return serious_problems(page, runOnly=["color-contrast"])


def english_left(page):
    """Texts that a Chinese reader meets in English; code and data are left out."""
    texts = page.evaluate(
        """() => {
          const found = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
          for (let node = walker.currentNode; node; node = walker.nextNode()) {
            if (node.closest('pre, code, script, style, canvas, table, svg, .cm-editor, ' +
                '[data-testid=stIconMaterial], [translate=no]')) continue;
            if (!node.checkVisibility?.({visibilityProperty: true})) continue;
            for (const name of ['aria-label', 'title', 'placeholder'])
              if (node.getAttribute(name)) found.push(node.getAttribute(name));
            for (const child of node.childNodes)
              if (child.nodeType === Node.TEXT_NODE) found.push(child.data);
          }
          return found;
        }"""
    )
    return sorted({text.strip() for text in texts if is_english(text)})


def is_english(text):
    """Whether a text is in English: words, none of them Chinese, and not an address or a code."""
    words = NAMES.sub("", text).split()
    if re.search(r"[\u4e00-\u9fff]", text) or any(re.search(r"[/_:=\d@]", one) for one in words):
        return False
    return any(re.search(r"[a-z]{3,}", one) and "-" not in one for one in words)


@pytest.mark.parametrize(
    "text", ["Download", "No results", "Show/hide columns or so", "Select all"]
)
def test_english_is_told(text):
    assert is_english(text) == ("/" not in text)


@pytest.mark.parametrize("text", ["CSV", "下载 CSV", "https://example.org/", "procedures-by-title"])
def test_names_and_codes_are_no_english(text):
    assert not is_english(text)


def at_rest(page, find):
    """What is found once the page is at rest: themes fade over, and words are replaced."""
    for _ in range(20):
        found = find(page)
        if not found:
            break
        page.wait_for_timeout(250)
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_passes(quiet_page, view):
    page = quiet_page
    go(page, view)
    if "lang=en" not in view:
        assert at_rest(page, english_left) == []
    page.add_script_tag(path=AXE)
    assert at_rest(page, serious_problems) == []
    page.emulate_media(color_scheme="dark")
    settled(page)
    assert at_rest(page, too_faint) == []
    page.set_viewport_size(NARROW)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    main = page.get_by_test_id("stMain")
    assert main.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    # 能滚动的在纸上会被截断。 What scrolls would be cut off on paper.
    assert main.evaluate("one => one.scrollHeight - one.clientHeight") <= 1
