"""比较页，不经浏览器。 The compare page, opened without a browser."""

import json

import pytest
from page_words import html_of, links, texts, words

from app_parts.compare_bars import bars
from app_parts.compare_figures import comparisons, figure_matrix, grades, roles
from app_parts.compare_heat_map import cell_text, heat_map, places
from app_parts.compare_network import part_of_network, whole_network
from app_parts.compare_network_chart import network_chart
from app_parts.documents import documents
from zhunru.editions.diff import diff
from zhunru.overlap_network.network import Narrowing
from zhunru.wording import clause_numbers, sentence

ROLE, GRADE = "independent-operator", "4"
OLD = next(one for one in documents().values() if one.successor)


@pytest.fixture(scope="module")
def found():
    return figure_matrix(ROLE, GRADE, True)


@pytest.fixture(scope="module")
def shared(found):
    """A line of several techniques, with a cell of it and a technique that has none."""
    line = max(found.lines, key=lambda one: (len(one.cells), one.key))
    cell = next(iter(line.cells.values()))
    gap = next(one for one in found.lines if 1 < len(one.cells) < len(found.techniques))
    missing = next(one for one in found.techniques if one.iri not in gap.cells)
    return line, cell, gap, missing


def view(app):
    return app.session_state["compare.view"]


def in_url(app, name):
    """A parameter of the URL."""
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


# 矩阵 The matrix


def test_it_opens_with_the_matrix_of_the_usual_bearer(open_page, found):
    app = open_page("compare")
    assert view(app) == "matrix"
    assert app.selectbox(key="compare.role").value == ROLE
    assert app.selectbox(key="compare.grade").value == GRADE
    assert app.selectbox(key="compare.line").options == [one.label.zh for one in found.lines]
    assert "空格" in texts(app.caption)
    assert in_url(app, "view") == "matrix"


def test_a_link_to_a_cell_shows_what_is_behind_it(open_page, shared):
    line, cell, _, _ = shared
    technique = cell.technique.notation
    app = open_page("compare", view="matrix", line=line.key, technique=technique)
    for row in cell.rows:
        assert sentence(row.requirement).zh in words(app)
        assert clause_numbers(row.clauses) in words(app)
        assert row.requirement.quotes[0] in words(app)
        assert row.regulation.label.zh.split("（")[0] in texts(app.caption)
    assert documents()[cell.rows[0].regulation.iri.rsplit("/", 1)[1]].title in links(app)
    assert in_url(app, "line") == line.key


def test_a_cell_without_requirement_says_so_and_who_has_one(open_page, shared):
    _, _, gap, missing = shared
    app = open_page("compare", line=gap.key, technique=missing.notation)
    assert "没有这一项" in app.info[0].value
    assert gap.table.techniques[0].label.zh in app.info[0].value
    assert 'class="zr-card"' not in html_of(app)


def test_the_keyboard_chooses_a_cell_by_its_line_and_column(open_page, shared):
    line, cell, _, _ = shared
    app = open_page("compare")
    assert "点一格" in app.info[0].value
    app.selectbox(key="compare.line").set_value(line.key)
    app.selectbox(key="compare.technique").set_value(cell.technique.notation).run()
    assert sentence(cell.rows[0].requirement).zh in words(app)
    assert in_url(app, "technique") == cell.technique.notation


def test_closing_the_panel_gives_the_cell_up(open_page, shared):
    line, cell, _, _ = shared
    app = open_page("compare", line=line.key, technique=cell.technique.notation)
    app.button(key="compare.close").click().run()
    assert sentence(cell.rows[0].requirement).zh not in words(app)
    assert app.selectbox(key="compare.line").value is None
    assert "line" not in app.query_params


def test_what_the_link_names_wrongly_is_given_up(open_page):
    app = open_page("compare", view="nothing", role="nobody", grade="9", line="x", technique="y")
    assert view(app) == "matrix"
    assert app.selectbox(key="compare.role").value == ROLE
    assert app.selectbox(key="compare.line").value is None
    assert "line" not in app.query_params


def test_the_toggle_adds_what_binds_indirectly(open_page, found):
    app = open_page("compare")
    app.toggle(key="compare.everything").set_value(True).run()
    everything = figure_matrix(ROLE, GRADE, False)
    assert len(app.selectbox(key="compare.line").options) == len(everything.lines)
    assert len(everything.lines) > len(found.lines)
    assert in_url(app, "all") == "1"
    again = open_page("compare", all="1")
    assert again.toggle(key="compare.everything").value is True


