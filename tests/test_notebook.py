"""The notebook runs from top to bottom and prints what it says it prints."""

import importlib.util
from pathlib import Path

import nbformat
import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def runner():
    specification = importlib.util.spec_from_file_location("run_notebook", DOCS / "run_notebook.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(DOCS / "notebook.ipynb", as_version=nbformat.NO_CONVERT)


def test_it_is_a_valid_notebook_of_text_and_code(notebook):
    nbformat.validate(notebook)
    assert {cell.cell_type for cell in notebook.cells} == {"markdown", "code"}


def test_every_cell_prints_what_is_stored(runner, notebook):
    """`make notebook` brings the stored outputs up to date."""
    fresh = runner.executed(notebook)
    for stored, new in zip(notebook.cells, fresh.cells, strict=True):
        assert stored == new, stored.source


def test_it_draws_a_chart(notebook):
    assert any("SVG(" in cell.source for cell in notebook.cells)


def test_stored_outputs_are_small_and_plain(notebook):
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", ())]
    assert outputs
    assert all(one.output_type == "stream" and len(one.text) < 3000 for one in outputs)


def test_a_cell_that_fails_fails_the_test(runner):
    broken = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("1 / 0")],
        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "x"}},
    )
    with pytest.raises(Exception, match="ZeroDivisionError"):
        runner.executed(broken)
