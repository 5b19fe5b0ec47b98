"""把仓库里写好的文档搬到网站。 Bring documents of the repository to the site.

A link that leads to another page of the site is kept; one that leads elsewhere in the repository
becomes plain text, as the site does not carry those files.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any, Final

#: Documents outside `docs/` that are pages of the site.
ELSEWHERE: Final = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "data/example/README.md": "example.md",
}
#: The notebook, and the page that shows it.
NOTEBOOK: Final = "notebook.ipynb"
NOTEBOOK_PAGE: Final = "notebook.md"

_LINK: Final = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s#]+)(?P<rest>#\S*)?\)"
)


def relocated(markdown: str, source: str, page: str) -> str:
    """Rewrite the links of a document for its place on the site.

    Args:
        markdown: The document.
        source: Its path in the repository.
        page: Its page.

    Returns:
        The document with links to pages and pictures of the site, relative to its page.
    """

    def rewritten(link: re.Match[str]) -> str:
        target = link["target"]
        if "://" in target:
            return link[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        place = ELSEWHERE.get(path) or path.removeprefix("docs/")
        if path not in ELSEWHERE and not path.startswith("docs/"):
            return link["text"]
        relative = posixpath.relpath(place, posixpath.dirname(page) or ".")
        return f"{link['image']}[{link['text']}]({relative}{link['rest'] or ''})"

    return _LINK.sub(rewritten, markdown)


def guide_pages(root: Path) -> dict[str, str]:
    """Read the documents outside `docs/`, and the notebook.

    Args:
        root: The folder of the repository.

    Returns:
        Markdown by page.
    """
    pages = {
        page: relocated((root / source).read_text("utf-8"), source, page)
        for source, page in ELSEWHERE.items()
    }
    notebook = json.loads((root / "docs" / NOTEBOOK).read_text("utf-8"))
    return pages | {NOTEBOOK_PAGE: notebook_page(notebook)}


def notebook_page(notebook: dict[str, Any]) -> str:
    """Write a notebook as Markdown: its text, its code, and outputs of text that it stores.

    Args:
        notebook: The notebook, format 4.

    Returns:
        The page.
    """
    parts = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
        elif cell["cell_type"] == "code":
            parts.append(f"```python\n{source}\n```")
            texts = ("".join(one.get("text", "")) for one in cell["outputs"])
            parts += [f"```text\n{text.rstrip()}\n```" for text in texts if text]
    return "\n\n".join(parts) + "\n"
