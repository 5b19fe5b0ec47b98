"""模拟：门槛动一动，谁得谁失。 Move thresholds and see who gains and who loses."""

import streamlit as st

from app_parts.first_reading import wait_for_graph
from app_parts.language import half, said
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from app_parts.whatif_moves import Moves, forget_moves, kept_moves, settings_of, texts_of
from app_parts.whatif_moves import in_url as moves_in_url
from app_parts.whatif_pickers import choose_criterion
from app_parts.whatif_pickers import in_url as criterion_in_url
from app_parts.whatif_population import Chosen, choose_population
from app_parts.whatif_result import (
    choose_dimension,
    downloads,
    show_changes,
    show_names,
    show_tally,
    show_totals,
)
from app_parts.whatif_sliders import move
from zhunru.criterion import Criterion
from zhunru.errors import UserError
from zhunru.whatif.effects import Population
from zhunru.whatif.movable import command, foreseen, movables

url = PageUrl("whatif")


def thresholds(population: Population, criterion: Criterion, moves: Moves) -> None:
    """Show the thresholds of a criterion, to be moved."""
    st.header(said("门槛", "Thresholds"), anchor=False)
    with st.spinner(said("正在取证……", "Gathering evidence…")):
        population.foresee(foreseen(criterion))
        found = population.found(criterion.iri)
    if not found:
        st.info(
            "这批数据里没有人、没有项目按这一项标准校验：改动它不会有得失，除非别的标准引用它。",
            icon=":material/person_off:",
        )
    above = st.container()
    move(movables(criterion, found), moves)
    above.button(
        said("全部还原", "Reset"),
        on_click=forget_moves,
        disabled=not moves,
        icon=":material/restart_alt:",
    )


def result(population: Population, chosen: Chosen, moves: Moves) -> str | None:
    """Show what comes of the moves, and return what is tallied by."""
    st.header(said("得失", "Who gains and who loses"), anchor=False)
    if not moves:
        st.info(
            said("动一动门槛，这里就列出谁得谁失。", "Move a threshold to see the effect."),
            icon=":material/tune:",
        )
        return None
    try:
        found = population.effects(settings_of(moves))
    except UserError as error:
        st.error(plain(half(str(error))), icon=":material/error:")
        return None
    show_changes(found)
    if not found.rows:
        st.info("这批数据里没有人、没有项目受这些改动影响。", icon=":material/person_off:")
        return None
    show_totals(found.total)
    if len({row.criterion.iri for row in found.rows}) > 1:
        st.caption("也数入受这些改动牵连的其他标准，如要求有若干名合格医师的机构。")
    dimension = choose_dimension(url)
    show_tally(found, dimension)
    show_names(found)
    downloads(found, dimension)
    with st.expander(said("同样的命令行", "The same on the command line")):
        st.code(
            command(chosen.data, texts_of(moves), found.as_of), language="bash", wrap_lines=True
        )
    return dimension.value


st.title(said("模拟", "What if"), anchor=False)
st.write("把门槛调高、调低或取消，马上看到这批人和机构里谁因此符合、谁因此不再符合。")
wait_for_graph()
moves = kept_moves(url)
chosen = choose_population(url)
in_url = dict(chosen.in_url)
population = chosen.population
if population is not None:
    criterion = choose_criterion(url, population)
    st.caption(f"{said('统计截至', 'As of')} {population.as_of.isoformat()}")
    left, right = st.columns([2, 3], gap="large")
    with left.container(key="whatif-thresholds"):
        thresholds(population, criterion, moves)
    with right.container(key="whatif-result"):
        by = result(population, chosen, moves)
    in_url |= {**criterion_in_url(criterion), "by": by}
url.keep({**in_url, **moves_in_url(moves)})
