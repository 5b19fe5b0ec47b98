"""自己的查询在哪里运行，进行得怎样。 Where one's own queries run, and how they are getting on."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.language import said
from zhunru.query_runs import QueryRun, QueryRuns, State
from zhunru.remote import endpoint_from_environment

#: The run that the page shows, by its token.
TOKEN: Final = "query.token"
#: Most queries end within so many seconds: no need to show how they are getting on.
_AT_ONCE: Final = 1.0


def runs() -> QueryRuns:
    """Return the runs of this server, which all its users share."""
    endpoint = endpoint_from_environment()
    return _runs(str(endpoint.variables) if endpoint else "")


@st.cache_resource(show_spinner=False)
def _runs(endpoint: str) -> QueryRuns:
    return QueryRuns(endpoint_from_environment() if endpoint else None)


def start(text: str, seconds: float) -> QueryRun:
    """Start a query, in place of the one that this user may have running."""
    before = current()
    if before is not None:
        runs().cancel(before)
    run = runs().start(text, seconds)
    st.session_state[TOKEN] = run.token
    run.wait(_AT_ONCE)
    return run


def current() -> QueryRun | None:
    """Return the run that the page shows; None if there is none, or it is no longer kept."""
    token = st.session_state.get(TOKEN)
    return runs().find(token) if token else None


@st.fragment(run_every=0.5)
def show_progress(token: str) -> None:
    """Tell how long a run has taken, with a button to cancel it, until it has ended.

    Args:
        token: The token of the run.
    """
    run = runs().find(token)
    if run is None or run.state is not State.RUNNING:
        st.rerun()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            said(
                f"**正在查询**：已 {run.seconds:.0f} 秒，最多 {run.limit:.0f} 秒。",
                f"**Running**: {run.seconds:.0f} s of at most {run.limit:.0f} s.",
            ),
        )
        st.button(
            said("取消", "Cancel"),
            on_click=runs().cancel,
            args=(run,),
            key="query.cancel",
            icon=":material/stop_circle:",
        )
