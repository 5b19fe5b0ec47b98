"""服务器的各项工作，各页共用。 The jobs of the server, shared by its pages."""

import streamlit as st

from zhunru.jobs import Jobs


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """Return the jobs of this server; each is had by its token only."""
    return Jobs()
