"""页面状态写在网址里，同一链接给出同一画面。 A page's state in its URL: one link, one view."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import streamlit as st

from app_parts.language import PARAMETER as LANGUAGE
from app_parts.language import language

#: 记住前几个网址。 So many earlier URLs are remembered.
_REMEMBERED: Final = 5
#: Where the session keeps which page was shown last, and in which language.
_SHOWN: Final = "page shown"


class PageUrl:
    """The URL of a page, read before its widgets are made and written after.

    Widgets follow the URL only where it changed behind the page's back: on the first visit, by a
    link, with the back button, on coming back from another page, or in another language, in which
    choices have other names. Otherwise the URL follows the widgets. A link without parameters leads
    back to the page as it was left.

    The keys of the page's widgets begin with its name and a point.
    """

    def __init__(self, page: str) -> None:
        self._page = page
        self._token = f"url of {page}"
        self._before = f"urls before that of {page}"
        self._widgets = f"widgets at the url of {page}"
        self._given = {k: v for k, v in st.query_params.to_dict().items() if k != LANGUAGE}
        # 离开过的页，控件的值已经没有了。 A page that was left has lost the values of its widgets.
        shown = page, language()
        left = st.session_state.get(_SHOWN) != shown
        st.session_state[_SHOWN] = shown
        if left and not self._given:
            # 侧栏的链接不带参数：照离开时的样子。 The sidebar leads back to what was left.
            self._given = dict(st.session_state.get(self._token, {}))
        known = self._given == st.session_state.get(self._token)
        self.changed = left or (not known and not self._lags())

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

    def keep(self, values: Mapping[str, str | None], *, empty: bool = False) -> None:
        """Write the state of the page into the URL.

        Args:
            values: The parameters; those that are None are left out.
            empty: Whether empty texts are kept, because a default would take their place.
        """
        wanted = {name: one for name, one in values.items() if one or (empty and one is not None)}
        spoken = st.query_params.get(LANGUAGE)
        everything = {**wanted, LANGUAGE: spoken} if spoken else wanted
        if st.query_params.to_dict() != everything:
            st.query_params.from_dict(everything)
        last = st.session_state.get(self._token)
        if last is not None and last != wanted:
            before = st.session_state.get(self._before, ())
            st.session_state[self._before] = (*before, last)[-_REMEMBERED:]
        st.session_state[self._token] = wanted
        st.session_state[self._widgets] = self._states()

    def _lags(self) -> bool:
        """Tell whether the browser just has not caught up with the URL that was last written.

        Somebody who is quick moves a slider again before that; the URL is an earlier one then, as
        with the back button, but a widget has changed.
        """
        if self._given not in st.session_state.get(self._before, ()):
            return False
        now, then = self._states(), st.session_state.get(self._widgets, {})
        # 按钮松开不算。 A button that is released is no change.
        return any(
            then[key] != state and (then[key], state) != ("True", "False")
            for key, state in now.items()
            if key in then
        )

    def _states(self) -> dict[str, str]:
        prefix = f"{self._page}."
        return {
            str(key): repr(state)
            for key, state in st.session_state.items()
            if str(key).startswith(prefix)
        }
