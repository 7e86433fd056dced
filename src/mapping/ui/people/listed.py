"""A list of people brought as a file, with what became of each row."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.access import roster
from mapping.access.errors import AccessRefused
from mapping.access.presence import presence
from mapping.access.roster import COLUMNS, Outcome, Taken
from mapping.export.csv import to_csv
from mapping.model.markup import each, markup
from mapping.model.problems import Refused
from mapping.reading.messages import place
from mapping.reading.specification import message
from mapping.store import StoreError
from mapping.store.opened import opened
from mapping.ui.data.uploads import stored
from mapping.ui.drawer import show_drawer
from mapping.ui.people.done import link_of
from mapping.ui.person import doer
from mapping.ui.plain import as_text
from mapping.ui.state import Screen

_TAKEN, _ROUND = "people_taken", "people_round"
_SHOWN = 200


def show_list_bringing(screen: Screen) -> None:
    """Behind a button: the file, then the report."""
    show_drawer(
        screen.text("people.bring_list"), lambda: _show(screen), icon=":material/upload_file:", key="people_list"
    )


def _show(screen: Screen) -> None:
    st.caption(as_text(screen.text("people.list_note")))
    st.download_button(
        screen.text("people.list_sample"), _sample(screen), file_name="people.csv", mime="text/csv", key="people_sample",
        on_click="ignore",
    )  # fmt: skip
    key = f"people_file_{st.session_state.get(_ROUND, 0)}"
    brought = st.file_uploader(screen.text("people.list_drop"), key=key, type=["csv", "txt", "xlsx"])
    if brought is not None and st.button(screen.text("people.list_take"), key="people_take", type="primary"):
        try:
            with stored([brought]) as paths:
                rows = roster.read(paths[0])
            st.session_state[_TAKEN] = list(
                roster.take(presence().base, doer(), rows, known=frozenset(opened(None).areas.index))
            )
        except Refused as refused:
            problem = refused.problems[0]
            st.error(f"{as_text(place(problem, screen.lang))}: {as_text(message(problem, screen.lang))}")
            return
        except (AccessRefused, StoreError) as fault:
            st.error(as_text(fault.told(screen.lang)), icon=":material/error:")
            return
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()
    if taken := st.session_state.get(_TAKEN):
        _show_report(screen, taken)


def _show_report(screen: Screen, taken: list[Taken]) -> None:
    refused = sum(one.outcome is Outcome.REFUSED for one in taken)
    st.html(markup('<p class="rest">{}</p>', screen.text("people.rows", rows=len(taken), refused=refused)))
    ordered = sorted(taken, key=lambda one: (one.outcome is not Outcome.REFUSED, one.row.number))
    cells = ((one.outcome, one.row.number, one.row.cells["login"], _told(screen, one)) for one in ordered[:_SHOWN])
    rows = each('<tr class="row-{}"><td>{}</td><td>{}</td><td>{}</td></tr>', cells)
    heads = (screen.text(f"people.{name}") for name in ("row_number", "login", "row_outcome"))
    head = each("<th scope='col'>{}</th>", ((name,) for name in heads))
    st.html(
        markup(
            '<div class="wide" tabindex="0"><table class="listing"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
            head,
            rows,
        )
    )
    st.caption(screen.text("people.list_links_note"))
    st.download_button(
        screen.text("people.list_links"), _report_csv(screen, taken), file_name="people-links.csv", mime="text/csv",
        key="people_links", on_click="ignore",
    )  # fmt: skip


def _told(screen: Screen, one: Taken) -> str:
    return one.fault.told(screen.lang) if one.fault else screen.text(f"people.row_{one.outcome}")


def _report_csv(screen: Screen, taken: list[Taken]) -> bytes:
    """A row an account, with its link where it is new."""
    rows = [
        (
            one.row.number, one.row.cells["login"], one.row.cells["name"], _told(screen, one),
            link_of(one.token, screen.lang) if one.token else "",
        )
        for one in taken
    ]  # fmt: skip
    columns = ("row_number", "login", "name", "row_outcome", "row_link")
    return _csv(screen, pd.DataFrame(rows, columns=list(columns)))


def _sample(screen: Screen) -> bytes:
    area = screen.selection.area
    row = (
        "dilnoza.k",
        "Dilnoza K.",
        area,
        f"{screen.text('right.view')}, {screen.text('right.report')}",
        "",
        screen.text("people.no"),
    )
    return _csv(screen, pd.DataFrame([row], columns=list(COLUMNS)))


def _csv(screen: Screen, frame: pd.DataFrame) -> bytes:
    header = {name: screen.text(f"people.{name}") for name in frame.columns}
    return to_csv(frame, separator=";", header=header)
