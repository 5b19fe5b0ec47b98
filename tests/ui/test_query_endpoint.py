"""查询页向端点提问。 The query page asks an endpoint."""

import pytest

from app_parts import shown_answer
from zhunru.ask import Answer
from zhunru.remote import Endpoint
from zhunru.ui import HOST, free_port

NAME = "scope-handovers"


@pytest.fixture
def elsewhere(monkeypatch):
    """Let the app ask an endpoint where there is no server; answers are not kept."""
    endpoint = Endpoint(f"http://{HOST}:{free_port()}/query", "urn:rules")
    for name, value in endpoint.variables.items():
        monkeypatch.setenv(name, value)
    shown_answer.saved_answer.clear()
    yield endpoint
    shown_answer.saved_answer.clear()


def test_an_endpoint_that_is_down_is_explained(open_page, elsewhere):
    app = open_page("query", query=NAME)
    said = app.error[0].value.replace("\\", "")
    assert "查询没有运行" in said and "连接不上" in said and elsewhere.url in said


def test_the_page_asks_the_endpoint_and_says_so(open_page, elsewhere, monkeypatch):
    asked = []

    def answer(endpoint, text):
        asked.append((endpoint, text))
        return Answer("ask", truth=True)

    monkeypatch.setattr(shown_answer, "ask_endpoint", answer)
    app = open_page("query", query=NAME)
    assert [endpoint for endpoint, _ in asked] == [elsewhere]
    (said,) = [one.value for one in app.caption if "由端点" in one.value]
    assert elsewhere.url in said.replace("\\", "")


def test_without_an_endpoint_the_page_names_none(open_page):
    assert not any("由端点" in one.value for one in open_page("query", query=NAME).caption)
