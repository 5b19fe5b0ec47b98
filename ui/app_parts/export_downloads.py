"""选定要导出的内容，逐个文件下载。 Choose what to export, and download it file by file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from app_parts.documents import techniques
from app_parts.language import half, named, said
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.errors import UserError
from zhunru.exporting.bundle import PARTS, bundle
from zhunru.exporting.content import Content
from zhunru.exporting.rebasing import Rebasing
from zhunru.namespaces import HOME

_ONLY: Final = "export.only"
_BASE: Final = "export.base"
_BUNDLE: Final = "zhunru.zip"
_SEPARATOR: Final = ","
_COLUMNS: Final = 3


@dataclass(frozen=True)
class Chosen:
    """What is to be exported.

    Attributes:
        techniques: Only what concerns these, by notation; everything if empty.
        base: What IRIs shall begin with; None to leave them.
        is_valid: Whether the base can be the beginning of an IRI.
    """

    techniques: tuple[str, ...]
    base: str | None
    is_valid: bool

    @property
    def in_url(self) -> dict[str, str | None]:
        """What goes into the URL."""
        return {"only": _SEPARATOR.join(self.techniques), "base": self.base}


def choose_content(url: PageUrl) -> Chosen:
    """Let the user choose techniques and a namespace: `only` and `base` in the URL."""
    labels = {notation: named(of[0].technique.label) for notation, of in techniques().items()}
    if url.changed:
        given = (url.get("only") or "").split(_SEPARATOR)
        st.session_state[_ONLY] = [one for one in given if one in labels]
    url.seed(_BASE, "base")
    left, right = st.columns(2)
    only = left.multiselect(
        said("只要这些技术", "Only these techniques"),
        list(labels),
        format_func=lambda one: labels[one],
        key=_ONLY,
        placeholder=said("不选就是全部", "All unless chosen"),
    )
    base = right.text_input(
        said("自家的 IRI 开头", "A namespace of your own"),
        key=_BASE,
        placeholder=HOME,
        help="机构内部使用时，可把 IRI 换成自家的开头；不填就不换。",
    ).strip()
    try:
        Rebasing(base or None)
    except UserError as error:
        st.error(plain(half(str(error))), icon=":material/error:")
        return Chosen(tuple(only), base, is_valid=False)
    return Chosen(tuple(only), base or None, is_valid=True)


def show_downloads(chosen: Chosen) -> None:
    """Offer each file, and all of them as one; each is written when it is asked for."""
    st.download_button(
        said("下载全部（压缩包，附校验和与 DCAT 描述）", "Download all, with checksums and DCAT"),
        data=partial(_written, _BUNDLE, chosen),
        file_name=_BUNDLE,
        mime="application/zip",
        on_click="ignore",
        type="primary",
        disabled=not chosen.is_valid,
        icon=":material/folder_zip:",
    )
    st.caption("文件在点击时写出；全部一起约需半分钟。同样的内容，每次写出的逐字节相同。")
    columns = st.columns(_COLUMNS)
    for place, (name, part) in enumerate(PARTS.items()):
        columns[place % _COLUMNS].download_button(
            said(part.title.zh, name),
            data=partial(_written, name, chosen),
            file_name=name,
            mime=part.media_type,
            on_click="ignore",
            disabled=not chosen.is_valid,
            help=name,
            icon=":material/download:",
            width="stretch",
        )


@st.cache_resource(max_entries=16, show_spinner=False)
def _written(name: str, chosen: Chosen) -> bytes:
    content = _content(chosen)
    return bundle(content) if name == _BUNDLE else PARTS[name].write(content)


@st.cache_resource(max_entries=2, show_spinner=False)
def _content(chosen: Chosen) -> Content:
    return Content(techniques=chosen.techniques, base=chosen.base)
