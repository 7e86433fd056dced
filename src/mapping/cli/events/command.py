"""The command itself: what is read and written. docs/events.md explains it.

Exit status: 0 success, 1 refused, 2 wrong usage. Imports of the heavy libraries stand inside the functions, so that
`--help` answers at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mapping.cli.events.printing import Bar, print_tally
from mapping.cli.options import (
    Dates,
    DayOrder,
    EveryRow,
    Home,
    Language,
    Projection,
    home_of,
    projection_of,
    quarter_of,
)
from mapping.cli.printing import failures_told
from mapping.model.levels import Level
from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.problems import Problem, Refused

if TYPE_CHECKING:
    from mapping.reading.events import Reading, Role, Tally


def events(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False, help="CSV, TSV, Parquet or XLSX.")
    ],
    out: Annotated[Path, typer.Option(dir_okay=False, help="The table of statistics (CSV) to write.")],
    areas: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Boundaries to count into; default: the current snapshot's."),
    ] = None,
    home: Home = None,
    level: Annotated[Level, typer.Option(help="Level of the areas.")] = Level.MAHALLA,
    first: Annotated[
        str | None, typer.Option("--from", metavar="QUARTER", help="First quarter the files cover, as 2025Q1.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="QUARTER", help="Last quarter the files cover.")] = None,
    indicator: Annotated[
        str | None, typer.Option(metavar="CODE", help="Every event is of this kind: the files have no column for it.")
    ] = None,
    kinds: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="CSV `kind,indicator`: what kinds in the files mean."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROLE=HEADING",
            help="Which column is date, kind, code, name, district, latitude, longitude, point or id.",
        ),
    ] = None,
    exchanged: Annotated[
        bool, typer.Option("--exchanged", help="Latitude and longitude stand in each other's columns.")
    ] = False,
    dates: Dates = None,
    projection: Projection = None,
    every_row: EveryRow = False,
    unplaced: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="List of events not counted; default: beside --out, as NAME.unplaced.csv."),
    ] = None,
    report: Annotated[Path | None, typer.Option("--json", dir_okay=False, help="Write the report here.")] = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Count events (date, kind, and a mahalla's code, name or coordinates) into areas, by quarter and indicator.

    Events that cannot be counted are listed with the reason. Nothing is published.
    """
    period, named = _period(first, last, lang), _named(column or [], lang)
    listed = unplaced or out.with_suffix(".unplaced.csv")
    with failures_told(lang, refused="events.refused"):
        answers = _Answers(named, indicator, period, exchanged, dates, projection_of(projection, lang), every_row)
        tally = _count(files, areas, home_of(home), level, kinds, answers, lang)
        _write(tally, out, listed, report, lang)
    print_tally(tally, lang, out=out, listed=listed)


class _Answers(NamedTuple):
    """What the caller says of the files: headings by role, the one kind, the quarters covered, and how they are read."""

    named: dict[Role, str]
    indicator: str | None
    period: list[int]
    exchanged: bool
    dates: DayOrder | None
    projection: str | None
    every_row: bool


def _count(
    files: Sequence[Path], areas: Path | None, home: Path, level: Level, kinds: Path | None, told: _Answers, lang: Lang
) -> Tally:
    from mapping.cli.events.known import known  # noqa: PLC0415 (heavy)
    from mapping.reading.events import Reading, count_files  # noqa: PLC0415 (heavy)
    from mapping.reading.incidents import open_quarters  # noqa: PLC0415 (heavy)

    places, meanings = known(areas, home, level, kinds)
    if told.indicator is not None and told.indicator not in meanings.codes:
        raise typer.BadParameter(
            text("usage.choice", lang, given=told.indicator, known=", ".join(meanings.codes)), param_hint="--indicator"
        )
    reading: Reading = Reading(
        meanings, only=told.indicator, period=told.period, exchanged=told.exchanged, projection=told.projection,
        month_first=None if told.dates is None else told.dates is DayOrder.MONTH, every_row=told.every_row,
    )  # fmt: skip
    with Bar(lang) as bar:
        tally = count_files(files, places, reading, told.named, bar.advance)
    if not tally.placed:
        raise Refused([Problem(path.name, "events_none_counted", value=_main_reason(tally, lang)) for path in files])
    if tally.asked:
        raise Refused(open_quarters(", ".join(path.name for path in files), tally))
    return tally


def _main_reason(tally: Tally, lang: Lang) -> str:
    commonest = tally.reasons.most_common(1)
    return text(f"unplaced.{commonest[0][0].key}", lang) if commonest else ""


def _write(tally: Tally, out: Path, listed: Path, report: Path | None, lang: Lang) -> None:
    from mapping.cli.events.writing import write_report, write_statistics, write_unplaced  # noqa: PLC0415 (heavy)

    path = out
    try:
        write_statistics(tally, out)
        path = listed
        write_unplaced(tally, listed, lang)
        if report is not None:
            path = report
            write_report(tally, report)
    except OSError as fault:
        raise Refused([Problem(path.name, "events_not_written", value=fault.strerror or str(fault))]) from fault


def _period(first: str | None, last: str | None, lang: Lang) -> list[int]:
    """The numbers of the quarters from the first to the last. Raises typer.BadParameter."""
    from mapping.reading.events.dates import quarter_number  # noqa: PLC0415 (heavy)

    if first is None and last is None:
        return []
    if first is None or last is None:
        raise typer.BadParameter(text("usage.both_ends", lang))
    begin, end = (quarter_number(quarter_of(one, name, lang)) for one, name in ((first, "--from"), (last, "--to")))
    if begin > end:
        raise typer.BadParameter(text("usage.ends_turned", lang))
    return list(range(begin, end + 1))


def _named(columns: Sequence[str], lang: Lang) -> dict[Role, str]:
    """Headings by role. Raises typer.BadParameter."""
    from mapping.reading.events import Role  # noqa: PLC0415 (heavy)

    found = {}
    for written in columns:
        role, sign, heading = written.partition("=")
        if role.strip() not in list(Role) or not sign or not heading.strip():
            raise typer.BadParameter(
                text("usage.column", lang, given=written, known=", ".join(Role)), param_hint="--column"
            )
        found[Role(role.strip())] = heading.strip()
    return found
