"""From values seen to rows: medians, spread, ratios; the table and build/bench.json."""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from bench.dataset import DISPLAY, SOURCE
from bench.measures import Key, Notebook

UNITS = {
    "rerun_server": "s",
    "change_repaint": "s",
    "jump_repaint": "s",
    "drill_repaint": "s",
    "first_visit": "s",
    "click_panel": "s",
    "start_to_ready": "s",
    "change_bytes": "bytes",
    "first_view_bytes": "bytes",
    "first_view_bundle_bytes": "bytes",
    "memory_start": "bytes",
    "memory_first_session": "bytes",
    "memory_per_session": "bytes",
    "repaints_lost": "repaints",
    "repaints_tried": "repaints",
    "browser_process_growth_200": "%",
    "browser_heap_growth_200": "%",
    "browser_kept_growth_200": "%",
}
GROWTH = "growth_9008_over_832"
GROWTH_AREAS = (832, 9008)
PACKAGES = ("streamlit", "folium", "streamlit-folium", "dash", "dash-leaflet", "bokeh", "playwright")
Row = dict[str, Any]
Values = dict[Key, list[float]]


def machine(browser_version: str) -> dict[str, Any]:
    """What was measured on, and with which versions."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "python": platform.python_version(),
        "chromium": browser_version,
        "packages": {name: version(name) for name in PACKAGES},
    }


def rows(notes: Notebook) -> list[Row]:
    """Ours beside the tutorial way under the measurement's name; each other side in rows of its own name."""
    values = dict(notes.values)
    places = sorted({(list(UNITS).index(name), areas) for name, _, areas, _ in values})
    names = list(UNITS)
    result: list[Row] = []
    for at, areas in places:
        result.append(_main_row(values, names[at], areas))
        result.extend(_other_rows(values, names[at], areas))
    return [*result, *_growth(values)]


def write(file: Path, about: dict[str, Any], notes: Notebook) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {"machine": about, "results": rows(notes), "failures": notes.failures}
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def show(notes: Notebook) -> None:
    """The table: medians with the smallest and the largest value seen."""
    table = Table("name", "areas", "unit", "ours", "other", "ratio", "same geometry", "runs")
    for row in rows(notes):
        other = "tutorial" if row["tutorial"] is not None else "peer"
        table.add_row(
            row["name"],
            str(row["areas"]),
            row["unit"],
            _cell(row, "ours"),
            _cell(row, other),
            _figure(row["ratio"]),
            _figure(row["ratio_same_geometry"]),
            str(row["runs"]),
        )
    console = Console(width=None if Console().is_terminal else 170)
    console.print(table)
    for failure in notes.failures:
        console.print(f"not measured: {failure}", markup=False)


def _main_row(values: Values, name: str, areas: int) -> Row:
    ours = values.get((name, "ours", areas, SOURCE))
    other = values.get((name, "tutorial", areas, SOURCE))
    same = values.get((name, "tutorial", areas, DISPLAY))
    spread = {"ours": _spread(ours), "tutorial": _spread(other), "tutorial_same_geometry": _spread(same)}
    return {
        "name": name,
        "areas": areas,
        "unit": UNITS[name],
        "ours": _median(ours),
        "tutorial": _median(other),
        "ratio": _ratio(other, ours),
        "ratio_same_geometry": _ratio(same, ours),
        "runs": len(ours or other or same or []),
        "tutorial_same_geometry": _median(same),
        "spread": spread,
    }


def _other_rows(values: Values, name: str, areas: int) -> Iterator[Row]:
    ours = values.get((name, "ours", areas, SOURCE))
    forms = {(side, geometry) for seen, side, count, geometry in values if (seen, count) == (name, areas)}
    for side, geometry in sorted(forms, key=lambda form: (form[0], form[1] != SOURCE)):
        if side in ("ours", "tutorial"):
            continue
        seen = values[name, side, areas, geometry]
        simplified = values.get((name, side, areas, DISPLAY)) if geometry == SOURCE else seen
        yield {
            "name": f"{name}_{side}" + ("_simplified" if geometry == DISPLAY else ""),
            "areas": areas,
            "unit": UNITS[name],
            "ours": _median(ours),
            "tutorial": None,
            "ratio": _ratio(seen, ours),
            "ratio_same_geometry": _ratio(simplified, ours),
            "runs": len(seen),
            "peer": _median(seen),
            "spread": {"ours": _spread(ours), "peer": _spread(seen)},
        }


def _growth(values: Values) -> Iterator[Row]:
    """How many times longer a rerun takes with the larger set."""
    small, large = GROWTH_AREAS
    grown = {}
    for side in ("ours", "tutorial"):
        at_small, at_large = (values.get(("rerun_server", side, areas, SOURCE)) for areas in (small, large))
        grown[side] = _ratio(at_large, at_small)
    if any(value is not None for value in grown.values()):
        runs = len(values.get(("rerun_server", "ours", large, SOURCE), []))
        empty = {"ratio": None, "ratio_same_geometry": None, "spread": {}}
        yield {"name": GROWTH, "areas": large, "unit": "times", **grown, "runs": runs, **empty}


def _median(values: list[float] | None) -> float | None:
    return statistics.median(values) if values else None


def _spread(values: list[float] | None) -> list[float] | None:
    return [min(values), max(values)] if values else None


def _ratio(above: list[float] | None, below: list[float] | None) -> float | None:
    if not above or not below or statistics.median(below) == 0:
        return None
    return statistics.median(above) / statistics.median(below)


def _cell(row: Row, side: str) -> str:
    spread = row["spread"].get(side)
    middle = _figure(row.get(side))
    return middle if not spread else f"{middle} ({_figure(spread[0])}–{_figure(spread[1])})"


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
