"""查询页上自己写的查询。 Queries of one's own on the query page, without a browser."""

from app_parts.query_progress import TOKEN, runs


def write(app, text):
    """Put a text into the editor, which AppTest cannot type into."""
    app.session_state["query.text"] = text


def run(app, text):
    """Write a query, run it, and wait for its end."""
    write(app, text)
    app.button(key="query.run").click().run()
    return ended(app)


def ended(app):
    """Wait for the end of the query that runs, and open the page again."""
    assert runs().find(app.session_state[TOKEN]).wait(60)
    app.run()
    assert not app.exception
    return app
