"""The command itself. Exit status: 0 written, 1 refused, 2 wrong usage.

Imports of the heavy libraries stand inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from mapping.cli.options import Home, home_of
from mapping.cli.printing import REFUSED, failures_told
from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.periods import Period, periods

if TYPE_CHECKING:
    from mapping.export.packs.formats import Format
    from mapping.model.selection import Selection
    from mapping.store import Snapshot


def pack(
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write into; it is made if need be.")],
    area: Annotated[
        str | None, typer.Option(metavar="CODE", help="Region, district or mahalla; default: the whole region.")
    ] = None,
    quarter: Annotated[
        str | None,
        typer.Option(
            metavar="2025Q4",
            help="Quarter; also a year (2025) or four quarters (2025Q4-4). Default: the latest quarter.",
        ),
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(metavar="CODE", help="What is counted; default: the first indicator.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Kinds of files with commas between; default: all of them.")
    ] = "",
    home: Home = None,
    lang: Annotated[
        Lang, typer.Option("--lang", envvar="RISKMAP_LANG", help="Language of the files and of what is printed.")
    ] = DEFAULT_LANG,
) -> None:
    """Write an area's packs: files that need neither a server nor a network."""
    from mapping.live.current import live  # noqa: PLC0415 (heavy)
    from mapping.store import open_snapshot  # noqa: PLC0415 (heavy)

    wanted = _formats(formats, lang)
    with failures_told(lang):
        snapshot = live(open_snapshot(home_of(home)))
    selection = _selection(snapshot, area=area, quarter=quarter, indicator=indicator, lang=lang)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        for form in progress.track(wanted, description=text("pack_files.making", lang)):
            try:
                path, size = _write(folder, snapshot, selection, form)
            except OSError as fault:
                reason = fault.strerror or str(fault)
                typer.echo(text("pack_files.not_written", lang, folder=folder, reason=reason), err=True)
                raise typer.Exit(REFUSED) from fault
            typer.echo(text("pack_files.written", lang, file=path, size=f"{size / 1024:.0f}"))
    typer.echo(text("pack_files.of", lang, id=snapshot.id, as_of=snapshot.as_of.isoformat()))
    if snapshot.demonstration:
        typer.echo(text("cli.demonstration", lang))


def _formats(given: str, lang: Lang) -> list[Format]:
    """The formats named, each once; all for none. A name that is unknown is wrong usage."""
    from mapping.export.packs.formats import FORMATS  # noqa: PLC0415 (heavy)

    names = list(dict.fromkeys(name.strip().lower() for name in given.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        told = text("pack_files.bad_format", lang, given=", ".join(unknown), known=", ".join(FORMATS))
        raise typer.BadParameter(told, param_hint="--format")
    return [FORMATS[name] for name in names or FORMATS]


def _selection(
    snapshot: Snapshot, *, area: str | None, quarter: str | None, indicator: str | None, lang: Lang
) -> Selection:
    """The default view of an area in a period. What the snapshot does not hold is wrong usage."""
    from mapping.model.selection import default_selection  # noqa: PLC0415 (heavy)

    if not snapshot.quarters or snapshot.indicators.empty:
        typer.echo(text("page.no_statistics", lang), err=True)
        raise typer.Exit(REFUSED)
    chosen = area or snapshot.region
    if chosen not in snapshot.areas.index:
        raise typer.BadParameter(text("plan.bad_area", lang, given=chosen), param_hint="--area")
    start = default_selection(snapshot)
    if indicator is not None and indicator not in snapshot.indicators.index:
        known = ", ".join(str(code) for code in snapshot.indicators.index)
        told = text("pack_files.bad_indicator", lang, given=indicator, known=known)
        raise typer.BadParameter(told, param_hint="--indicator")
    period = _period(snapshot, quarter, lang)
    return replace(start, area=chosen, period=period, indicator=indicator or start.indicator, lang=lang)


def _period(snapshot: Snapshot, given: str | None, lang: Lang) -> Period:
    """The period meant; every quarter of it has figures."""
    if given is None:
        return Period(snapshot.quarters[-1])
    known = {str(one): one for one in periods(snapshot.quarters)}
    if given not in known:
        first, last = snapshot.quarters[0], snapshot.quarters[-1]
        told = text("pack_files.bad_period", lang, given=given, first=first, last=last)
        raise typer.BadParameter(told, param_hint="--quarter")
    return known[given]


def _write(folder: Path, snapshot: Snapshot, selection: Selection, form: Format) -> tuple[Path, int]:
    """Make a file and put it into the folder whole or not at all. Raises OSError."""
    from mapping.export.packs.formats import pack_name  # noqa: PLC0415 (heavy)

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / pack_name(snapshot, selection, selection.area, selection.lang, form)
    content = form.build(snapshot, selection, selection.area, selection.lang)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path, len(content)
