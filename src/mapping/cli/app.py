"""The command line: `riskmap demo`, `riskmap publish`, and the commands that have a package of their own.

Exit status: 0 success, 1 refused (the input, or what could not be written), 2 wrong usage. Imports of the
heavy libraries stand inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from mapping.cli.check import check
from mapping.cli.events import events
from mapping.cli.import_files import import_files
from mapping.cli.options import Home, Language, home_of
from mapping.cli.pack import pack
from mapping.cli.plan import plan
from mapping.cli.printing import PROBLEMS_SHOWN, failures_told, out, print_identity, print_join
from mapping.cli.snapshots import snapshots
from mapping.cli.stats import stats
from mapping.model.locale import DEFAULT_LANG, text

app = typer.Typer(
    name="riskmap",
    help="The regional risk map: publish a region's data, look after what was published. "
    "Exit status: 0 success, 1 refused, 2 wrong usage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(snapshots, name="snapshots")
app.add_typer(plan, name="plan")
app.command()(stats)
app.command("import")(import_files)
app.command()(events)
app.command()(check)
app.command()(pack)


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder to write into: geo/ and data/ appear in it.")] = Path(),
    seed: Annotated[int, typer.Option(help="The same seed gives the same region, byte for byte.")] = 1710,
    mahallas: Annotated[int, typer.Option(min=16, help="How many mahallas; 9008 makes a country-sized set.")] = 832,
    districts: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="GeoJSON with district polygons to build on, repaired first."),
    ] = None,
) -> None:
    """Make the demonstration region: invented figures, lifelike boundaries, every file `publish` reads."""
    from mapping.demo import build  # noqa: PLC0415 (heavy)

    build(out, seed=seed, mahallas=mahallas, districts=districts)


@app.command()
def publish(
    geo: Annotated[
        Path,
        typer.Option(exists=True, file_okay=False, help="Folder with region, districts and mahallas as .geojson."),
    ] = Path("geo"),
    data: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Folder with the CSV tables and dataset.toml.")
    ] = Path("data"),
    home: Home = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day the figures stand at; default: as dataset.toml says."),
    ] = None,
    lang: Language = DEFAULT_LANG,
    all_problems: Annotated[
        bool, typer.Option("--all-problems", help="Print every problem, not the first 20.")
    ] = False,
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
    with failures_told(lang, limit=None if all_problems else PROBLEMS_SHOWN):
        if if_changed and (shown := publishing.unchanged(geo, data, where)):
            out().print(text("snapshots.unchanged", lang, id=shown))
            return
        report = publishing.publish(geo, data, where, as_of=as_of.date() if as_of else None)
        print_join(report.manifest, lang)
        if report.warnings:
            out().print(text("snapshots.remarked", lang, count=len(report.warnings), id=report.manifest.id))
        print_identity(report.manifest, "cli.already" if report.already else "cli.published", lang)


@app.command("data-format", hidden=True)
def data_format() -> None:
    """Print docs/data-format.md, which is made from the table schemas."""
    from mapping.reading.document import data_format as written  # noqa: PLC0415 (heavy)

    typer.echo(written(), nl=False)


if __name__ == "__main__":
    main()
