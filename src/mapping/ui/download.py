"""The CSV button of a list or table: exactly what the filters show, made when it is pressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from mapping.export.columns import header_of, words_of
from mapping.export.csv import Separator, file_name, to_csv
from mapping.model import wording
from mapping.ui.drawer import keep, show_drawer
from mapping.ui.state import Screen
from mapping.views.map.table import subject_of, view_table
from mapping.views.map.view import View

SEPARATORS: dict[Separator, str] = {";": "semicolon", ",": "comma"}


def show_view_download(screen: Screen, view: View) -> None:
    """Exactly the areas and figures that the map and the ranking show."""
    snapshot, selection = screen.snapshot, screen.selection
    subject = subject_of(snapshot, selection)
    show_download(
        screen, lambda: view_table(snapshot, selection, view), rows=len(view.frame), key="view",
        subject=subject.code, period=str(subject.period),
    )  # fmt: skip


def show_download(
    screen: Screen, make: Callable[[], pd.DataFrame], *, rows: int, key: str, subject: str, period: str
) -> None:
    """A popover with separator and kind of headers, and the button.

    `make` gives the table with column codes; `subject` and `period` name the file.
    """
    keep(f"csv_separator_{key}", f"csv_header_{key}")
    show_drawer(
        screen.text("download.title"),
        partial(_show_choices, screen, make, rows=rows, key=key, subject=subject, period=period),
        icon=":material/download:",
        key=f"popover_{key}",
    )


def _show_choices(
    screen: Screen, make: Callable[[], pd.DataFrame], *, rows: int, key: str, subject: str, period: str
) -> None:
    st.caption(screen.text("download.rows", count=wording.number(rows, screen.lang)))
    separator: Separator = st.radio(
        screen.text("download.separator"), SEPARATORS, key=f"csv_separator_{key}",
        format_func=lambda sign: screen.text(f"download.{SEPARATORS[sign]}"),
    )  # fmt: skip
    in_words: bool = st.radio(
        screen.text("download.header"), [True, False], key=f"csv_header_{key}",
        format_func=lambda words: screen.text("download.header_words" if words else "download.header_codes"),
    )  # fmt: skip
    area = screen.selection.area
    st.download_button(
        screen.text("download.csv"),
        data=lambda: table_csv(screen, make(), period=period, separator=separator, in_words=in_words),
        file_name=file_name(
            area=f"{area}_{screen.area_name(area)}", indicator=subject, period=period, day=screen.snapshot.as_of
        ),
        mime="text/csv",
        key=f"download_{key}",
        on_click="ignore",
        type="primary",
    )


def table_csv(screen: Screen, frame: pd.DataFrame, *, period: str, separator: Separator, in_words: bool) -> bytes:
    """The table with period, snapshot and as-of date in columns; demonstration data says so in each row."""
    extra = {"period": period, "snapshot": screen.snapshot.id, "as_of": screen.snapshot.as_of.isoformat()}
    if screen.snapshot.demonstration:
        extra["demonstration"] = screen.text("page.demonstration")
    extra = {name: value for name, value in extra.items() if name not in frame.columns}
    names = [*frame.columns, *extra]
    return to_csv(
        frame,
        separator=separator,
        header=header_of(names, screen.lang) if in_words else None,
        words=words_of(frame.columns, screen.lang) if in_words else None,
        extra=extra,
    )
