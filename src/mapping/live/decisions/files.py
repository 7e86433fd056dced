"""Decisions as files that come in again as measures: CSV and Excel, headings and words in the reader's language."""

from __future__ import annotations

from datetime import date

import pandas as pd

from mapping.export.columns import header_of, words_of
from mapping.export.csv import Separator, to_csv
from mapping.export.plan_file import words_of_snapshot
from mapping.export.plan_form import NAMED, plan_form
from mapping.live.decisions.offers import names_of
from mapping.model.levels import DISTRICT_DIGITS
from mapping.model.locale import Lang, text
from mapping.store import Snapshot


def decisions_csv(snapshot: Snapshot, rows: pd.DataFrame, lang: Lang, *, separator: Separator) -> bytes:
    """The rows of `measures.measure_rows`, with names beside codes, snapshot and as-of date; invented data says so."""
    frame = rows.copy()
    names = names_of(snapshot, {*frame["area"], *frame["area"].str[:DISTRICT_DIGITS]}, lang)
    frame.insert(1, "mahalla_name", frame["area"].map(names))
    frame.insert(1, "district_name", frame["area"].str[:DISTRICT_DIGITS].map(names))
    extra = {"snapshot": snapshot.id, "as_of": snapshot.as_of.isoformat()}
    if snapshot.demonstration:
        extra["demonstration"] = text("page.demonstration", lang)
    columns = [*frame.columns, *extra]
    return to_csv(
        frame, separator=separator, header=header_of(columns, lang), words=words_of(columns, lang), extra=extra
    )


def decisions_workbook(snapshot: Snapshot, rows: pd.DataFrame, lang: Lang, *, title: str, made: date) -> bytes:
    """The same rows as an Excel form of measures, with drop-down lists; the title says where the data is invented."""
    named = f"{title} ({text('page.demonstration', lang)})" if snapshot.demonstration else title
    words = words_of_snapshot(snapshot, lang)
    note = text("decision.form_note", lang, page=text("page.data", lang))
    return plan_form(rows, words, lang, title=named, made=made, told=NAMED, note=note)
