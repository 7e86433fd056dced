"""`riskmap publish`: a folder in the product's own form, to the current snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapping.cli.options import AsOf, Home, Language, as_of_day, home_of
from mapping.cli.printing import PROBLEMS_SHOWN, failures_told, out, print_identity, print_join
from mapping.model.locale import DEFAULT_LANG, text


def publish(
    geo: Annotated[
        Path,
        typer.Option(exists=True, file_okay=False, help="Folder with region, districts and mahallas as .geojson."),
    ] = Path("geo"),
    data: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Folder with the CSV tables and dataset.toml.")
    ] = Path("data"),
    home: Home = None,
    as_of: AsOf = None,
    lang: Language = DEFAULT_LANG,
    all_problems: Annotated[
        bool, typer.Option("--all-problems", help="Print every problem, not the first 20.")
    ] = False,
    reports: Annotated[
        int | None,
        typer.Option(
            "--reports",
            min=0,
            help="Number of the last report of work that measures.csv holds already: later ones lie over it.",
        ),
    ] = None,
    if_changed: Annotated[
        bool,
        typer.Option("--if-changed", help="Do nothing unless the files changed since these folders were published."),
    ] = False,
) -> None:
    """Check a dataset, report how it joins with the boundaries, and publish it as the current snapshot.

    Bad input is refused with file, row, column, value and rule, and nothing that was published changes.
    Every column of every file is explained in docs/data-format.md.
    """
    from mapping import publishing  # noqa: PLC0415 (heavy)

    where = home_of(home)
    day = as_of_day(as_of, lang)
    with failures_told(lang, None if all_problems else PROBLEMS_SHOWN, more="cli.not_shown"):
        if if_changed and (shown := publishing.unchanged(geo, data, where)):
            out().print(text("snapshots.unchanged", lang, id=shown))
            return
        report = publishing.publish(geo, data, where, as_of=day, seq=reports)
        print_join(report.manifest, lang)
        if report.warnings:
            out().print(text("snapshots.remarked", lang, count=len(report.warnings), id=report.manifest.id))
        print_identity(report.manifest, "cli.already" if report.already else "cli.published", lang)
