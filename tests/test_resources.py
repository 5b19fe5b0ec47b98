"""资源目录：检出、安装包与残缺安装。 Resource folders: checkout, wheel, broken installation."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from zhunru import resources

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """一个空的安装位置。 An empty place where the package might be installed."""
    path = tmp_path / "zhunru"
    path.mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", path)
    return path


@pytest.mark.parametrize("name", resources.FOLDERS)
def test_checkout_uses_the_repository(name):
    assert resources.folder(name) == ROOT / name


@pytest.mark.parametrize("name", resources.FOLDERS)
def test_installed_package_uses_its_own(package, name):
    shipped = package / "resources" / name
    shipped.mkdir(parents=True)
    assert resources.folder(name) == shipped


def test_neighbours_in_site_packages_are_not_ours(package):
    (package.parent / "data").mkdir()
    with pytest.raises(FileNotFoundError, match="安装可能不完整"):
        resources.folder("data")


@pytest.mark.parametrize("name", ["", "docs", "../data", "Data"])
def test_unknown_names_are_refused(name):
    with pytest.raises(FileNotFoundError, match="没有名为"):
        resources.folder(name)


def test_wheel_built_from_sdist_carries_every_folder(tmp_path):
    # 不指定目标时 build 从 sdist 做 wheel。 By default build makes the wheel from the sdist.
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if not name.endswith("/")}
    assert "zhunru/py.typed" in shipped
    for folder in resources.FOLDERS:
        assert any(name.startswith(f"zhunru/resources/{folder}/") for name in shipped), folder
    strays = {n for n in shipped if not n.startswith(("zhunru/", "zhunru-"))}
    assert not strays
