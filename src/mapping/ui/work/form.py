"""Reports of many measures by an Excel form: taken home for an area and quarter, and brought back."""

from __future__ import annotations

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
from mapping.ui.person import note
from mapping.ui.plain import as_text
from mapping.ui.reporting import may_report_on
from mapping.ui.state import Screen
from mapping.views.oversight.situation import measure_quarters

SHOWN, MOST_MEGABYTES = 200, 20
_DONE = "form_done"


def show_form(screen: Screen) -> None:
    """The form of the area looked at and a place for what was filled in; nothing for one who reports nowhere, or at a past meeting."""
    who, quarters = may_report_on(screen), measure_quarters(screen.snapshot)
    if who is None or not who.may_somewhere(Right.REPORT) or not quarters:
        return
    with st.expander(screen.text("report_form.open"), icon=":material/table:"):
        st.caption(screen.text("report_form.how"))
        left, right = st.columns([1, 2], vertical_alignment="bottom")
        quarter: Quarter = left.selectbox(
            screen.text("report_form.quarter"), quarters, index=len(quarters) - 1, key="form_quarter",
            format_func=lambda one: wording.quarter(one, screen.lang),
        )  # fmt: skip
        area = screen.selection.area
        name = file_name(area=area, indicator="reports", period=str(quarter), day=screen.snapshot.as_of)
        right.download_button(
            screen.text("report_form.download"), partial(report_form, screen.snapshot, area, quarter, screen.lang),
            file_name=f"{name.removesuffix('csv')}xlsx", mime=XLSX, key="form_download", on_click="ignore",
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
