"""SPARQL 编辑器的成品与源码相符。 The bundle of the SPARQL editor is in step with its source."""

import subprocess

import pytest

from zhunru.resources import folder

EDITOR = folder("ui") / "app_parts" / "sparql_editor"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    assert (EDITOR / "node_modules").is_dir(), "run: make editor"
    place = tmp_path_factory.mktemp("editor")
    done = subprocess.run(
        ["node", "build.mjs", str(place)], cwd=EDITOR, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return place


@pytest.mark.parametrize("name", ["editor.js", "LICENSES.txt"])
def test_the_bundle_is_what_the_source_gives(rebuilt, name):
    wanted = (rebuilt / name).read_text(encoding="utf-8")
    assert (EDITOR / "dist" / name).read_text(encoding="utf-8") == wanted, "run: make editor"


def test_the_bundle_asks_no_other_server():
    bundle = (EDITOR / "dist" / "editor.js").read_text(encoding="utf-8")
    assert "fetch(" not in bundle and "XMLHttpRequest" not in bundle and "import(" not in bundle


def test_the_lock_names_no_registry():
    assert '"resolved"' not in (EDITOR / "package-lock.json").read_text(encoding="utf-8")
