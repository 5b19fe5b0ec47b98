"""在浏览器里走的几步。 Steps that the tests in a browser share."""

#: What moves comes to rest, other than what turns for ever.
AT_REST = """() => document.getAnimations().every(one =>
    one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""


def settled(page):
    """Wait until the script of the page has run, after giving it the time to begin.

    What unfolds has unfolded then: a click would miss what still moves.
    """
    page.wait_for_timeout(250)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_function(AT_REST)


def go(page, path):
    page.goto(path)
    settled(page)


def choose(page, name, option):
    """Choose an option; the list closes when the page scrolls, so scroll first."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=name)
    box.scroll_into_view_if_needed()
    settled(page)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def click_row(page, number, table=0):
    """Click a row of a table, counted from 0."""
    frame = page.get_by_test_id("stDataFrameResizable").nth(table)
    frame.click(position={"x": 18, "y": 35 * (number + 1) + 17})
    settled(page)
