"""Measures of any area as one list: filters, counts by state, the table, and its download."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache, partial
from html import escape
from typing import Any, Literal, TypeAlias

import pandas as pd
import streamlit as st

from mapping.measures.progress import ASKED, State, tally, with_state
from mapping.measures.rollup import counted
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, name_column
from mapping.model.periods import Quarter
from mapping.model.selection import Fallback
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.ui.about import about_button
from mapping.ui.chrome import tell_fallback
from mapping.ui.controls import choose
from mapping.ui.download import show_download
from mapping.ui.paper import show_on_paper
from mapping.ui.state import Screen, take_choice

ROWS_A_PAGE = 200
_NOT_ON_PAPER = {
    "result",
    "id",
    "area",
    "region_agency",
    "district_agency",
    "sector",
    "target_group",
    "done_on",
}  # a sheet has room for what a meeting asks
ROWS_IN_SIGHT = 20
ROW_HEIGHT = 34
NAME_WIDTH = 150  # pixels
_FILTER = "measure_filter"
ANY = ""
_TERMS = {
    "factor": TermKind.FACTOR, "sector": TermKind.SECTOR,
    "district_agency": TermKind.AGENCY, "region_agency": TermKind.AGENCY,
    "district_post": TermKind.POST, "region_post": TermKind.POST,
}  # fmt: skip
_LISTS = {"target_group": "group", "seven_member": "seven_member", "status": "status", "state": "state"}
Marked: TypeAlias = Callable[[Screen, pd.DataFrame], None]
COLUMNS = (
    "quarter", "district", "mahalla", "text", "state", "days_overdue", "deadline", "progress", "factor", "target_group", "sector",
    "seven_member", "district_post", "region_post", "district_agency", "region_agency", "done_on", "result", "id", "area",
)  # fmt: skip


@dataclass(frozen=True)
class MeasureFilter:
    """What of the measures is listed; an empty field lets everything through. Codes, as in a link."""

    quarter: str = ANY
    state: str = ANY
    sector: str = ANY
    factor: str = ANY
    target_group: str = ANY
    agency: str = ANY
    post: str = ANY

    def to_query(self) -> dict[str, str]:
        """The link's parameters, prefixed so that they meet no parameter of the view."""
        return {f"m_{name}": value for name, value in asdict(self).items() if value}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> MeasureFilter:
        """Read a link; parameters that are absent let everything through."""
        return cls(**{one.name: query.get(f"m_{one.name}", ANY) for one in fields(cls)})

    def keep(self, measures: pd.DataFrame) -> pd.DataFrame:
        """The rows that pass, of measures with `state`. An agency or post passes at either level."""
        kept = pd.Series(data=True, index=measures.index)
        for name in ("quarter", "state", "sector", "factor", "target_group"):
            if wanted := getattr(self, name):
                kept &= measures[name].astype("str") == wanted
        for name in ("agency", "post"):
            if wanted := getattr(self, name):
                kept &= (measures[f"district_{name}"] == wanted) | (measures[f"region_{name}"] == wanted)
        return measures[kept]


def show_measures(screen: Screen, show_marked: Marked) -> dict[str, str]:
    """Filters, counts and list for the selected area; gives back the filters for the link.

    `show_marked` draws the measure whose row is marked below the list, from a frame of one row or none.
    """
    everything = measures_of(screen, screen.selection.area)
    chosen = _filter_of_session(screen, everything)
    _show_filters(screen, everything, chosen)
    filtered = chosen.keep(everything)
    show_tally(screen, filtered)
    if filtered.empty:
        st.info(screen.text("measure.none" if len(everything) else "panel.no_measures"))
    else:
        show_table(screen, _page_of(screen, filtered), show_marked)
    return chosen.to_query()


def measures_of(screen: Screen, area: str) -> pd.DataFrame:
    """All measures of an area with their state on the snapshot's day, the overdue ones first within a quarter."""
    measures = with_state(screen.snapshot.measures(area), screen.snapshot.as_of)
    order = measures.assign(late=measures["days_overdue"].fillna(0))
    return measures.loc[
        order.sort_values(["quarter", "late", "area", "id"], ascending=[False, False, True, True]).index
    ]


