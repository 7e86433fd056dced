"""The command line: `riskmap demo`, `riskmap publish`, `riskmap snapshots`.

Exit status: 0 success, 1 refused (the input, or what could not be written), 2 wrong usage. Imports of the
heavy libraries stand inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from mapping.check_command import check
from mapping.locale import DEFAULT_LANG, Lang, text
from mapping.stats_command import stats

if TYPE_CHECKING:
    from mapping.model.problems import Problem
    from mapping.store import Manifest

REFUSED = 1
PROBLEMS_SHOWN = 20
_NEVER_FOLDED = 1000  # signs: an id or a checksum stays whole, in a pipe too

app = typer.Typer(
    name="riskmap",
    help="The regional risk map: publish a region's data, look after what was published. "
    "Exit status: 0 success, 1 refused, 2 wrong usage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
snapshots = typer.Typer(help="List published snapshots, look at one, make one current.", invoke_without_command=True)
app.add_typer(snapshots, name="snapshots")
app.command()(stats)
app.command()(check)

Language = Annotated[Lang, typer.Option("--lang", envvar="RISKMAP_LANG", help="Language of what is printed.")]
Home = Annotated[
    Path | None,
    typer.Option("--home", envvar="RISKMAP_HOME", help="Where snapshots lie; default: snapshots/ in the project."),
]


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
) -> None:
    """Check a dataset, report how it joins with the boundaries, and publish it as the current snapshot.

    Bad input is refused with file, row, column, value and rule, and nothing that was published changes.
    Every column of every file is explained in docs/data-format.md.
    """
    from mapping import publishing  # noqa: PLC0415 (heavy)

    with _failures_told(lang, limit=None if all_problems else PROBLEMS_SHOWN):
        report = publishing.publish(geo, data, _home(home), as_of=as_of.date() if as_of else None)
        _print_join(report.manifest, lang)
        _print_identity(report.manifest, "cli.already" if report.already else "cli.published", lang)


@app.command("data-format", hidden=True)
def data_format() -> None:
    """Print docs/data-format.md, which is made from the table schemas."""
    from mapping.intake.document import data_format as written  # noqa: PLC0415 (heavy)

    typer.echo(written(), nl=False)


@snapshots.callback()
def snapshots_default(context: typer.Context, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """List published snapshots, look at one, make one current. Without a subcommand: the list."""
    if context.invoked_subcommand is None:
        list_(home, lang)


@snapshots.command("list")
def list_(home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """List the snapshots by as-of date; the current one is marked with an asterisk."""
    from mapping import store  # noqa: PLC0415 (heavy)

    manifests = store.list_snapshots(_home(home))
    if not manifests:
        _out().print(text("cli.none_published", lang, home=_home(home)))
        return
    current = store.current_id(_home(home))
    keys = ("snapshot_id", "snapshot_as_of", "snapshot_created", "snapshot_areas", "snapshot_rows", "snapshot_title")
    rows = [
        (
            f"{one.id} *" if one.id == current else one.id,
            one.as_of.isoformat(),
            f"{one.created:%Y-%m-%d %H:%M}",
            str(one.rows["area"]),
            str(one.rows["statistic"]),
            one.title_in(lang),
        )
        for one in manifests
    ]
    _print_table([text(f"cli.{key}", lang) for key in keys], rows)


@snapshots.command("show")
def show(
    snapshot_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a snapshot, as `list` prints it.")],
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Show a snapshot: its sources with checksums, and how its tables joined with the areas."""
    from mapping import store  # noqa: PLC0415 (heavy)

    with _failures_told(lang):
        manifest = store.read_manifest(_home(home), snapshot_id)
        _out().print(f"{manifest.id}  {manifest.as_of}  {_printable(manifest.title_in(lang))}")
        sources = [(source.file, str(source.size), source.sha256) for source in manifest.sources]
        _print_table([text("cli.source_file", lang), text("cli.source_size", lang), "SHA-256"], sources)
        _print_join(manifest, lang)


@snapshots.command("use")
def use(
    snapshot_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a snapshot, as `list` prints it.")],
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Make a published snapshot the current one; readers see it from their next view on."""
    from mapping import store  # noqa: PLC0415 (heavy)

    with _failures_told(lang):
        _print_identity(store.use_snapshot(_home(home), snapshot_id), "cli.now_current", lang)


def _home(named: Path | None) -> Path:
    from mapping.store import default_home  # noqa: PLC0415 (heavy)

    return named.expanduser() if named else default_home()


@contextmanager
def _failures_told(lang: Lang, limit: int | None = PROBLEMS_SHOWN) -> Iterator[None]:
    """Turn what the store and the checks raise into words for a person and exit status 1."""
    from mapping.model.problems import Refused  # noqa: PLC0415
    from mapping.store import NoSnapshot, StoreError  # noqa: PLC0415 (heavy)

    try:
        yield
    except Refused as refused:
        _print_problems(refused.problems, lang, limit)
    except StoreError as fault:
        _err().print(text("cli.not_written", lang, reason=fault))
    except NoSnapshot as fault:
        _err().print(text("cli.no_snapshot", lang, reason=fault))
    else:
        return
    raise typer.Exit(REFUSED)


def _print_problems(problems: tuple[Problem, ...], lang: Lang, limit: int | None) -> None:
    from mapping.intake import explain, place  # noqa: PLC0415 (heavy)

    console = _err()
    for problem in problems[:limit]:
        console.print(_printable(f"{place(problem, lang)} [{problem.rule}]"), style="bold")
        if problem.value:
            console.print(_printable("  " + text("cli.value", lang, value=problem.value)))
        console.print(_printable(f"  {explain(problem, lang)}"))
    if limit is not None and len(problems) > limit:
        console.print(text("cli.not_shown", lang, count=len(problems) - limit))
    console.print(text("cli.refused", lang, count=len(problems)))


def _print_join(manifest: Manifest, lang: Lang) -> None:
    rows = [
        (
            join.table,
            f"{join.matched} / {join.rows}",
            _with_samples(join.unplaced_rows, join.unplaced, join.unplaced_areas),
            _with_samples(join.without, join.without_samples, join.without),
        )
        for join in manifest.joins
    ]
    keys = ("join_table", "join_matched", "join_unplaced", "join_without")
    _print_table([text(f"cli.{key}", lang) for key in keys], rows, title=text("cli.join_title", lang))


def _with_samples(number: int, samples: tuple[str, ...], areas: int) -> str:
    """`3: 1710999001, …`, the codes shown being up to five of those meant."""
    if not number:
        return "0"
    return f"{number}: {', '.join(samples)}{', …' if areas > len(samples) else ''}"


def _print_identity(manifest: Manifest, key: str, lang: Lang) -> None:
    _out().print(text(key, lang, id=manifest.id, as_of=manifest.as_of.isoformat()))
    if manifest.demonstration:
        _out().print(text("cli.demonstration", lang))


def _print_table(headers: Iterable[str], rows: Iterable[tuple[str, ...]], title: str | None = None) -> None:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for header in headers:
        table.add_column(header, no_wrap=True)
    for row in rows:
        table.add_row(*(_printable(cell) for cell in row))
    Console(markup=False, highlight=False, width=_NEVER_FOLDED).print(table)


def _printable(words: str) -> str:
    """The words without control signs: a file's cell must not steer the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in words)


def _out() -> Console:
    return Console(markup=False, highlight=False, soft_wrap=True)


def _err() -> Console:
    return Console(stderr=True, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
