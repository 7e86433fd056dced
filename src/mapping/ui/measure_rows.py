"""A list of measures that answers "who?": ordered and searched as a whole, drawn by the browser a page at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from mapping.access import accounts
from mapping.live.reports.told import in_one_line
from mapping.live.view import latest_of
from mapping.measures.progress import State
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.ui.components import component
from mapping.ui.measure_order import BACKWARDS, RESPONSIBLE, holding, is_order, orders, places_in
from mapping.ui.measure_words import word_of
from mapping.ui.reporting import form_told, may_report_on, offered
from mapping.ui.state import Screen, take_choice

ROWS_A_PAGE = 100
SEARCHED_FROM = 10
"""A list of fewer measures is seen at a glance."""
Detail: TypeAlias = Callable[[Screen, pd.Series], None]


@dataclass(frozen=True)
class Look:
    """How a list is looked at: words looked for, the order (see `measure_order`), the page, the measure that is open."""

    text: str = ""
    sort: str = ""
    page: int = 1
    open: str = ""

    def to_query(self) -> dict[str, str]:
        """The link's parameters, prefixed as the filters are; nothing for what is as it opens."""
        usual = asdict(Look())
        return {f"m_{name}": str(value) for name, value in asdict(self).items() if value != usual[name]}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Look:
        """Read a link; what is absent, and a page that is no number, is as the list opens."""
        given = {one.name: query[f"m_{one.name}"] for one in fields(cls) if f"m_{one.name}" in query}
        page = given.pop("page", "")
        return cls(**given, page=int(page) if is_page(page) else 1)


def is_page(written: str) -> bool:
    """Whether a link names a page so: by a number above 0, as far as any list goes."""
    return re.fullmatch(r"0*[1-9]\d{0,8}", written, re.ASCII) is not None


@dataclass(frozen=True)
class Listing:
    """A list of measures as it is looked at: all that it holds, of `of` measures, and `places`, the positions of its rows in order.

    `look` is one that it can show.
    """

    key: str
    look: Look
    found: pd.DataFrame
    places: npt.NDArray[np.intp]
    of: int

    @property
    def whole(self) -> pd.DataFrame:
        """All that it holds, in its order: what its pages show one after the other, and its file."""
        return self.found.iloc[self.places]

    @property
    def on_page(self) -> pd.DataFrame:
        return self.found.iloc[self.places[self.first : self.first + ROWS_A_PAGE]]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.found) // ROWS_A_PAGE))

    @property
    def first(self) -> int:
        """How many measures stand on the pages before."""
        return (self.look.page - 1) * ROWS_A_PAGE

    @property
    def opened(self) -> pd.DataFrame:
        """The measure that is open, or no row."""
        return self.found[self.found["id"] == self.look.open]


def listing(screen: Screen, measures: pd.DataFrame, *, key: str, subject: object) -> Listing:
    """Measures of the snapshot as this visit looks at them. `subject` tells what they are of: another one begins at the first page."""
    kept_subject, look = st.session_state.get(_kept(key), (subject, Look()))
    found = holding(screen.snapshot, measures, look.text)
    shown = Listing(key, look, found, places_in(screen.snapshot, found, look.sort, screen.lang), of=len(measures))
    page = min(max(look.page, 1), shown.pages) if kept_subject == subject else 1
    made = replace(shown, look=replace(look, page=page, open=look.open if len(shown.opened) else ""))
    keep_look(key, subject, made.look)
    return made


def keep_look(key: str, subject: object, look: Look) -> None:
    """Look at a list so from now on."""
    st.session_state[_kept(key)] = (subject, look)


def _kept(key: str) -> str:
    return f"look_{key}"


def show_rows(screen: Screen, shown: Listing, detail: Detail, *, narrow: bool = False) -> None:
    """The page of the list that one is on, and at its right the measure that is open, drawn by `detail`.

    Where the list is `narrow` the measure that is open stands above it.
    """
    with st.container(key=f"list_{shown.key}"):
        beside, rows = (st.container(), st.container()) if narrow else st.columns([0.7, 0.3], gap="small")[::-1]
        with rows:
            component("measures")(
                key=f"rows_{shown.key}", data=_told(screen, shown), on_asked_change=partial(_take, shown.key)
            )
        with beside:
            if shown.look.open:
                _show_detail(screen, shown.opened.iloc[0], shown.key, detail)


def _told(screen: Screen, shown: Listing) -> dict[str, Any]:
    look, rows = shown.look, rows_told(screen, shown.on_page)
    # Long names of posts come again and again: each is sent once, and by its place.
    posts = {post: place for place, post in enumerate(dict.fromkeys(post for row in rows for post in row["who"]))}
    return {
        **_words(screen),
        "columns": _columns(screen),
        "rows": [{**row, "who": [posts[post] for post in row["who"]]} for row in rows],
        "posts": list(posts),
        "sort": look.sort,
        "text": look.text if shown.of > SEARCHED_FROM or look.text else None,
        "open": look.open,
        "page": look.page,
        "pages": shown.pages,
        "first": shown.first,
        "total": len(shown.found),
        "shown": _shown(screen, shown),
        "turn": st.session_state.get(_turn(shown.key), 0),
    }


