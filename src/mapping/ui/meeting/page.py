"""The meeting's agenda: which districts in which order, its link, and the button that presents it."""

from __future__ import annotations

from urllib.parse import urljoin

import streamlit as st

from mapping.model.markup import Markup, each, markup
from mapping.stats.change import Change
from mapping.ui.controls import distinct_labels, show_what_and_when
from mapping.ui.decisions.last_meeting import show_last_meeting
from mapping.ui.measure_filter import MeasureFilter, to_measures, words_with
from mapping.ui.meeting.agenda import agenda_query, keep_agenda, load_agenda
from mapping.ui.meeting.link import present_address, present_here
from mapping.ui.panels import load_style
from mapping.ui.state import Screen
from mapping.views.briefing.agenda import Agenda
from mapping.views.briefing.brief import Order, brief
from mapping.views.briefing.words import change_in_words, told_risk, told_totals

PICKED = "picked"
ORDERS = [*(str(order) for order in Order), PICKED]
WAYS = Markup(
    '<a class="present-main" href="{}" target="_blank" rel="noopener"><i aria-hidden="true"></i>{}</a>'
    '<p class="present-note">{}</p><div class="panel-title">{}</div>'
)


def show_meeting(screen: Screen) -> dict[str, str]:
    """What became of the last meeting's decisions; order or hand-picked districts on the left, the agenda that results on the right; gives back what the link adds."""
    load_style("meeting")
    agenda = load_agenda(screen)
    show_last_meeting(screen)
    show_what_and_when(screen)
    left, right = st.columns([0.4, 0.6], gap="large")
    with left:
        _show_choice(screen, agenda)
        _show_ways(screen, agenda)
    with right:
        _show_agenda(screen, agenda)
    return agenda_query(agenda)


def _show_choice(screen: Screen, agenda: Agenda) -> None:
    st.session_state["w_order"] = PICKED if agenda.order is None else str(agenda.order)
    st.radio(
        screen.text("meeting.order"), ORDERS, key="w_order", format_func=lambda one: screen.text(f"meeting.{one}"),
        on_change=lambda: _order(screen, agenda, st.session_state["w_order"]),
    )  # fmt: skip
    if agenda.order is None:
        st.session_state["w_picked"] = list(agenda.picked)
        districts = screen.snapshot.children(screen.snapshot.region).index.tolist()
        st.multiselect(
            screen.text("meeting.pick"), districts, key="w_picked",
            format_func=distinct_labels(districts, screen.area_name).__getitem__, placeholder=screen.text("meeting.pick_hint"),
            on_change=lambda: keep_agenda(screen, None, tuple(st.session_state["w_picked"])),
        )  # fmt: skip


def _order(screen: Screen, agenda: Agenda, chosen: str) -> None:
    """Another order; to pick by hand one begins with the districts picked before."""
    keep_agenda(screen, None if chosen == PICKED else Order(chosen), agenda.picked)


def _show_ways(screen: Screen, agenda: Agenda) -> None:
    if agenda.order is None and not agenda.picked:
        st.info(screen.text("meeting.nothing"))
        return
    words = (screen.text(f"meeting.{name}") for name in ("present", "present_note", "link"))
    st.html(WAYS.format(present_here(screen, agenda), *words))
    st.code(urljoin(st.context.url or "", present_address(screen, agenda)), language=None, wrap_lines=True)


def _show_agenda(screen: Screen, agenda: Agenda) -> None:
    selection, snapshot, lang = screen.selection, screen.snapshot, screen.lang
    items = []
    for code in agenda.districts(snapshot, selection):
        district = brief(snapshot, code, selection.indicator, selection.group, selection.period)
        change = change_in_words(district.figures[0], lang)
        if district.figures[0].label is Change.CANNOT_TELL:
            change = screen.text("meeting.unsure", change=change)
        totals = _linked_totals(screen, code, told_totals(district, lang))
        sentence = words_with("meeting.row", lang, **totals, risk=told_risk(district, lang)["risk"], change=change)
        items.append((code, screen.area_name(code), sentence))
    listed = each('<li data-code="{}"><strong>{}</strong><span>{}</span></li>', items)
    title = screen.text("meeting.title")
    st.html(markup('<div class="panel-title">{}</div><ol class="agenda">{}</ol>', title, listed))


def _linked_totals(screen: Screen, district: str, totals: dict[str, str]) -> dict[str, str]:
    """Overdue, asked and cancelled of a district in the quarter, each with the way to its list."""
    quarter = str(screen.selection.period.last)

    def listed(state: str, words: str) -> Markup:
        return to_measures(screen, words, MeasureFilter(quarter=quarter, state=state), area=district)

    beside = markup(" ({})", listed("cancelled", totals["beside"])) if totals["beside"] else Markup()
    return {
        "overdue": listed("overdue", totals["overdue"]),
        "asked": listed("asked", totals["asked"]),
        "beside": beside,
    }
