"""Showing people what was computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from mapping.cli.printing import printable
from mapping.model.locale import Lang, text

_NEVER_FOLDED = 1000  # signs: a row of the table stays one line, in a pipe too
_AREA_COLUMNS = (
    "crude_per_100k", "expected", "smr", "exact95_smr_lo", "exact95_smr_hi", "p_central", "gp_ml_rr_mean",
    "gp_ml_rr_lo95", "gp_ml_rr_hi95", "gp_ml_prob_rr_gt1", "quadrant", "bh_of_perm_p_two_sided", "gistar_z_B",
    "rate_ratio", "bh_of_p_cond_central", "change_label",
)  # fmt: skip


def print_statistics(found: Mapping[str, Any], lang: Lang) -> None:
    """The main columns of the areas, then everything that is not one number per area."""
    ids = found["ids"]
    shown = [name for name in _AREA_COLUMNS if name in found]
    headers = [text("stats.area", lang), *(text(f"stats.{name}", lang) for name in shown)]
    rows = [[printable(code), *(_cell(found[name][place], lang) for name in shown)] for place, code in enumerate(ids)]
    _print_table(headers, rows)
    single = [name for name, value in found.items() if not isinstance(value, list | dict)]
    classed = [name for name, value in found.items() if name.startswith("classes.") and isinstance(value, list)]
    headers = [text("stats.name", lang), text("stats.value", lang)]
    _print_table(headers, [[name, _values(found[name], lang)] for name in single + classed])


def _values(value: Any, lang: Lang) -> str:
    return "  ".join(_cell(one, lang) for one in (value if isinstance(value, list) else [value]))


def _cell(value: Any, lang: Lang) -> str:
    if value is None:
        return text("stats.undefined", lang)
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1e5 else f"{value:.0f}"
    return text(f"change.{value}", lang) if value in {"rose", "fell", "cannot_tell"} else printable(str(value))


def _print_table(headers: Iterable[str], rows: Iterable[list[str]]) -> None:
    table = Table(box=None, pad_edge=False)
    for place, header in enumerate(headers):
        table.add_column(header, no_wrap=True, justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    console = Console(markup=False, highlight=False, width=_NEVER_FOLDED)
    console.print(table)
    console.print()
