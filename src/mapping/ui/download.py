"""The CSV and Excel buttons of a list or table: exactly what the filters show, made when one is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from mapping.export.columns import header_of, words_of
from mapping.export.csv import Separator, file_name, meant, to_csv
from mapping.export.xlsx import XLSX, to_xlsx
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


@dataclass(frozen=True)
class Filter:
    """What a table was narrowed by: its name and value in words, and the code of the value, which the file's name has."""

    name: str
    value: str
    code: str


def show_download(
    screen: Screen, make: Callable[[], pd.DataFrame], *, rows: int, key: str, subject: str, period: str,
    filters: Sequence[Filter] = (),
) -> None:  # fmt: skip
    """A popover with separator, kind of headers and digits, and the buttons.

    `make` gives the table with column codes; `subject`, `period` and `filters` name the file.
    """
    keep(f"csv_separator_{key}", f"csv_header_{key}", f"csv_full_{key}")
    show_drawer(
        screen.text("download.title"),
        partial(_show_choices, screen, make, rows=rows, key=key, subject=subject, period=period, filters=filters),
        icon=":material/download:",
        key=f"popover_{key}",
    )


def _show_choices(
    screen: Screen, make: Callable[[], pd.DataFrame], *, rows: int, key: str, subject: str, period: str,
    filters: Sequence[Filter],
) -> None:  # fmt: skip
    st.caption(screen.text("download.rows", count=wording.number(rows, screen.lang)))
    separator: Separator = st.radio(
        screen.text("download.separator"), SEPARATORS, key=f"csv_separator_{key}",
        format_func=lambda sign: screen.text(f"download.{SEPARATORS[sign]}"),
    )  # fmt: skip
    in_words: bool = st.radio(
        screen.text("download.header"), [True, False], key=f"csv_header_{key}",
        format_func=lambda words: screen.text("download.header_words" if words else "download.header_codes"),
    )  # fmt: skip
    in_full = st.checkbox(screen.text("download.in_full"), key=f"csv_full_{key}")
    area = screen.selection.area
    name = partial(
        file_name, area=f"{area}_{screen.area_name(area)}", indicator=subject, period=period, day=screen.snapshot.as_of,
        filters=[one.code for one in filters],
    )  # fmt: skip
    st.download_button(
        screen.text("download.csv"),
        data=lambda: table_csv(
            screen, make(), separator=separator, in_words=in_words, in_full=in_full, filters=filters, period=period
        ),
        file_name=name(kind="csv"),
        mime="text/csv",
        key=f"download_{key}",
        on_click="ignore",
        type="primary",
    )
    st.download_button(
        screen.text("download.xlsx"),
        data=lambda: table_xlsx(
            screen, make(), title=subject, in_words=in_words, in_full=in_full, filters=filters, period=period
        ),
        file_name=name(kind="xlsx"),
        mime=XLSX,
        key=f"download_xlsx_{key}",
        on_click="ignore",
    )


def table_csv(
    screen: Screen, frame: pd.DataFrame, *, period: str, separator: Separator, in_words: bool, in_full: bool = True,
    filters: Sequence[Filter] = (),
) -> bytes:  # fmt: skip
    """The table with period, snapshot, as-of date and filters in columns; demonstration data says so in each row."""
    extra = _beside(screen, frame, period, filters)
    names = [*frame.columns, *extra]
    return to_csv(
        frame,
        separator=separator,
        header=header_of(names, screen.lang) if in_words else None,
        words=words_of(frame.columns, screen.lang) if in_words else None,
        extra=extra,
        in_full=in_full,
    )


def table_xlsx(
    screen: Screen, frame: pd.DataFrame, *, title: str, period: str, in_words: bool, in_full: bool = True,
    filters: Sequence[Filter] = (),
) -> bytes:  # fmt: skip
    """The same as a workbook, in which what is the same of all rows stands on a sheet of its own."""
    extra = _beside(screen, frame, period, filters)
    heads = header_of([*frame.columns, *extra], screen.lang)
    return to_xlsx(
        frame if in_full else frame.apply(meant),
        title=title,
        header=heads if in_words else None,
        words=words_of(frame.columns, screen.lang) if in_words else None,
        beside={heads.get(name, name): value for name, value in extra.items()},
        about=screen.text("notes.title"),
    )


def _beside(screen: Screen, frame: pd.DataFrame, period: str, filters: Sequence[Filter]) -> dict[str, str]:
    """What is the same of all rows, by the code of its column."""
    extra = {"period": period, "snapshot": screen.snapshot.id, "as_of": screen.snapshot.as_of.isoformat()}
    if "state" in frame.columns:
        extra["judged_on"] = screen.snapshot.day.isoformat()
    if filters:
        extra["filters"] = "; ".join(f"{one.name}: {one.value}" for one in filters)
    if screen.snapshot.demonstration:
        extra["demonstration"] = screen.text("page.demonstration")
    return {name: value for name, value in extra.items() if name not in frame.columns}
