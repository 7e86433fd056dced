"""What became of the last meeting's decisions, with which the next one begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from mapping.live.decisions.became import Became, became, counted, last_meeting
from mapping.live.decisions.journal import read_journal
from mapping.live.decisions.offers import names_of
from mapping.live.decisions.told import post_name
from mapping.measures.progress import State
from mapping.model import wording
from mapping.model.markup import Markup, joined
from mapping.ui.panels import load_style
from mapping.ui.state import Screen

BLOCK = Markup('<details class="last-meeting" {}><summary><b>{}</b> {}</summary><ol>{}</ol></details>')
ITEM = Markup('<li data-decision="{}"><span class="where">{}</span><p>{}</p><small>{}</small>{}</li>')
STATE = Markup('<span class="became"><i class="state-{}"></i>{}</span>')


def show_last_meeting(screen: Screen, *, is_open: bool = True) -> None:
    """The decisions of the last meeting before today for the area looked at, and how the measures stand that they are by now; nothing where there was none."""
    area = screen.selection.area
    taken = [one for one in read_journal(screen.snapshot.home).latest if one.concerns(area)]
    meeting = last_meeting(taken, date.today())
    if meeting is None:
        return
    load_style("last_meeting")
    found = became(screen.snapshot, taken, meeting)
    title = screen.text("decision.became", day=wording.day(meeting, screen.lang))
    numbers = joined(_state(screen, state, f": {number}") for state, number in counted(found).items())
    items = joined(_item(screen, one) for one in found)
    st.html(BLOCK.format(Markup("open") if is_open else Markup(), title, numbers, items))


def _item(screen: Screen, one: Became) -> Markup:
    content = one.decision.content
    names = names_of(screen.snapshot, [content.area, *content.mahallas], screen.lang)
    who = post_name(screen.snapshot, one.decision, screen.lang)
    until = screen.text("decision.became_until", who=who, day=wording.day(content.deadline, screen.lang))
    states: Mapping[str, State | None] = one.states or {"": None}
    is_alone = list(one.states) == [content.area]
    stands = joined(
        _state(screen, state, f": {names[code]}" if code and not is_alone else "") for code, state in states.items()
    )
    return ITEM.format(one.decision.id, names[content.area], content.text, until, stands)


def _state(screen: Screen, state: State | None, more: str) -> Markup:
    """A state with its sign, and what stands beside it."""
    words = screen.text(f"state.{state}") if state else screen.text("decision.became_nothing")
    return STATE.format(state or "none", f"{words}{more}")
