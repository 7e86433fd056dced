"""My work: what whoever holds posts has to do now, one measure a card, made for a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from mapping.access.person import NO_AGENCY, Person
from mapping.live.reminders.due import due_parts
from mapping.live.reports.report import Act, Report
from mapping.live.waiting import since_the_last_answer
from mapping.model import wording
from mapping.model.markup import Markup, joined, markup
from mapping.ui.components import component
from mapping.ui.measure_filter import MeasureFilter, to_measures
from mapping.ui.panels import load_style
from mapping.ui.people.words import post_words
from mapping.ui.person import person
from mapping.ui.reporting import form_told, judged_told
from mapping.ui.state import Screen, take_choice
from mapping.ui.work.cards import cards_told
from mapping.ui.work.confirming import to_confirm
from mapping.ui.work.form import show_form
from mapping.views.oversight.duties import held_by
from mapping.views.oversight.situation import measures_under

KEY = "mine"
DUE_WITHIN = 7
"""Days of the week to come."""
CARDS = 20
"""So many of each part are shown at first, of the later ones none, and so many more each time."""


def show_mine(screen: Screen) -> None:
    """What is overdue, due within a week, returned, and waits for one's own confirmation; below it the posts, with the way to all of their measures."""
    load_style("work")
    who = person()
    if not who.posts:
        st.info(screen.text("work.no_posts"), icon=":material/badge:")
        return
    parts = parts_of(screen, who)
    with st.container(key="mine_form", horizontal=True, horizontal_alignment="right"):
        show_form(screen, areas=sorted({one.area for one in who.posts}))
    component("mine")(key=KEY, data=_told(screen, parts), on_more_change=_show_more)
    st.html(
        markup('<section class="held"><h2>{}</h2><ul>{}</ul></section>', screen.text("work.posts"), _posts(screen, who))
    )


def parts_of(screen: Screen, who: Person) -> dict[str, pd.DataFrame]:
    """The measures of one who holds posts, by the part of the page in which they stand, the most urgent first; one's own stand in one each."""
    posts = frozenset((one.area, "" if one.agency == NO_AGENCY else one.agency, one.post) for one in who.posts)
    parts = due_parts(held_by(screen.snapshot, posts), DUE_WITHIN)
    later = parts.pop("later")
    return {**parts, "confirm": to_confirm(screen, who), "later": later}


def _told(screen: Screen, parts: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    return {
        "title": screen.text("page.mine"),
        "parts": [_part(screen, name, rows) for name, rows in parts.items()],
        "judged": judged_told(screen),
        "nothing": screen.text("work.nothing"),
        "form": form_told(screen),
        "until": screen.selection.seq,
    }


def _part(screen: Screen, name: str, rows: pd.DataFrame) -> dict[str, Any]:
    shown = st.session_state.get(_kept(name), _at_first(name))
    is_mine = name != "confirm"
    cards = cards_told(screen, rows.head(shown), _last_words if is_mine else since_the_last_answer)
    more = min(len(rows) - shown, CARDS)
    return {
        "name": name,
        "title": screen.text(f"work.{name}"),
        "count": wording.number(len(rows), screen.lang),
        "cards": cards,
        "is_counted": name != "later",
        "ways": ["report"] if is_mine else ["confirm", "return"],
        "more": screen.text("work.more", count=wording.number(more, screen.lang)) if more > 0 else "",
    }


def _last_words(reports: Sequence[Report]) -> Sequence[Report]:
    """The last report, and before it the reason for which the measure was returned, where it still stands."""
    since = since_the_last_answer(reports)
    answer = reports[len(reports) - len(since) - 1] if len(since) < len(reports) else None
    returned = [answer] if answer is not None and answer.act is Act.RETURN else []
    return [*returned, *since[-1:]]


def _posts(screen: Screen, who: Person) -> Markup:
    """Each post with the number of all its measures, which leads to them."""
    return joined(_post(screen, who, place) for place in range(len(who.posts)))


def _post(screen: Screen, who: Person, place: int) -> Markup:
    post = sorted(who.posts)[place]
    only = MeasureFilter(state="asked", post=post.post, agency="" if post.agency == NO_AGENCY else post.agency)
    number = len(only.keep(measures_under(screen.snapshot, post.area)))
    words = screen.text("work.all", count=wording.number(number, screen.lang))
    return markup(
        "<li>{} · {}</li>",
        post_words(screen, post),
        to_measures(screen, words, only, area=post.area) if number else words,
    )


def _kept(name: str) -> str:
    return f"mine_{name}"


def _show_more() -> None:
    """More cards of the part that the browser names; it may send anything."""
    name = getattr(st.session_state.get(KEY), "more", None)
    if isinstance(name, str):
        take_choice()
        st.session_state[_kept(name)] = st.session_state.get(_kept(name), _at_first(name)) + CARDS


def _at_first(name: str) -> int:
    return 0 if name == "later" else CARDS