def test_a_bearer_without_figures_is_told_what_to_change(open_page):
    bare = next(
        (role, grade)
        for role in roles()
        for grade in grades()
        if not figure_matrix(role, grade, True).lines
    )
    app = open_page("compare", role=bare[0], grade=bare[1])
    assert "换一类承担者" in app.info[0].value


def test_the_chart_and_the_table_hold_the_same_figures(open_page, found):
    chart = heat_map(found, None)
    items = chart["series"][0]["data"]
    assert len(items) == len(places(found)) == sum(len(one.cells) for one in found.lines)
    frame = open_page("compare").dataframe[0].value
    for item in items:
        column, row, shade = item["value"]
        line, technique = found.lines[row], found.techniques[column]
        cell = line.cells[technique.iri]
        assert frame.iloc[row, column + 1] == cell_text(cell)
        assert cell_text(cell) in item["name"]
        assert shade == pytest.approx(cell.strictness or 0, abs=1e-3)
    empty = [text for text in frame.to_numpy().ravel() if text == ""]
    assert len(empty) == frame.size - len(frame) - len(items)


def test_the_chosen_cell_is_framed(found):
    place = places(found)[3]
    items = heat_map(found, place)["series"][0]["data"]
    framed = [at for at, one in enumerate(items) if one.get("itemStyle", {}).get("borderWidth")]
    assert framed == [3]


def test_charts_are_plain_json(found):
    table = comparisons(ROLE, GRADE)["title"][1].tables[0]
    shown, at = part_of_network(Narrowing())
    for spec in (heat_map(found, None), bars(table, None),
                 network_chart(shown, at, whole_network(), None)):  # fmt: skip
        assert json.loads(json.dumps(spec, allow_nan=False)) == spec


# 从严到宽 Strictest to mildest


def test_one_measure_from_the_strictest_on(open_page):
    app = open_page("compare", view="strictness", measure="cases")
    table = comparisons(ROLE, GRADE)["cases"][1].tables[0]
    frame = app.dataframe[0].value
    assert list(frame["名次"]) == [str(row.rank) for row in table.rows]
    assert list(frame["数值"]) == [row.figure.zh for row in table.rows]
    assert list(frame["条款"]) == [clause_numbers(row.clauses) for row in table.rows]
    assert table.unruled[0].label.zh in texts(app.caption)
    lengths = [item["value"] for item in bars(table, None)["series"][0]["data"]]
    assert lengths == sorted(lengths, reverse=True)


def test_a_link_to_a_requirement_shows_it(open_page):
    row = comparisons(ROLE, GRADE)["title"][1].tables[0].rows[0]
    key = row.requirement.iri.split("/requirement/")[1]
    app = open_page("compare", view="strictness", measure="title", requirement=key)
    assert sentence(row.requirement).zh in words(app)
    assert in_url(app, "requirement") == key


def test_an_upper_bound_is_stricter_the_smaller(open_page):
    role, measure = next(
        (role, key)
        for role in roles()
        for key, (_, comparison) in comparisons(role, GRADE).items()
        if comparison.tables[0].rows[0].rank == 1
        and all(one.bounds.maximum is not None for one in comparison.tables[0].rows)
    )
    app = open_page("compare", view="strictness", role=role, measure=measure)
    assert "数字越小越严" in texts(app.caption)


def test_another_measure_starts_with_its_first_kind_of_figures(open_page):
    app = open_page("compare", view="strictness", measure="cases")
    second = _groups("cases")[1]
    app.selectbox(key="compare.group").set_value(second).run()
    assert in_url(app, "group") == second
    app.selectbox(key="compare.measure").set_value("title").run()
    assert "group" not in app.query_params


def _groups(measure):
    tables = comparisons(ROLE, GRADE)[measure][1].tables
    return [
        min(row.requirement.iri.split("/requirement/")[1] for row in table.rows) for table in tables
    ]


# 两版 Editions


def test_changes_are_marked_by_word_and_sign_with_both_clauses(open_page):
    app = open_page("compare", view="editions", kinds="tightened")
    change = next(
        one
        for one in diff(OLD.key, OLD.successor).conditions
        if [kind.notation for kind in one.kinds] == ["tightened"]
    )
    assert "▲ 收紧" in words(app)
    for side in (change.before, change.after):
        assert clause_numbers(side[0].clauses) in words(app)
        assert side[0].words.zh in words(app)
    assert change.curated.reason.zh in words(app)
    assert "▽ 放宽" not in words(app)


def test_what_did_not_change_is_shown_on_request(open_page):
    app = open_page("compare", view="editions", part="entries")
    kinds = app.button_group(key="compare.kinds.entries")
    assert "unchanged" not in kinds.value
    assert "kinds" not in app.query_params
    kinds.set_value(["unchanged"]).run()
    assert in_url(app, "kinds") == "unchanged"
    assert "＝ 不变" in words(app)
    assert "↑ 级别上调" not in words(app)


