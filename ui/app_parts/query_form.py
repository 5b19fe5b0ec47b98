"""现成问题的表单。 Forms for the saved queries, built from their headers."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Final

import streamlit as st

from app_parts.column_heading import heading
from app_parts.language import named, said
from app_parts.query_words import HAN, chinese, half
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.ask import ask
from zhunru.queries import Parameter, SavedQuery, saved_queries
from zhunru.query_themes import theme_name, themes

QUERY: Final = "query.name"
THEME: Final = "query.theme"


def choose_query(url: PageUrl) -> SavedQuery:
    """Let the user choose a theme and a saved query; the query's name is `query` in the URL."""
    queries = saved_queries()
    url.seed(QUERY, "query", queries)
    if url.changed and QUERY in st.session_state:
        st.session_state[THEME] = queries[st.session_state[QUERY]].theme
    first = next(iter(themes()))
    if st.session_state.get(THEME) not in themes():
        st.session_state[THEME] = first
    theme = st.segmented_control(
        said("主题", "Theme"),
        list(themes()),
        format_func=lambda theme: named(theme_name(theme)),
        key=THEME,
        required=True,
        label_visibility="collapsed",
    )
    names = [one.name for one in themes()[theme or first]]
    if st.session_state.get(QUERY) not in names:
        st.session_state[QUERY] = names[0]
    name = st.selectbox(
        said(f"问题（{len(names)} 个）", f"Question ({len(names)})"),
        names,
        format_func=lambda one: half(queries[one].summary),
        key=QUERY,
    )
    query = queries[name]
    tags = " ".join(f":gray-badge[{plain(half(tag))}]" for tag in (query.name, *query.tags))
    told = "".join(line for line in query.description.splitlines() if HAN.search(line))
    first, stop, rest = told.partition("。")
    st.caption(f"{plain(first + stop)}　{tags}")
    if rest:
        with st.expander(said("怎样填，怎样读", "How to fill in and read it")):
            st.write(plain(rest))
    return query


def fill_in(query: SavedQuery, url: PageUrl) -> dict[str, str | int]:
    """Let the user fill in the parameters; each is a parameter of the URL by its own name.

    Returns:
        A value per parameter. Text that has no default may be empty: binding then tells.
    """
    if not query.parameters:
        return {}
    columns = st.columns(min(len(query.parameters), 4))
    return {
        parameter.name: _widget(query, parameter, url, columns[place % len(columns)])
        for place, parameter in enumerate(query.parameters)
    }


def _widget(
    query: SavedQuery,
    parameter: Parameter,
    url: PageUrl,
    column: st.delta_generator.DeltaGenerator,
) -> str | int:
    key = f"query.{query.name}.{parameter.name}"
    title = heading(parameter.name)
    hint = said(f"查询文本中的参数 {parameter.name}", f"Parameter {parameter.name} of the query")
    if parameter.choices:
        labels = _labels(parameter)
        url.seed(key, parameter.name, labels)
        if key not in st.session_state:
            st.session_state[key] = _default_choice(parameter)
        return str(
            column.selectbox(
                title, list(labels), format_func=lambda one: labels[one], key=key, help=hint
            )
        )
    url.seed(key, parameter.name)
    if parameter.kind == "integer":
        given = str(st.session_state.get(key, parameter.default or 0))
        usual = int(parameter.default or 0)
        st.session_state[key] = int(given) if re.fullmatch(r"-?\d{1,9}", given) else usual
        return int(column.number_input(title, step=1, key=key, help=hint))
    if key not in st.session_state:
        st.session_state[key] = str(parameter.default or "")
    return str(column.text_input(title, key=key, help=hint)).strip()


def _labels(parameter: Parameter) -> dict[str, str]:
    """Return what the choices are called; an empty default stands for all."""
    labels = {choice.value: _choice_name(choice.label) for choice in parameter.choices}
    return {"": said("全部", "all"), **labels} if parameter.default == "" else labels


@cache
def _choice_name(label: str) -> str:
    """Name a choice in Chinese; one that is a bare notation, by the concept that has it."""
    if HAN.search(chinese(label)):
        return chinese(label)
    named = ask(
        f"""SELECT DISTINCT ?name WHERE {{
          ?concept skos:notation {json.dumps(label)} ; skos:prefLabel ?name
          FILTER(LANG(?name) = "zh") }}"""
    ).rows
    return str(named[0][0]) if len(named) == 1 else label


def _default_choice(parameter: Parameter) -> str:
    default = str(parameter.default if parameter.default is not None else "").lower()
    fitting = (one.value for one in parameter.choices if default in one.names)
    return next(fitting, "" if parameter.default == "" else parameter.choices[0].value)
