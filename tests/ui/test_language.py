"""界面的两种语言。 The two languages of the app."""

from app_parts.pages import PAGES


def test_chinese_unless_asked(open_page):
    app = open_page("query")
    assert "lang" not in app.query_params
    assert app.session_state["language"] == "zh"


def test_a_link_opens_the_app_in_english_and_the_switch_goes_back(open_page):
    app = open_page("home", lang="en")
    assert "en" in app.query_params["lang"]
    app.segmented_control(key="language").set_value("zh").run()
    assert "lang" not in app.query_params
    app.segmented_control(key="language").set_value("en").run()
    assert "en" in app.query_params["lang"]


def test_every_page_has_a_file_and_two_names():
    assert all(page.zh != page.en for page in PAGES)
    assert len({page.url for page in PAGES}) == len(PAGES)
