"""换语言时，画面的状态都在。 The state of a view outlasts a change of language."""

import re

import pytest
from browser_steps import go, settled
from playwright.sync_api import expect

from app_parts.documents import documents
from zhunru.query_themes import themes

pytestmark = pytest.mark.browser

DOCUMENT = next(one for one in documents().values() if one.catalogues)
QUESTION = list(themes().values())[1][1]
VIEWS = {
    "browse": f"technique={DOCUMENT.technique.notation}",
    "query": f"query={QUESTION.name}",
}


@pytest.mark.parametrize("name", VIEWS)
def test_the_state_outlasts_a_change_of_language(quiet_page, name):
    go(quiet_page, f"/{name}?{VIEWS[name]}")
    sidebar = quiet_page.get_by_test_id("stSidebar")
    for language, heading in (("English", name.capitalize()), ("中文", None)):
        sidebar.get_by_text(language, exact=True).click()
        settled(quiet_page)
        if heading:
            expect(quiet_page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
            expect(quiet_page).to_have_url(re.compile("lang=en"))
        expect(quiet_page).to_have_url(re.compile(VIEWS[name]))
        expect(quiet_page.get_by_test_id("stException")).to_have_count(0)
    expect(quiet_page).not_to_have_url(re.compile("lang="))
