"""寻找随程序发布的目录：本体、数据、形状、查询与界面。

Locate the folders that ship with Zhunru. They stand at the repository root in a
checkout, where people edit them, and inside the package once it is installed from a
wheel. Everyone else asks here and need not know which.
"""

from pathlib import Path
from typing import Final

FOLDERS: Final = ("ontology", "data", "shapes", "queries", "ui")

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """返回随程序发布的目录。 Return the path of a folder that ships with Zhunru.

    Args:
        name: one of `FOLDERS`.

    Raises:
        FileNotFoundError: the name is not one of `FOLDERS`, or the installation is incomplete.
    """
    if name not in FOLDERS:
        known = "、".join(FOLDERS)
        raise FileNotFoundError(
            f"没有名为“{name}”的资源目录，可用的有：{known}。"
            f" No resource folder is named {name!r}; there are: {', '.join(FOLDERS)}."
        )
    installed = _PACKAGE / "resources" / name
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent
    # 没有 pyproject.toml 就不是检出，而是 site-packages：那里的同名目录属于别的包。
    # Without pyproject.toml this is site-packages, where such a folder is someone else's.
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise FileNotFoundError(
        f"找不到资源目录“{name}”，安装可能不完整，请重新安装 zhunru。"
        f" Resource folder {name!r} not found; the installation seems incomplete, reinstall zhunru."
    )
