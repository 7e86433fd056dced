"""Files that `riskmap events` writes: each appears whole, or stays as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from mapping.model.locale import Lang, text
from mapping.reading.events import Reason, Tally, covered_quarters, statistics
from mapping.reading.events.readings import quarter_of
from mapping.reading.events.tally import LISTED


def write_statistics(tally: Tally, period: Sequence[int], path: Path) -> None:
    """The table of statistics, as `riskmap publish` reads it: UTF-8, commas."""
    _whole(path, lambda draft: statistics(tally, period).to_csv(draft, index=False, lineterminator="\n"))


def write_unplaced(tally: Tally, path: Path, lang: Lang) -> None:
    """The events that were not counted: file, row, reason, and the reason in words; in the order of the files."""
    files = list(dict.fromkeys(one.file for one in tally.unplaced))
    rows = sorted(tally.unplaced, key=lambda one: (files.index(one.file), one.row))
    told = {reason: text(f"unplaced.{reason.key}", lang) for reason in list(Reason)[1:]}
    frame = pd.DataFrame(
        [(_plain(one.file), one.row, one.reason.key, told[one.reason]) for one in rows],
        columns=["file", "row", "reason", "explanation"],
    )
    _whole(path, lambda draft: frame.to_csv(draft, index=False, lineterminator="\n"))


def write_report(tally: Tally, period: Sequence[int], path: Path) -> None:
    """The numbers as JSON."""
    content = json.dumps(as_json(tally, period), ensure_ascii=False, indent=2) + "\n"
    _whole(path, lambda draft: draft.write_text(content, encoding="utf-8"))


def as_json(tally: Tally, period: Sequence[int]) -> dict[str, object]:
    """Rows, events counted and not, by reason; covered quarters and kinds with their number of events."""
    quarters = {str(quarter_of(quarter)): 0 for quarter in covered_quarters(tally, period)}
    kinds: dict[str, int] = {}
    for (quarter, kind), figures in sorted(tally.counts.items()):
        quarters[str(quarter_of(quarter))] += int(figures.sum())
        kinds[tally.kinds[kind]] = kinds.get(tally.kinds[kind], 0) + int(figures.sum())
    return {
        "rows": tally.rows,
        "placed": tally.placed,
        "by_code": tally.by_code,
        "by_coordinates": tally.placed - tally.by_code,
        "not_placed": {reason.key: tally.reasons[reason] for reason in Reason if reason and tally.reasons[reason]},
        "listed_per_reason": LISTED,
        "quarters": quarters,
        "kinds": kinds,
        "unknown_kinds": dict(tally.unknown_kinds.most_common(20)),
    }


def _plain(name: str) -> str:
    """A file's name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in "=+-@\t" else name


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe, in whose place no file must come
        write(path)
        return
    draft = path.with_name(f".{path.name}.part")
    try:
        write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
