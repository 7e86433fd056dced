"""Reports of many measures by an Excel form: taken home for an area and quarter, and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from mapping.access.audit import Act as Noted
from mapping.access.person import Person
from mapping.access.rights import Right
from mapping.export.csv import file_name
from mapping.export.xlsx import XLSX
from mapping.live.forms.filled import read_form
from mapping.live.forms.sheet import report_form
from mapping.live.forms.taken import Outcome, counted, take_form
from mapping.live.reports import rules
from mapping.live.reports.report import Act
from mapping.model import wording
from mapping.model.levels import parent_of
from mapping.model.periods import Quarter
from mapping.model.problems import Refused, Told
from mapping.reading.specification import message
from mapping.store.sql import database
from mapping.ui.drawer import show_drawer
from mapping.ui.person import note
from mapping.ui.plain import as_text
from mapping.ui.reporting import may_report_on
from mapping.ui.state import Screen
from mapping.views.oversight.situation import measure_quarters

SHOWN, MOST_MEGABYTES = 200, 20
_DONE = "form_done"


def show_form(screen: Screen, quarter: str = "", areas: Sequence[str] = ()) -> None:
    """Behind a button: the form of a quarter, at first of the one that is looked at, else of the one that runs, and a place for what was filled in; of the area
    looked at, or of one of `areas`. Nothing for one who reports nowhere, or at a past meeting."""
    who, quarters = may_report_on(screen), measure_quarters(screen.snapshot)
    if who is None or not who.may_somewhere(Right.REPORT) or not quarters:
        return
    at_first = Quarter.parse(quarter) if quarter else Quarter.of(screen.snapshot.day)
    offered = areas or [screen.selection.area]
    show_drawer(
        screen.text("report_form.open"), partial(_show_form, screen, who, quarters, at_first, offered),
        icon=":material/table:", key="report_form",
    )  # fmt: skip


def _show_form(screen: Screen, who: Person, quarters: list[Quarter], at_first: Quarter, areas: Sequence[str]) -> None:
    st.caption(screen.text("report_form.how"))
    area = areas[0]
    if len(areas) > 1:
        area = st.selectbox(
            screen.text("report_form.area"), areas, key="form_area", format_func=screen.area_name, filter_mode=None
        )
    wanted: Quarter = st.selectbox(
        screen.text("report_form.quarter"), quarters, index=quarters.index(at_first) if at_first in quarters else len(quarters) - 1,
        key=f"form_quarter_{at_first}", format_func=lambda one: wording.quarter(one, screen.lang), filter_mode=None,
    )  # fmt: skip
    name = file_name(area=area, indicator="reports", period=str(wanted), day=screen.snapshot.day)
    st.download_button(
        screen.text("report_form.download_of", area=screen.area_name(area)),
        partial(report_form, screen.snapshot, area, wanted, screen.lang),
        file_name=f"{name.removesuffix('csv')}xlsx", mime=XLSX, key="form_download", on_click="ignore", type="primary",
    )  # fmt: skip
    brought = st.file_uploader(
        screen.text("report_form.bring"), type="xlsx", key="form_brought", max_upload_size=MOST_MEGABYTES
    )
    if brought is not None:
        _show_taken(screen, who, brought.file_id, brought.name, brought.getvalue())


def _show_taken(screen: Screen, who: Person, file_id: str, name: str, content: bytes) -> None:
    """What became of each row; a file is taken once, however often the page is drawn."""
    done: tuple[str, list[Outcome]] | None = st.session_state.get(_DONE)
    if done is None or done[0] != file_id:
        try:
            done = (file_id, _taken(screen, who, name, content))
        except Refused as fault:
            st.error(as_text(message(fault.problems[0], screen.lang)))
            return
        except Told as fault:
            st.error(as_text(fault.told(screen.lang)))
            return
        st.session_state[_DONE] = done
    outcomes = done[1]
    numbers = {str(fate): number for fate, number in counted(outcomes).items()}
    st.info(screen.text("report_form.counted", **numbers))
    refused = [one for one in outcomes if one.why]
    lines = [
        screen.text("report_form.row", row=str(one.row), measure=one.measure, why=one.told(screen.lang))
        for one in refused[:SHOWN]
    ]
    for line in lines:
        st.markdown(f"- {as_text(line)}")
    if len(refused) > SHOWN:
        st.caption(screen.text("cli.not_shown", count=len(refused) - SHOWN))


def _taken(screen: Screen, who: Person, name: str, content: bytes) -> list[Outcome]:
    figures = screen.snapshot.figures
    outcomes = take_form(
        database(), figures, read_form(content, name), may=partial(_may, who), person=who.id, is_unbound=who.is_unbound
    )
    numbers = " ".join(f"{fate}={number}" for fate, number in counted(outcomes).items())
    note(Noted.REPORTED, area=screen.selection.area, about=f"{name[:100]}: {numbers}")
    return outcomes


def _may(who: Person, act: Act, area: str) -> bool:
    above = who.may(Right.CONFIRM, parent_of(area) or area)
    return rules.may(act, reports=who.may(Right.REPORT, area), confirms_above=above)
