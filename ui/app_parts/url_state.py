"""页面状态写在网址里，同一链接给出同一画面。 A page's state in its URL: one link, one view."""

from collections.abc import Collection, Iterable, Mapping

import streamlit as st

from app_parts.language import PARAMETER as LANGUAGE


class PageUrl:
    """The URL of a page, read before its widgets are made and written after.

    Widgets follow the URL only where it changed behind the page's back: on the first visit, by a
    link, or with the back button. Otherwise the URL follows the widgets.
    """

    def __init__(self, page: str) -> None:
        self._token = f"url of {page}"
        self._given = {k: v for k, v in st.query_params.to_dict().items() if k != LANGUAGE}
        self.changed = self._given != st.session_state.get(self._token)

    def get(self, name: str) -> str | None:
        """Return a parameter of the URL."""
        return self._given.get(name)

    def items(self) -> Iterable[tuple[str, str]]:
        """Return every parameter of the URL, the language left out."""
        return self._given.items()

    def seed(self, key: str, name: str, allowed: Collection[str] | None = None) -> None:
        """Give a widget that is not yet made the value from the URL, if the URL changed.

        Args:
            key: The key of the widget.
            name: The parameter of the URL.
            allowed: The values the widget can take; None for any.
        """
        if not self.changed:
            return
        value = self._given.get(name)
        if value is not None and (allowed is None or value in allowed):
            st.session_state[key] = value
        else:
            st.session_state.pop(key, None)

    def keep(self, values: Mapping[str, str | None]) -> None:
        """Write the state of the page into the URL; empty values are left out."""
        wanted = {name: value for name, value in values.items() if value}
        spoken = st.query_params.get(LANGUAGE)
        everything = {**wanted, LANGUAGE: spoken} if spoken else wanted
        if st.query_params.to_dict() != everything:
            st.query_params.from_dict(everything)
        st.session_state[self._token] = wanted
