"""A letter: who it is to, what is overdue, returned and due, in words; as HTML, as PDF and as plain text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mapping.export.packs.pdf_paper import LEFT, WIDTH, Paper
from mapping.export.packs.story import Grid, Stamp, stamp
from mapping.model import wording
from mapping.model.locale import Lang, name_column, text
from mapping.model.markup import Markup, each, joined, markup
from mapping.store import Snapshot

STYLE = Markup(
    "body{font-family:sans-serif;color:#1a1d24;max-width:52rem;margin:1.5rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #c5ccda;padding:.35rem .5rem;text-align:left;vertical-align:top}th{background:#dfe6f3}"
    ".days{white-space:nowrap}h2{font-size:1.1rem;margin:1.4rem 0 .4rem}.notice{background:#f6cf4e;padding:.2rem .5rem}footer{margin-top:1.5rem;color:#545a66;font-size:.85rem}"
)
PAGE = Markup(
    '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{}</title><style>{}</style></head>'
    "<body><h1>{}</h1><p>{}</p>{}{}<footer>{}</footer></body></html>"
)
SECTION = Markup("<h2>{}</h2><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>")


@dataclass(frozen=True)
class Letter:
    """What is written to one recipient. `sections`: headings with their tables; `own`: words of the installation; `about`: the measures that it tells of."""

    lang: Lang
    to: str
    title: str
    sections: tuple[tuple[str, Grid], ...]
    own: str
    stamp: Stamp
    about: tuple[str, ...]


def letter(
    snapshot: Snapshot, to: str, parts: Mapping[str, pd.DataFrame], lang: Lang, *, day: date, own: str = ""
) -> Letter:
    """The letter of a day about the measures in `parts` (`due.due_of`)."""
    names = snapshot.areas[name_column(lang)]
    head = tuple(text(f"reminder.{name}", lang) for name in ("mahalla", "measure", "deadline", "days"))
    sections = tuple(
        (
            text(f"reminder.{name}", lang, count=len(rows)),
            Grid(
                head,
                (False, False, False, True),
                tuple(_row(row, names, lang) for row in rows.to_dict("records")),
            ),
        )
        for name, rows in parts.items()
    )
    about = tuple(f"{name}:{one}" for name, rows in parts.items() for one in rows["id"])
    title = text("reminder.title", lang, day=wording.day(day, lang))
    return Letter(lang, to, title, sections, own, stamp(snapshot, lang), about)


def _row(row: Mapping[Any, Any], names: pd.Series[Any], lang: Lang) -> tuple[str, ...]:
    """Mahalla, text, deadline, and how many days are over or left."""
    over, left = row["days_overdue"], row["days_left"]
    days = (
        text("reminder.days_over", lang, count=int(over))
        if pd.notna(over)
        else text("reminder.days_left", lang, count=int(left))
        if pd.notna(left) and left >= 0
        else ""
    )
    deadline = None if pd.isna(row["deadline"]) else pd.Timestamp(row["deadline"]).date()
    return str(names.get(row["area"], row["area"])), str(row["text"]), wording.day(deadline, lang), days


def as_html(one: Letter) -> bytes:
    """The letter as a page that asks nobody for anything."""
    sections = joined(
        SECTION.format(title, each("<th>{}</th>", grid.head), joined(_cells(row) for row in grid.rows))
        for title, grid in one.sections
    )
    notice = markup('<p class="notice">{}</p>', one.stamp.notice) if one.stamp.notice else Markup()
    own = markup("<p>{}</p>", one.own) if one.own else Markup()
    foot = f"{one.stamp.as_of} · {one.stamp.snapshot}"
    written = PAGE.format(one.lang.tag, one.title, STYLE, one.title, one.to, notice + own, sections, foot)
    return str(written).encode()


def _cells(row: tuple[str, ...]) -> Markup:
    return markup('<tr><td>{}</td><td>{}</td><td>{}</td><td class="days">{}</td></tr>', *row)


def as_pdf(one: Letter, snapshot: Snapshot) -> bytes:
    """The same on sheets of A4."""
    paper = Paper(one.title, one.stamp, one.lang.tag, snapshot.as_of)
    y = paper.heading(one.title, one.to, [(one.title, 0)])
    if one.own:
        y = paper.block(one.own, LEFT, y, WIDTH, 10) + 2
    for title, grid in one.sections:
        y = paper.block(title, LEFT, y + 1, WIDTH, 12, bold=True) + 1
        y = paper.grid(grid, y, 9, title=title)
    return paper.whole()


def as_text(one: Letter) -> str:
    """The same in plain words."""
    lines = [one.to, *([one.stamp.notice] if one.stamp.notice else []), *([one.own] if one.own else [])]
    for title, grid in one.sections:
        lines += ["", title, *(" · ".join(cell for cell in row if cell) for row in grid.rows)]
    return "\n".join([*lines, "", f"{one.stamp.as_of} · {one.stamp.snapshot}", ""])
