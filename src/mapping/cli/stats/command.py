"""The command itself: which options go together, what is computed, what is written.

Names and conventions of what it writes: docs/statistics.md. Exit status: 0 success, 1 refused, 2 wrong usage.
Imports of the heavy libraries stand inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mapping.cli.options import Language
from mapping.cli.printing import failures_told
from mapping.cli.stats.printing import print_statistics
from mapping.cli.stats.reading import Areas, read_areas, read_links
from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.problems import Problem, Refused

if TYPE_CHECKING:
    from mapping.stats.table import Statistics
    from mapping.stats.weights import Neighbours


def stats(
    data: Annotated[
        Path,
        typer.Argument(
            metavar="DATA.csv", exists=True, dir_okay=False, help="One row per area; UTF-8, commas, points."
        ),
    ],
    identity: Annotated[str, typer.Option("--id", metavar="COLUMN", help="Column with each area's own id.")] = "id",
    observed: Annotated[str, typer.Option(metavar="COLUMN", help="Column with counts.")] = "observed",
    population: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Column with people; or give --expected or --rate.")
    ] = None,
    expected: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Column with expected counts, in place of people.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Column with values of any kind: map and classes only.")
    ] = None,
    previous: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="OBSERVED POPULATION", help="Columns with the counts and people of the period before."),
    ] = None,
    neighbours: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="CSV of links id,neighbour_id; areas without links are islands."
        ),
    ] = None,
    classes: Annotated[
        int | None, typer.Option(min=1, max=100, help="Also class the rates into so many classes.")
    ] = None,
    permutations: Annotated[int, typer.Option(min=1, max=99_999, help="Permutations for Moran's p-values.")] = 9999,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same p-values.")] = 1,
    out: Annotated[Path | None, typer.Option("--json", dir_okay=False, help="Write all statistics here.")] = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Compute every statistic of a table of areas; docs/statistics.md explains each by name.

    Give exactly one of --population, --expected, --rate. Without --json the main ones are printed as a table.
    """
    wanted = _wanted(observed, population, expected, rate, previous, lang)
    if rate is not None and neighbours is None and classes is None:
        raise typer.BadParameter(text("usage.rate_alone", lang))
    with failures_told(lang, refused="stats.refused"):
        table = read_areas(data, identity, wanted)
        links = None if neighbours is None else read_links(neighbours, table)
        found = _computed(table, links, classes, permutations, seed)
        plain = {"ids": table.ids} | {name: _plain(value) for name, value in found.items()}
        if out is None:
            print_statistics(plain, lang)
        else:
            _write(out, plain)


def _wanted(
    observed: str,
    population: str | None,
    expected: str | None,
    rate: str | None,
    previous: tuple[str, str] | None,
    lang: Lang,
) -> dict[str, str]:
    """Which column of the file each meaning is in. Raises typer.BadParameter for options that do not go together."""
    given = {"population": population, "expected": expected, "rate": rate}
    named = {meaning: column for meaning, column in given.items() if column is not None}
    if len(named) != 1:
        raise typer.BadParameter(text("usage.one_meaning", lang))
    if rate is not None:
        if previous is not None:
            raise typer.BadParameter(text("usage.no_previous", lang))
        return named
    before = {} if previous is None else {"observed_prev": previous[0], "population_prev": previous[1]}
    return {"observed": observed} | named | before


def _computed(table: Areas, links: Neighbours | None, classes: int | None, permutations: int, seed: int) -> Statistics:
    import numpy as np  # noqa: PLC0415 (heavy)

    from mapping.stats.table import statistics  # noqa: PLC0415 (heavy)

    columns = {meaning: np.array(values) for meaning, values in table.numbers.items()}
    return statistics(columns, links, k=classes, permutations=permutations, seed=seed)


def _plain(value: Any) -> Any:
    """A value as JSON writes it: undefined is null, infinite is "Inf"."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if not isinstance(value, float) or math.isfinite(value):
        return value
    return None if math.isnan(value) else "Inf" if value > 0 else "-Inf"


def _write(path: Path, found: Mapping[str, Any]) -> None:
    try:
        path.write_text(json.dumps(found, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    except OSError as fault:
        raise Refused([Problem(str(path), "stats_not_written", value=fault.strerror or str(fault))]) from fault
