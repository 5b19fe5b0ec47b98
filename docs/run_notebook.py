"""运行 docs/notebook.ipynb，把打印的文字存回去：make notebook。

Run the notebook and store what it prints: `make notebook`. Pictures and other rich outputs are not
stored, so that changes of the notebook stay readable.
"""

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK = Path(__file__).with_name("notebook.ipynb")
_SECONDS_PER_CELL = 300


def executed(notebook: NotebookNode) -> NotebookNode:
    """Run a copy of a notebook in a fresh kernel, and keep only the text that it prints."""
    fresh = nbformat.from_dict(notebook)
    kernel = dict(fresh.metadata.kernelspec)
    NotebookClient(fresh, timeout=_SECONDS_PER_CELL, kernel_name=kernel["name"]).execute()
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if one.get("name") == "stdout"]
            cell.execution_count = None
            cell.metadata = {}
    fresh.metadata = {"kernelspec": kernel, "language_info": {"name": kernel["language"]}}
    return fresh


def main() -> None:
    """Bring the stored outputs up to date."""
    notebook = executed(nbformat.read(NOTEBOOK, as_version=nbformat.NO_CONVERT))
    nbformat.write(notebook, NOTEBOOK)


if __name__ == "__main__":
    main()