def _show_detail(screen: Screen, measure: pd.Series, key: str, detail: Detail) -> None:
    with st.container(key=f"detail_{key}"):
        st.button(
            screen.text("measure.close"), key=f"close_{key}", icon=":material/close:", type="tertiary", on_click=_ask,
            args=(key, "open", ""),
        )  # fmt: skip
        detail(screen, measure)


def _turn(key: str) -> str:
    """Where the session keeps the number of the browser's wish that was taken last."""
    return f"rows_{key}_turn"


def _take(key: str) -> None:
    """Do what the browser asks for; it may send anything."""
    asked = getattr(st.session_state.get(f"rows_{key}"), "asked", None)
    if not isinstance(asked, Mapping):
        return
    if isinstance(asked.get("turn"), int):
        st.session_state[_turn(key)] = asked["turn"]
    _ask(key, asked.get("name"), asked.get("value"))


def _ask(key: str, name: object, value: object) -> None:
    """Another order or other words begin at the first page."""
    take_choice()
    subject, look = st.session_state[_kept(key)]
    match name, value:
        case "sort", str() if is_order(value):
            look = replace(look, sort=value, page=1)
        case "text", str():
            look = replace(look, text=value.strip(), page=1)
        case "page", int():
            look = replace(look, page=value)
        case "open", str():
            look = replace(look, open=value)
    keep_look(key, subject, look)


def _columns(screen: Screen) -> list[dict[str, str]]:
    """What a row tells, each with the order that pressing its name asks for."""
    columns = [("state", "days", "days_overdue"), ("place", "place", "place"), ("text", "text", "text"),
               ("who", "responsible", "responsible"), ("when", "deadline", "deadline")]  # fmt: skip
    if level_of(screen.selection.area) is Level.MAHALLA:
        columns.pop(1)
    return [{"name": name, "sort": sort, "label": screen.text(f"measure.{label}")} for name, sort, label in columns]


def _words(screen: Screen) -> dict[str, Any]:
    names = {"days": "days_overdue"}
    asked = [
        (one, screen.text(f"measure.{names.get(one, one)}") if one else screen.text("measure.urgent"))
        for one in orders()
    ]
    return {
        "title": screen.text("page.measures"),
        "form": form_told(screen),
        "orders": asked,
        "backwards": BACKWARDS,
        "words": {
            "order": screen.text("measure.order"),
            "turn": screen.text("measure.turn"),
            "search": screen.text("measure.search"),
            "days": screen.text("measure.days_overdue"),
            "deadline": screen.text("measure.deadline"),
            "page": screen.text("measure.page"),
            "previous": screen.text("measure.previous"),
            "next": screen.text("measure.next"),
            "nothing": screen.text("measure.none"),
            "sort": screen.text("ranking.sort"),
        },
    }  # fmt: skip


def _shown(screen: Screen, shown: Listing) -> str:
    total = len(shown.found)
    numbers = {"first": min(shown.first + 1, total), "last": min(shown.first + ROWS_A_PAGE, total), "total": total}
    written = {name: wording.number(number, screen.lang) for name, number in numbers.items()}
    return screen.text("measure.shown", **written)


def rows_told(screen: Screen, measures: pd.DataFrame) -> list[dict[str, Any]]:
    """What the browser draws of each measure, in words; texts are data, and are drawn as text. With what was `reported` of it last, and what may be."""
    one, snapshot = may_report_on(screen), screen.snapshot
    latest = latest_of(snapshot, measures["id"])
    names = accounts.names_in(snapshot.home, (report.person for report in latest.values()))
    return [
        {
            **_row(screen, row),
            "reported": in_one_line(latest[row["id"]], names, screen.lang) if row["id"] in latest else "",
            "report": offered(snapshot, one, str(row["id"])) if one else {},
        }
        for row in measures.to_dict("records")
    ]


def _row(screen: Screen, row: dict[Any, Any]) -> dict[str, Any]:
    code, state = str(row["area"]), str(row["state"])
    late = state == State.OVERDUE
    return {
        "id": str(row["id"]),
        "state": state,
        "days": wording.number(row["days_overdue"], screen.lang) if late else "",
        "told": screen.text(f"state.{state}"),
        "progress": _progress(screen, row),
        "place": screen.area_name(code),
        "within": screen.area_name(code[:7]) if level_of(screen.selection.area) is Level.REGION else "",
        "text": "" if pd.isna(row["text"]) else str(row["text"]),
        "who": [word_of(screen, name, str(row[name])) for name in RESPONSIBLE if has(row[name])]
        or [screen.text("execution.nobody")],
        "deadline": wording.day(row["deadline"], screen.lang),
        "quarter": word_of(screen, "quarter", str(row["quarter"])),
    }


def _progress(screen: Screen, row: dict[Any, Any]) -> str:
    """How far a measure is that is under way; the days of an overdue one matter more, and the others' state says it."""
    told = row["state"] == State.IN_PROGRESS and not pd.isna(row["progress"])
    return wording.per_cent(float(row["progress"]), screen.lang) if told else ""


def has(value: Any) -> bool:
    """Whether a cell says anything."""
    return not pd.isna(value) and value != ""
