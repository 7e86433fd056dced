"""Waiting: what was reported done and not confirmed, by district, the longest waiting first; confirmed many at once after a look."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from mapping.live.view import LiveView
from mapping.live.waiting import since_the_last_answer
from mapping.model import wording
from mapping.model.clock import HERE
from mapping.model.levels import DISTRICT_DIGITS
from mapping.model.markup import each, markup
from mapping.ui.components import component
from mapping.ui.links import along, page_path
from mapping.ui.panels import load_style
from mapping.ui.person import person
from mapping.ui.reporting import confirms_in, form_told, may_report_on, unfilled
from mapping.ui.state import Screen, apart
from mapping.ui.work.cards import cards_told
from mapping.ui.work.confirming import waiting_for

KEY = "waiting"
_WORDS = (
    "own",
    "choose",
    "choose_all",
    "chosen",
    "look",
    "clear",
    "review",
    "confirm_now",
    "back",
    "outcomes",
    "put_away",
)
CARDS = 100
"""So many are shown, and can be confirmed, at once; what comes after them follows when these are gone."""


def show_waiting(screen: Screen) -> None:
    """The districts with what waits in each, and the cards of the area looked at."""
    load_style("work")
    who = person()
    if not confirms_in(who):
        st.info(screen.text("work.no_right_to_confirm"), icon=":material/block:")
        return
    everything = waiting_for(screen, who)
    here = everything[everything["area"].str.startswith(screen.selection.area)]
    own = here["reporter"] == who.id if not who.is_unbound else pd.Series(data=False, index=here.index)
    st.html(
        markup(
            '<h1 class="work-title">{} <b>{}</b></h1>',
            screen.text("page.waiting"),
            wording.number(len(here), screen.lang),
        )
    )
    _show_districts(screen, everything)
    component("waiting")(key=KEY, data=_told(screen, here[~own], here[own]))


def _show_districts(screen: Screen, everything: pd.DataFrame) -> None:
    """How much waits in each district, the most first: a press goes there, as the place in the head does."""
    counts = Counter(everything["area"].str[:DISTRICT_DIGITS])
    if len(counts) < 2:
        return
    region, looked_at = screen.snapshot.region, screen.selection.area
    places = [
        (region, screen.text("work.everywhere"), len(everything)),
        *((code, screen.area_name(code), count) for code, count in counts.most_common()),
    ]
    links = each(
        '<li><a data-page="waiting" {} aria-current="{}">{} <b>{}</b></a></li>',
        (
            (
                along(page_path("waiting"), apart(screen.selection.at(code))),
                "true" if code == looked_at else "false",
                name,
                wording.number(count, screen.lang),
            )
            for code, name, count in places
        ),
    )
    st.html(markup('<ul class="districts-waiting">{}</ul>', links))


def _told(screen: Screen, mine: pd.DataFrame, own: pd.DataFrame) -> dict[str, Any]:
    first = mine.head(CARDS)
    cards = [
        {**card, "days": _waited(screen, since), "select": "confirm" in card["report"].get("acts", ())}
        for card, since in zip(cards_told(screen, first, since_the_last_answer), first["since"], strict=True)
    ]
    more = len(mine) - len(first)
    return {
        "groups": _by_district(screen, first, cards),
        "own": cards_told(screen, own.head(CARDS), since_the_last_answer),
        "more": screen.text("work.more_waiting", count=wording.number(more, screen.lang)) if more else "",
        "none": screen.text("work.nothing_waits") if mine.empty else "",
        "form": form_told(screen),
        "until": screen.selection.seq,
        "words": unfilled(screen, "work", *_WORDS),
    }


def _by_district(screen: Screen, rows: pd.DataFrame, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cards by district, the one whose oldest waits longest first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for area, card in zip(rows["area"], cards, strict=True):
        groups.setdefault(str(area)[:DISTRICT_DIGITS], []).append(card)
    return [
        {
            "code": code,
            "title": screen.area_name(code),
            "count": wording.number(len(group), screen.lang),
            "cards": group,
        }
        for code, group in groups.items()
    ]


def _waited(screen: Screen, since: datetime) -> str:
    """How many days it has waited: until today, on a past page until its last report."""
    days = (_today(screen) - since.astimezone(HERE).date()).days
    return (
        screen.text("work.waits", days=wording.number(days, screen.lang))
        if days
        else screen.text("work.waits_since_today")
    )


def _today(screen: Screen) -> date:
    snapshot = screen.snapshot
    last = snapshot.work.time if isinstance(snapshot, LiveView) else None
    now = datetime.now(HERE)
    return (now if may_report_on(screen) or last is None else last.astimezone(HERE)).date()
