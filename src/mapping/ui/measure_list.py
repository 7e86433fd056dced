"""Measures of any area as one list: filters, counts by state, the list, and its download."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, replace
from functools import partial

import pandas as pd
import streamlit as st

from mapping.measures.progress import ASKED, TOGETHER, State, tally
from mapping.measures.rollup import counted
from mapping.model import wording
from mapping.model.markup import Markup, each, joined, markup
from mapping.model.selection import SILENT_AFTER
from mapping.store import Snapshot
from mapping.store.home import default_home
from mapping.store.kept import kept
from mapping.ui.about import about_button
from mapping.ui.chrome import tell_lost
from mapping.ui.controls import choose
from mapping.ui.download import Filter, show_download
from mapping.ui.measure_filter import AGENCIES, ANY, CHAIN, NEWLY, MeasureFilter, to_measures
from mapping.ui.measure_order import RESPONSIBLE, is_order
from mapping.ui.measure_rows import Detail, Listing, Look, keep_look, listing, show_rows
from mapping.ui.measure_words import word_of
from mapping.ui.plain import as_text
from mapping.ui.reporting import judged_told
from mapping.ui.state import Screen, take_choice
from mapping.views.oversight.situation import measures_under
from mapping.views.oversight.standing import newly_overdue

KEY = "measures"
TALLY = Markup(
    '<div class="tally"><div class="bar" aria-hidden="true">{}</div><div class="numbers">'
    '<span class="whole">{}<b>{}</b>{}</span>{}<span class="beside">{}</span></div>{}</div>'
)
_REPORTED = (State.RETURNED, State.REPORTED)
_FILTER, _WRITTEN = "measure_filter", "measure_filter_written"
_NAMED = ("factor", "sector", "district_agency", "district_post", "region_agency", "region_post")
_SHOWN = 60  # signs of what a link says


def show_measures(screen: Screen, detail: Detail, beside: Callable[[str], None]) -> dict[str, str]:
    """Filters, counts and list for the selected area; gives back what they add to the link.

    `detail` draws the measure that is open, `beside` what else may be done with the measures of a quarter ("" for all) beside the filters.
    """
    area = screen.selection.area
    everything = measures_under(screen.snapshot, area)
    own = _link_followed()
    chosen = _filter_of_session(screen, own)
    filtered = chosen.keep(everything, _newly(screen) or ())
    if own is not None:
        keep_look(KEY, (area, chosen), _look_of_link(screen, own))
    shown = listing(screen, filtered, key=KEY, subject=(area, chosen))
    if own is not None:
        _tell_lost(screen, own, shown, everything)
    written = st.session_state[_WRITTEN] = {**chosen.to_query(), **shown.look.to_query()}
    _show_filters(screen, chosen, shown, beside)
    show_tally(screen, shown.found, chosen, text=shown.look.text)
    if filtered.empty:
        st.info(screen.text("measure.none" if len(everything) else "panel.no_measures"))
    else:
        show_rows(screen, shown, detail)
    return written


def _link_followed() -> dict[str, str] | None:
    """What the link says of the list, when one was followed."""
    own = {name: value for name, value in st.query_params.to_dict().items() if name.startswith("m_") and value}
    followed = _FILTER not in st.session_state or (bool(own) and own != st.session_state.get(_WRITTEN))
    return own if followed else None


def _filter_of_session(screen: Screen, own: Mapping[str, str] | None) -> MeasureFilter:
    """The link's filters when a link was followed, else the session's; values that do not occur are dropped, and told."""
    kept: MeasureFilter = st.session_state[_FILTER] if own is None else MeasureFilter.from_query(own)
    offered = _offered_here(screen, kept)
    dropped = {name: value for name, value in asdict(kept).items() if value != ANY and value not in offered[name]}
    for name, value in dropped.items():
        if own is not None:
            tell_lost(screen.text("measure.lost_filter", what=screen.text(f"measure.{name}"), given=value[:_SHOWN]))
        else:
            _tell_lack(screen, name, value)
    found = st.session_state[_FILTER] = replace(kept, **dict.fromkeys(dropped, ANY))
    return found


def _tell_lack(screen: Screen, name: str, value: str) -> None:
    """A filter that was chosen for another area or snapshot, and lets nothing through here."""
    what, word = screen.text(f"measure.{name}"), _word(screen, name, value)
    told = screen.text("newer.lacks", what=what, given=word, used=screen.text("measure.any"))
    st.warning(as_text(told), icon=":material/filter_alt_off:")


def _look_of_link(screen: Screen, own: Mapping[str, str]) -> Look:
    """How a link looks at the list; an order that there is not is dropped, and told."""
    look = Look.from_query(own)
    if is_order(look.sort):
        return look
    tell_lost(screen.text("measure.lost_order", given=look.sort[:_SHOWN]))
    return replace(look, sort="")


def _tell_lost(screen: Screen, own: Mapping[str, str], shown: Listing, everything: pd.DataFrame) -> None:
    """The page and the measure that a link names, where the list has them not."""
    page, measure = own.get("m_page", "1"), own.get("m_open", "")
    if page.lstrip("0") != str(shown.look.page):
        tell_lost(screen.text("measure.lost_page", given=page[:_SHOWN], pages=shown.pages, used=shown.look.page))
    if measure != shown.look.open:
        key = "lost_filtered" if measure in set(everything["id"]) else "lost_open"
        tell_lost(screen.text(f"measure.{key}", given=measure[:_SHOWN]))


def _newly(screen: Screen) -> Collection[str] | None:
    """The ids of what became overdue since the snapshot before; None where there is none."""
    overdue = newly_overdue(screen.snapshot, default_home())
    return None if overdue is None else set(overdue["id"])


def _offered_here(screen: Screen, chosen: MeasureFilter) -> dict[str, list[str]]:
    """The values to choose from, by filter; of chains of posts the one that is chosen."""
    offered = _offered(screen.snapshot, screen.selection.area)
    measures = measures_under(screen.snapshot, screen.selection.area)
    if CHAIN in chosen.post and len(MeasureFilter(post=chosen.post).keep(measures)):
        offered = {**offered, "post": [*offered["post"], chosen.post]}
    return offered if _newly(screen) is None else {**offered, "state": [*offered["state"], NEWLY]}


@kept(most=64)
def _offered(snapshot: Snapshot, area: str) -> dict[str, list[str]]:
    """The values that occur in an area's measures, by filter."""
    measures = measures_under(snapshot, area)

    def values(*columns: str) -> list[str]:
        return sorted({str(value) for column in columns for value in measures[column].dropna().unique() if value != ""})

    return {
        "quarter": values("quarter")[::-1],
        "state": [*TOGETHER, *(str(state) for state in State)],
        "sector": values("sector"),
        "factor": values("factor"),
        "target_group": values("target_group"),
        "agency": values(*AGENCIES),
        "post": values("district_post", "region_post") + values("seven_member"),
        "silent": [str(days) for days in SILENT_AFTER],
    }


