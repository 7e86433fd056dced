"""The command itself. Exit status: 0 publishable, 1 refused or with open questions, 2 wrong usage.

Imports of the heavy libraries stand inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapping.cli.check.printing import print_report
from mapping.cli.options import Dates, DecimalSign, Home, Sign, area_code, constants_of, home_of
from mapping.cli.printing import REFUSED, failures_told
from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.problems import Refused
from mapping.model.signs import made_visible
from mapping.model.vocabulary import TermKind

if TYPE_CHECKING:
    from mapping.reading.matching import Reference
    from mapping.reading.report import Report
    from mapping.reading.tables.words import Own

_SUFFIXES = (".json", ".csv", ".html")


def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Boundaries or a table, as it is.")
    ],
    kind: Annotated[FileKind | None, typer.Option(help="What the file holds; default: its content tells.")] = None,
    level: Annotated[Level | None, typer.Option(help="Level of its areas; default: its content tells.")] = None,
    parent: Annotated[
        str | None, typer.Option(metavar="CODE", help="Code of the region or district in which the areas lie.")
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Mapping profile (YAML), or the name of a stored or shipped one; default: found by headings.",
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="Period of every figure, as 2025Q4, where the table names none; the quarters that events cover.",
        ),
    ] = None,
    dates: Dates = None,
    decimal: DecimalSign = None,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Agree to what is asked under this rule; may be repeated.")
    ] = None,
    tolerance: Annotated[
        float, typer.Option(min=0, help="Metres up to which gaps and overlaps of neighbours are closed.")
    ] = 50.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    report: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the whole report here: .json, .csv or .html.")
    ] = None,
    home: Home = None,
    lang: Annotated[
        Lang, typer.Option("--lang", envvar="RISKMAP_LANG", help="Language of what is printed.")
    ] = DEFAULT_LANG,
) -> None:
    """Check a file of any supported kind: may it be published, and if not, what is to be done.

    Nothing is published or changed. Every rule is explained in docs/data-spec.md.
    """
    from mapping.reading.specification import rule_of  # noqa: PLC0415 (heavy)

    area_code(parent, lang)
    _require_usage(report, period, lang)
    with failures_told(lang):
        found = _examined(
            file, kind=kind, level=level, parent=parent, profile=profile, decimal=decimal,
            constants=constants_of(period, dates),
            tolerance=tolerance, home=home_of(home),
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(found.as_json(lang), ensure_ascii=False, indent=2, allow_nan=False).encode())
    else:
        print_report(found, file.name, lang)
    if report is not None:
        _write(found, report, made_visible(file.name), lang)
    if not found.publishable or any(rule_of(problem) not in (accept or ()) for problem in found.asked):
        raise typer.Exit(REFUSED)


def _require_usage(report: Path | None, period: str | None, lang: Lang) -> None:
    """Raises typer.BadParameter for a report in a form that is not written, and no period."""
    from mapping.reading.events.coverage import covered_by  # noqa: PLC0415 (heavy)

    try:
        covered_by("", period)
    except Refused:
        raise typer.BadParameter(text("usage.period", lang, given=period), param_hint="--period") from None
    if report is not None and report.suffix.lower() not in _SUFFIXES:
        raise typer.BadParameter(
            text("usage.choice", lang, given=report.name, known=", ".join(_SUFFIXES)), param_hint="--report"
        )


def _examined(
    file: Path, *, kind: FileKind | None, level: Level | None, parent: str | None, profile: str | None,
    constants: dict[str, str], decimal: Sign | None, tolerance: float, home: Path,
) -> Report:  # fmt: skip
    from mapping.reading.events.detection import holds_events  # noqa: PLC0415 (heavy)
    from mapping.reading.examination import examine_apart  # noqa: PLC0415 (heavy)
    from mapping.reading.files import recognise  # noqa: PLC0415 (heavy)
    from mapping.reading.files.apart import apart  # noqa: PLC0415 (heavy)
    from mapping.reading.report import Report  # noqa: PLC0415 (heavy)
    from mapping.reading.request import Request  # noqa: PLC0415 (heavy)
    from mapping.reading.tables.figures import Marks  # noqa: PLC0415
    from mapping.reading.tables.profile_shelf import find_profile, profiles_of  # noqa: PLC0415 (heavy)

    try:
        mapped = find_profile(home, profile) if profile else None
    except Refused as refused:
        return Report(kind, 0, refused.problems)
    try:
        is_boundaries = apart(partial(recognise, file), file).is_boundaries
        events = kind is FileKind.EVENTS or (
            kind is None and not is_boundaries and apart(partial(holds_events, file), file)
        )
    except Refused as refused:
        return Report(kind, 0, refused.problems)
    reference, words = _known(home, outlines=events or is_boundaries)
    return examine_apart(file, Request(
        kind, level, parent, reference=reference, tolerance=tolerance, profile=mapped,
        marks=Marks(decimal=decimal.value if decimal else None), profiles=profiles_of(home).profiles,
        constants=constants, words=words,
    ))  # fmt: skip


def _known(home: Path, *, outlines: bool) -> tuple[Reference, Own]:
    """The shipped register with the areas of the current snapshot, where there is one, with their outlines, and its own words.

    Raises NoSnapshot, also for a damaged one.
    """
    import geopandas as gpd  # noqa: PLC0415 (heavy)
    import pandas as pd  # noqa: PLC0415 (heavy)

    from mapping import store  # noqa: PLC0415 (heavy)
    from mapping.reading.matching import shipped_reference  # noqa: PLC0415 (heavy)
    from mapping.reading.tables.words import own_words  # noqa: PLC0415 (heavy)

    try:
        published = store.open_snapshot(home)
    except store.NothingPublished:
        return shipped_reference(), {}
    areas = published.areas.reset_index()
    if outlines:
        drawn = pd.concat([published.geometry(level) for level in Level])
        areas = gpd.GeoDataFrame(areas.merge(drawn, on="code"), geometry="geometry", crs=drawn.crs)
    terms = pd.concat([published.terms(kind).assign(kind=kind.value).reset_index() for kind in TermKind])
    words = own_words(published.indicators.reset_index(), terms)
    published.close()
    return shipped_reference().with_areas(areas), words


def _write(found: Report, path: Path, file: str, lang: Lang) -> None:
    from mapping.export.csv import to_csv  # noqa: PLC0415 (heavy)
    from mapping.reading.reporting import as_html, report_frame, report_header  # noqa: PLC0415 (heavy)

    match path.suffix.lower():
        case ".json":
            content = (json.dumps(found.as_json(lang), ensure_ascii=False, indent=2) + "\n").encode()
        case ".csv":
            content = to_csv(report_frame(found, lang), separator=";", header=report_header(lang))
        case _:
            content = as_html(found, lang, file).encode()
    try:
        path.write_bytes(content)
    except OSError as fault:
        typer.echo(text("checked.report_not_written", lang, reason=fault.strerror or str(fault)), err=True)
        raise typer.Exit(REFUSED) from fault
