"""`riskmap report`: the Excel form of an area's measures, and what was filled in. Exit status: 0 success, 1 refused, 2 wrong usage.

Done by whoever runs the server: the history says that it was reported from this machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapping.cli.forms import area_in, write_form
from mapping.cli.options import Home, Language, home_of, quarter_of
from mapping.cli.printing import REFUSED, err, failures_told, out, printable
from mapping.model.locale import DEFAULT_LANG, text

report = typer.Typer(no_args_is_help=True, help="Reports of many measures by an Excel form.")


@report.callback()
def _group() -> None:
    """Reports of many measures by an Excel form."""


@report.command()
def form(
    quarter: Annotated[str, typer.Option(metavar="2026Q2", help="The quarter of the measures.")],
    to: Annotated[Path, typer.Option("--out", dir_okay=False, metavar="FILE.xlsx", help="Where to write the form.")],
    area: Annotated[
        str | None, typer.Option(metavar="CODE", help="Region, district or mahalla; default: the whole region.")
    ] = None,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Write the form: a row for each measure that is not over, with its id and version hidden."""
    from mapping.live.forms.sheet import report_form  # noqa: PLC0415 (heavy)
    from mapping.store import open_snapshot  # noqa: PLC0415 (heavy)

    when = quarter_of(quarter, "--quarter", lang)
    with failures_told(lang):
        snapshot = open_snapshot(home_of(home))
        content = report_form(snapshot, area_in(snapshot, area, lang), when, lang)
    write_form(to, content, lang)
    out().print(printable(text("report_form.written", lang, file=to)))


@report.command()
def take(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.xlsx", exists=True, dir_okay=False, help="The form, filled in.")
    ],
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Take what was filled in, row by row; a row on which somebody else reported before is refused alone. Exit status 1 where any row was refused."""
    from mapping.live.forms.filled import read_form  # noqa: PLC0415 (heavy)
    from mapping.live.forms.taken import Fate, counted, take_form  # noqa: PLC0415 (heavy)
    from mapping.store import open_snapshot  # noqa: PLC0415 (heavy)
    from mapping.store.sql import database  # noqa: PLC0415 (heavy)

    with failures_told(lang):
        where = home_of(home)
        figures = open_snapshot(where)
        rows = read_form(file.read_bytes(), file.name)
        outcomes = take_form(database(where), figures, rows, may=lambda _act, _area: True, person="", is_unbound=True)
    for one in outcomes:
        if one.why:
            told = text("report_form.row", lang, row=str(one.row), measure=one.measure, why=one.told(lang))
            err().print(printable(told))
    numbers = counted(outcomes)
    out().print(text("report_form.counted", lang, **{str(fate): number for fate, number in numbers.items()}))
    if numbers[Fate.CONFLICT] or numbers[Fate.REFUSED]:
        raise typer.Exit(REFUSED)