def _filter_of_session(screen: Screen, measures: pd.DataFrame) -> MeasureFilter:
    """The link's filters when a link was followed, else the session's; values that do not occur are dropped, and told."""
    query = st.query_params.to_dict()
    if any(name.startswith("m_") for name in query) or _FILTER not in st.session_state:
        wanted = MeasureFilter.from_query(query)
        if wanted.to_query() != st.session_state.get("measure_filter_written"):
            st.session_state[_FILTER] = wanted
    kept: MeasureFilter = st.session_state[_FILTER]
    offered = _offered(measures)
    dropped = {name: value for name, value in asdict(kept).items() if value != ANY and value not in offered[name]}
    for name, value in dropped.items():
        tell_fallback(screen, Fallback(f"m_{name}", value, screen.text("measure.any")))
    found = replace(kept, **dict.fromkeys(dropped, ANY))
    st.session_state[_FILTER] = found
    st.session_state["measure_filter_written"] = found.to_query()
    return found


def _offered(measures: pd.DataFrame) -> dict[str, list[str]]:
    """The values that occur, by filter."""

    def values(*columns: str) -> list[str]:
        return sorted({str(value) for column in columns for value in measures[column].dropna().unique() if value != ""})

    return {
        "quarter": values("quarter")[::-1],
        "state": [str(state) for state in State],
        "sector": values("sector"),
        "factor": values("factor"),
        "target_group": values("target_group"),
        "agency": values("district_agency", "region_agency"),
        "post": values("district_post", "region_post"),
    }