def test_words_narrow_the_changes_and_nothing_left_is_told(open_page):
    app = open_page("compare", view="editions", words="没有这样的词")
    assert "多选几类" in app.info[0].value
    app.text_input(key="compare.words").set_value("").run()
    assert not app.info
    everything = len(app.dataframe[0].value)
    app.text_input(key="compare.words").set_value("职称").run()
    assert 0 < len(app.dataframe[0].value) < everything


def test_many_changes_are_shown_in_two_steps(open_page):
    app = open_page("compare", view="editions")
    total = len(app.dataframe[0].value)
    first = html_of(app).count('class="zr-sides"')
    assert 0 < first < total
    app.toggle(key="compare.more").set_value(True).run()
    assert in_url(app, "more") == "1"
    assert html_of(app).count('class="zr-sides"') == total


# 重叠 Overlaps


def test_the_network_and_its_table_tell_the_same(open_page):
    app = open_page("compare", view="overlaps", differ="1")
    shown, at = part_of_network(Narrowing(disagreeing=True))
    frame = app.dataframe[0].value
    assert len(frame) == len(shown.overlaps)
    assert set(frame["级别"]) == {"不一致"}
    series = network_chart(shown, at, whole_network(), None)["series"][0]
    assert [one["id"] for one in series["data"]] == [one.key for one in shown.procedures]
    assert len(series["links"]) == len(shown.overlaps)


def test_kinds_and_techniques_are_told_apart_without_colour():
    shown, at = part_of_network(Narrowing())
    series = network_chart(shown, at, whole_network(), None)["series"][0]
    lines = {one.closeness: link["lineStyle"]["type"]
             for one, link in zip(shown.overlaps, series["links"], strict=True)}  # fmt: skip
    assert len(set(lines.values())) == len(lines) == 3
    symbols = {one.technique: node["symbol"]
               for one, node in zip(shown.procedures, series["data"], strict=True)}  # fmt: skip
    assert len(set(symbols.values())) == len(symbols)


def test_a_pair_shows_both_sides_conditions_and_leads_to_browse(open_page):
    pair = next(one for one in part_of_network(Narrowing())[0].overlaps if one.differs)
    app = open_page("compare", view="overlaps", pair=pair.key)
    assert pair.reason.zh in words(app)
    assert "级别不一致" in words(app)
    for end in pair.ends:
        assert end.name in words(app)
        assert end.name in links(app).replace("\\", "")
    role = app.selectbox(key="compare.pair_role")
    assert role.value in roles()
    assert in_url(app, "bearer") == role.value
    assert html_of(app).count('class="zr-card"') > 2


def test_another_bearer_of_a_pair(open_page):
    pair = whole_network().overlaps[0]
    app = open_page("compare", view="overlaps", pair=pair.key, bearer="institution", old="1")
    assert app.selectbox(key="compare.pair_role").value == "institution"


def test_a_procedure_lists_its_own_overlaps_and_all_again(open_page):
    shown, _ = part_of_network(Narrowing())
    node = max(shown.procedures, key=lambda one: len(shown.of(one.key)))
    app = open_page("compare", view="overlaps", node=node.key)
    assert len(app.dataframe[0].value) == len(shown.of(node.key))
    app.button[0].click().run()
    assert len(app.dataframe[0].value) == len(shown.overlaps)
    assert "node" not in app.query_params


def test_filters_stand_in_the_link_and_nothing_left_is_told(open_page):
    app = open_page("compare", view="overlaps", one="respiratory-endoscopy",
                    other="thoracic-endoscopy")  # fmt: skip
    wanted = Narrowing(("respiratory-endoscopy", "thoracic-endoscopy"))
    assert len(app.dataframe[0].value) == len(part_of_network(wanted)[0].overlaps)
    app.text_input(key="compare.overlap_words").set_value("没有这样的手术").run()
    assert "放宽" in app.info[0].value
    assert in_url(app, "words") == "没有这样的手术"
    assert in_url(app, "one") == "respiratory-endoscopy"


@pytest.mark.parametrize("name", ["matrix", "strictness", "editions", "overlaps"])
def test_every_view_speaks_english_on_request_and_offers_a_table(open_page, name):
    app = open_page("compare", view=name, lang="en")
    assert app.title[0].value == "Compare"
    assert len(app.dataframe) == 1
    assert "Download the table (CSV)" in [one.proto.label for one in app.get("download_button")]
    assert all(column.isascii() for column in app.dataframe[0].value.columns) or name == "matrix"