def _show_filters(screen: Screen, chosen: MeasureFilter, shown: Listing, beside: Callable[[str], None]) -> None:
    with st.container(key="measure_filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        for name, values in _offered_here(screen, chosen).items():
            with st.container(key=f"f_{name}"):
                choose(
                    screen.text(f"measure.{name}"), [ANY, *values], getattr(chosen, name), key=f"w_m_{name}",
                    words=partial(_filter_word, screen, name), then=partial(_set, name),
                )  # fmt: skip
        with st.container(key="f_actions", width="content", horizontal=True):
            st.button(
                screen.text("measure.clear"), on_click=_clear, disabled=chosen == MeasureFilter(), key="clear_filters"
            )
            show_download(
                screen, lambda: export_frame(screen, shown.whole), rows=len(shown.found), key="measures", subject="measures",
                period=chosen.quarter or "all",
                filters=[one for one in filters_of(screen, chosen, shown.look) if one.code != chosen.quarter],
            )  # fmt: skip
            beside(chosen.quarter)


def _filter_word(screen: Screen, name: str, value: str) -> str:
    return _word(screen, name, value) if value else screen.text("measure.any")


def _word(screen: Screen, name: str, value: str) -> str:
    """A value of a filter as people call it; a chain of posts as all of them."""
    if name != "post" or CHAIN not in value:
        return word_of(screen, name, value)
    posts = zip(RESPONSIBLE, value.split(CHAIN), strict=False)
    return " → ".join(
        word_of(screen, column, post) if post else screen.text("execution.nobody") for column, post in posts
    )


def _set(name: str, value: str) -> None:
    take_choice()
    kept: MeasureFilter = st.session_state[_FILTER]
    st.session_state[_FILTER] = MeasureFilter(**{**asdict(kept), name: value})


def _clear() -> None:
    take_choice()
    st.session_state[_FILTER] = MeasureFilter()


def show_tally(screen: Screen, measures: pd.DataFrame, of: MeasureFilter | None = None, *, text: str = "") -> None:
    """How many measures are in each state of those asked for, as a bar and numbers, and how many are cancelled besides.

    On which day they are judged is said where it is not that of the figures. None is written as none, except in the states that only reports lead to. Where the measures are those that a filter and a `text`
    looked for let through, each number leads to its list.
    """
    row = tally(measures).iloc[0].to_dict()
    counts = {state: int(row[state]) for state in (*ASKED, State.CANCELLED)}
    shares = each('<i class="state-{}" style="flex-grow:{}"></i>', ((s, counts[s]) for s in ASKED if counts[s]))

    def number(state: str, count: int) -> str:
        written = wording.number(count, screen.lang)
        return written if of is None or not count else to_measures(screen, written, replace(of, state=state), text=text)

    numbers = joined(
        _in_state(screen, state, number(state, counts[state]))
        for state in ASKED
        if counts[state] or state not in _REPORTED
    )
    total = number(of.state if of and of.state else "asked", counted(row).asked)
    cancelled = _in_state(screen, State.CANCELLED, number(State.CANCELLED, counts[State.CANCELLED]))
    about = about_button(screen, "states")
    judged = judged_told(screen)
    day = markup("<p>{}</p>", judged) if judged else Markup()
    st.html(TALLY.format(shares, screen.text("state.total"), total, about, numbers, cancelled, day))


def _in_state(screen: Screen, state: State, number: str) -> Markup:
    return markup('<span><i class="state-{}"></i>{}<b>{}</b></span>', state, screen.text(f"state.{state}"), number)


def filters_of(screen: Screen, chosen: MeasureFilter, look: Look) -> list[Filter]:
    """All that a list is narrowed by, for its file."""
    given = [(name, value) for name, value in asdict(chosen).items() if value != ANY]
    found = [Filter(screen.text(f"measure.{name}"), _word(screen, name, value), value) for name, value in given]
    searched = [Filter(screen.text("measure.search"), look.text, look.text)] if look.text else []
    return [*found, *searched]


def export_frame(screen: Screen, measures: pd.DataFrame) -> pd.DataFrame:
    """The list for a file: codes, and the names beside them."""
    frame = measures.copy()
    for column in _NAMED:
        names = {code: word_of(screen, column, str(code)) for code in frame[column].dropna().unique() if code != ""}
        frame.insert(
            frame.columns.tolist().index(column) + 1, f"{column}_name", [names.get(code, "") for code in frame[column]]
        )
    frame.insert(1, "mahalla_name", [screen.area_name(code) for code in frame["area"]])
    frame.insert(1, "district_name", [screen.area_name(code[:7]) for code in frame["area"]])
    return frame.drop(columns=["days_late", "days_left", "silent_days"])