def _show_filters(screen: Screen, measures: pd.DataFrame, chosen: MeasureFilter) -> None:
    with st.container(key="measure_filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        for name, values in _offered(measures).items():
            with st.container(key=f"f_{name}"):
                choose(
                    screen.text(f"measure.{name}"), [ANY, *values], getattr(chosen, name), key=f"w_m_{name}",
                    words=partial(_filter_word, screen, name), then=partial(_set, name),
                )  # fmt: skip
        with st.container(key="f_actions", width="content", horizontal=True):
            st.button(
                screen.text("measure.clear"), on_click=_clear, disabled=chosen == MeasureFilter(), key="clear_filters"
            )
            filtered = chosen.keep(measures)
            show_download(
                screen, lambda: export_frame(screen, filtered), rows=len(filtered), key="measures", subject="measures",
                period=chosen.quarter or "all",
            )  # fmt: skip


def _filter_word(screen: Screen, name: str, value: str) -> str:
    return word_of(screen, name, value) if value else screen.text("measure.any")


def _set(name: str, value: str) -> None:
    take_choice()
    kept: MeasureFilter = st.session_state[_FILTER]
    st.session_state[_FILTER] = MeasureFilter(**{**asdict(kept), name: value})


def _clear() -> None:
    take_choice()
    st.session_state[_FILTER] = MeasureFilter()


def _page_of(screen: Screen, measures: pd.DataFrame) -> pd.DataFrame:
    """The rows of one page; the control is there only when one page does not hold all."""
    pages = -(-len(measures) // ROWS_A_PAGE)
    if pages == 1:
        return measures
    with st.container(key="paging", horizontal=True, vertical_alignment="center", gap="small"):
        page = st.number_input(
            screen.text("measure.page"),
            1,
            pages,
            key=f"page_{screen.selection.area}_{len(measures)}",
            label_visibility="collapsed",
            width=140,
        )
        first = (page - 1) * ROWS_A_PAGE
        shown = measures.iloc[first : first + ROWS_A_PAGE]
        numbers = {"first": first + 1, "last": first + len(shown), "total": len(measures)}
        written = {name: wording.number(number, screen.lang) for name, number in numbers.items()}
        st.html(f'<span class="paging">{escape(screen.text("measure.shown", **written))}</span>')
    return shown


def show_tally(screen: Screen, measures: pd.DataFrame) -> None:
    """How many measures are in each state of those asked for, as a bar and numbers, and how many are cancelled besides.

    None is written as none.
    """
    row = tally(measures).iloc[0].to_dict()
    parts = "".join(
        f'<i class="state-{state}" style="flex-grow:{int(row[state])}"></i>' for state in ASKED if int(row[state])
    )
    numbers = "".join(_in_state(screen, state, int(row[state])) for state in ASKED)
    total = wording.number(counted(row).asked, screen.lang)
    whole = (
        f'<span class="whole">{escape(screen.text("state.total"))}<b>{total}</b>{about_button(screen, "states")}</span>'
    )
    beside = f'<span class="beside">{_in_state(screen, State.CANCELLED, int(row[State.CANCELLED]))}</span>'
    st.html(
        f'<div class="tally"><div class="bar" aria-hidden="true">{parts}</div>'
        f'<div class="numbers">{whole}{numbers}{beside}</div></div>'
    )


def _in_state(screen: Screen, state: State, number: int) -> str:
    word, written = escape(screen.text(f"state.{state}")), wording.number(number, screen.lang)
    return f'<span><i class="state-{state}"></i>{word}<b>{written}</b></span>'


def show_table(screen: Screen, measures: pd.DataFrame, show_marked: Marked | None = None, key: str = "list") -> None:
    """The list itself, in words; a long one scrolls inside its own frame. With `show_marked` a row can be marked."""
    height: int | Literal["content"] = "content" if len(measures) <= ROWS_IN_SIGHT else (ROWS_IN_SIGHT + 1) * ROW_HEIGHT
    shown = in_words(screen, measures)
    level = level_of(screen.selection.area)
    hidden: dict[Level, set[str]] = {
        Level.REGION: set(),
        Level.DISTRICT: {"district"},
        Level.MAHALLA: {"district", "mahalla", "area"},
    }
    order = [column for column in COLUMNS if column not in hidden[level]]
    config: dict[str, Any] = {name: st.column_config.TextColumn(screen.text(f"measure.{name}")) for name in order}
    config["text"] = st.column_config.TextColumn(screen.text("measure.text"), width="large")
    config["mahalla"] = st.column_config.TextColumn(screen.text("measure.mahalla"), width=NAME_WIDTH)
    config["deadline"] = st.column_config.TextColumn(screen.text("measure.deadline"))
    config["days_overdue"] = st.column_config.NumberColumn(screen.text("measure.days_overdue"))
    config["progress"] = st.column_config.ProgressColumn(
        screen.text("measure.progress"), min_value=0, max_value=100, format="%d"
    )
    told: dict[str, Any] = {
        "column_order": order, "column_config": config, "hide_index": True, "height": height, "width": "stretch",
        "row_height": ROW_HEIGHT, "placeholder": "",
    }  # fmt: skip
    if show_marked is None:
        st.dataframe(shown, **told)
    else:
        rows = f"marked_{key}_{screen.selection.area}_{pd.util.hash_pandas_object(measures['id']).sum()}"
        marked = st.dataframe(shown, **told, on_select="rerun", selection_mode="single-row", key=rows)
        show_marked(screen, measures.iloc[[row for row in marked.selection.rows if row < len(measures)]])
    on_paper = [name for name in order if name not in _NOT_ON_PAPER]
    show_on_paper(shown[on_paper], [screen.text(f"measure.{name}") for name in on_paper])


def in_words(screen: Screen, measures: pd.DataFrame) -> pd.DataFrame:
    """Codes replaced by their names, dates and quarters as the language writes them."""
    shown = measures.copy()
    for column in (*_TERMS, *_LISTS):
        found = {value: word_of(screen, column, value) for value in shown[column].dropna().unique()}
        shown[column] = shown[column].map(found)
    shown["quarter"] = [wording.quarter(Quarter.parse(str(value)), screen.lang) for value in measures["quarter"]]
    for column in ("deadline", "done_on"):
        shown[column] = ["" if pd.isna(value) else wording.day(value, screen.lang) for value in measures[column]]
    shown["mahalla"] = [screen.area_name(code) for code in measures["area"]]
    shown["district"] = [screen.area_name(code[:7]) for code in measures["area"]]
    return shown


def export_frame(screen: Screen, measures: pd.DataFrame) -> pd.DataFrame:
    """The list for a file: codes, and the names beside them."""
    frame = measures.copy()
    frame.insert(1, "mahalla_name", [screen.area_name(code) for code in frame["area"]])
    frame.insert(1, "district_name", [screen.area_name(code[:7]) for code in frame["area"]])
    return frame.drop(columns="days_late")


def word_of(screen: Screen, column: str, value: str) -> str:
    """The word for a code of a column: from the dataset's lists, or from the catalogue."""
    if column == "quarter":
        return wording.quarter(Quarter.parse(value), screen.lang)
    kind = {"agency": TermKind.AGENCY, "post": TermKind.POST, **_TERMS}.get(column)
    if kind is None:
        return screen.text(f"{_LISTS[column]}.{value}")
    return _names(screen.snapshot, kind, screen.lang).get(value, value)


@lru_cache(maxsize=64)
def _names(snapshot: Snapshot, kind: TermKind, lang: Lang) -> dict[str, str]:
    """The names of an open list by code: looked up for every cell of a list, so made once."""
    return {str(code): str(name) for code, name in snapshot.terms(kind)[name_column(lang)].items()}
