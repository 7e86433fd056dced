"""`riskmap repair`: a layer of boundaries, mended as import would take it, written to a file.

Imports of the heavy libraries stand inside the function, so that `--help` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapping.cli.options import Language
from mapping.cli.printing import (
    PROBLEMS_SHOWN,
    REFUSED,
    err,
    failures_told,
    out,
    print_problems,
    print_table,
    printable,
)
from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.locale import DEFAULT_LANG, text


def repair(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Boundaries, as they are.")],
    to: Annotated[
        Path, typer.Option("--out", dir_okay=False, metavar="FILE.geojson", help="Where to write the mended layer.")
    ],
    level: Annotated[Level | None, typer.Option(help="Level of its areas; default: its content tells.")] = None,
    tolerance: Annotated[
        float, typer.Option(min=0, help="Metres up to which gaps and overlaps of neighbours are closed.")
    ] = 50.0,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Repair rings and close narrow gaps and overlaps, as import does; told by area and metres, written as GeoJSON.

    Nothing is published. What only a person can decide is refused, with its place.
    """
    from mapping.reading.mending import mend  # noqa: PLC0415 (heavy)
    from mapping.reading.request import Request  # noqa: PLC0415 (heavy)

    with failures_told(lang, refused="importing.refused"):
        found = mend(file, Request(FileKind.BOUNDARIES, level, tolerance=tolerance))
        print_problems(found.problems, lang, PROBLEMS_SHOWN, err() if found.content is None else out())
        if found.content is None:
            raise typer.Exit(REFUSED)
        if found.repaired:
            rows = [
                (str(one.row), printable(one.name), one.rule, f"{one.area_change_m2:.1f}") for one in found.repaired
            ]
            headers = [text(f"checked.{name}", lang) for name in ("row", "name", "rule", "area_change")]
            print_table(headers, rows, title=text("checked.repaired", lang))
        to.write_text(found.content + "\n", encoding="utf-8")
        out().print(printable(text("importing.mended", lang, file=to.name, count=len(found.repaired))))
