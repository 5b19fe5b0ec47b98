"""The documentation site, built once, and what its pages link to and load."""

import logging
import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).parents[1]

#: What makes a browser load something, by element and attribute.
LOADING = {
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("iframe", "src"), ("source", "src"),
    ("video", "src"), ("audio", "src"), ("embed", "src"), ("object", "data"), ("input", "src"),
}  # fmt: skip
#: `<link>` of these kinds is not loaded.
TOLD_ONLY = {"next", "prev", "canonical", "author"}


@dataclass
class Page(HTMLParser):
    """A built page."""

    path: Path
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    text: str = ""
    language: str | None = None

    def __post_init__(self):
        super().__init__()
        self.feed(self.path.read_text("utf-8"))
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "html":
            self.language = given.get("lang")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") not in TOLD_ONLY:
            self.loads.append(given["href"])
        self.loads += [value for name, value in attrs if (tag, name) in LOADING and value]

    def handle_data(self, data):
        self.text += data


@contextmanager
def served(folder):
    """Serve a folder on loopback; yield its address."""
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        del args


def built(folder):
    """Build the site into a folder; any warning is an error."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    build(config)
    return {str(path.relative_to(folder)): Page(path) for path in sorted(folder.rglob("*.html"))}
