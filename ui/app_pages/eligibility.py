"""资格：一名医师，缺什么、差多少、何时够。 One physician: what is missing, and when it suffices."""

import streamlit as st

from app_parts.eligibility_answers import forget_answers, in_url, kept_answers
from app_parts.eligibility_comparison import ALL, ONE, VIEW, show_comparison
from app_parts.eligibility_form import fill_in
from app_parts.eligibility_pickers import Choice, choose, grade_name, role_name
from app_parts.eligibility_print import print_button
from app_parts.eligibility_verdict import answers_in_print, show_findings, show_verdict
from app_parts.first_reading import wait_for_graph
from app_parts.language import named, said
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.not_in_force import not_yet_in_force
from zhunru.one_physician.answers import Answer
from zhunru.one_physician.form import form_for
from zhunru.one_physician.standing import stands

url = PageUrl("eligibility")


def one_technique(choice: Choice, answers: dict[str, Answer]) -> None:
    """Show the form beside the verdict, and every requirement below."""
    criterion = choice.bearer.criterion
    form = form_for(criterion)
    left, right = st.columns([3, 2], gap="large")
    with left.container(key="eligibility-form"):
        st.header(said("填写", "Fill in"), anchor=False)
        st.caption(said("不清楚的不必填。", "Leave empty what you do not know."))
        fill_in(form, answers)
    found = stands(criterion, answers, choice.as_of)
    with right.container(key="eligibility-verdict"):
        st.header(said("结论", "Result"), anchor=False)
        st.markdown(f"**{named(criterion.label)}**")
        st.caption(
            f"{named(choice.document.technique.label)} · "
            f"{grade_name(choice.document, choice.grade)} · {role_name(choice.bearer)} · "
            f"{said('截至', 'as of')} {choice.as_of.isoformat()}  \n"
            f"{named(criterion.regulation.label)}"
        )
        for remark in not_yet_in_force([criterion.regulation], choice.as_of):
            st.warning(plain(named(remark.finding)), icon=":material/event_busy:")
        show_verdict(found)
    st.html(answers_in_print(form, answers))
    st.header(said("逐项", "Requirement by requirement"), anchor=False)
    show_findings(found)


st.title(said("资格", "Eligibility"), anchor=False)
st.write("一名医师能不能做某一级、担任某一角色：缺什么、差多少、何时够。不必填姓名。")
wait_for_graph()
answers = kept_answers(url)
with st.container(key="eligibility-choice"):
    choice = choose(url)
    url.seed(VIEW, "view", (ONE, ALL))
    if st.session_state.get(VIEW) not in (ONE, ALL):
        st.session_state[VIEW] = ONE
    with st.container(horizontal=True, vertical_alignment="center"):
        names = {ONE: said("这一项", "This one"), ALL: said("对照各项技术", "All techniques")}
        view = st.segmented_control(
            said("看什么", "View"),
            [ONE, ALL],
            format_func=lambda one: names[one],
            key=VIEW,
            required=True,
            label_visibility="collapsed",
        )
        clearing = st.container(width="content")
        print_button()
if view == ALL:
    show_comparison(choice, answers)
else:
    one_technique(choice, answers)
clearing.button(
    said("全部清空", "Clear all"),
    on_click=forget_answers,
    disabled=not answers,
    icon=":material/restart_alt:",
)
st.caption(
    said(
        "网址里有所填的内容，发给同事打开就是同一画面。结论供参考，以规范原文和主管部门的解释为准。",
        "The address holds what was filled in: a link opens the same view.",
    )
)
url.keep({**choice.in_url, "view": ALL if view == ALL else None, **in_url(answers)})
