"""Files that `riskmap events` writes: each appears whole, or stays as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from mapping.model.locale import Lang, text
from mapping.reading.events import Reason, Tally, statistics
from mapping.reading.events.dates import quarter_of
from mapping.reading.events.tally import LISTED

_SHOWN = 20


def write_statistics(tally: Tally, path: Path) -> None:
    """The table of statistics, as `riskmap publish` reads it: UTF-8, commas."""
    _whole(path, lambda draft: statistics(tally).to_csv(draft, index=False, lineterminator="\n"))


def write_unplaced(tally: Tally, path: Path, lang: Lang) -> None:
    """The events that were not counted, or counted otherwise than they say: file, row, reason, and the reason in words; in
    the order of the files."""
    told = [(one.file, one.row, one.reason.key, text(f"unplaced.{one.reason.key}", lang)) for one in tally.unplaced]
    told += [
        (one.file, one.row, one.remark.key, text(f"event_remark.{one.remark.key}", lang)) for one in tally.remarked
    ]
    files = {file: n for n, file in enumerate(dict.fromkeys(file for file, *_ in told))}
    rows = sorted(told, key=lambda one: (files[one[0]], one[1]))
    frame = pd.DataFrame(
        [(_plain(file), *rest) for file, *rest in rows], columns=["file", "row", "reason", "explanation"]
    )
    _whole(path, lambda draft: frame.to_csv(draft, index=False, lineterminator="\n"))


def write_report(tally: Tally, path: Path) -> None:
    """The numbers as JSON."""
    content = json.dumps(as_json(tally), ensure_ascii=False, indent=2) + "\n"
    _whole(path, lambda draft: draft.write_text(content, encoding="utf-8"))


def as_json(tally: Tally) -> dict[str, object]:
    """Rows, events counted and not, by reason; covered quarters and kinds with their number of events."""
    quarters = {str(quarter_of(quarter)): 0 for quarter in tally.covered}
    kinds: dict[str, int] = {}
    for (quarter, kind), figures in sorted(tally.counts.items()):
        name = str(quarter_of(quarter))
        quarters[name] = quarters.get(name, 0) + int(figures.sum())
        kinds[tally.kinds[kind]] = kinds.get(tally.kinds[kind], 0) + int(figures.sum())
    return {
        "rows": tally.rows,
        "placed": tally.placed,
        "by_code": tally.by_code,
        "by_name": tally.by_name,
        "by_coordinates": tally.placed - tally.by_code - tally.by_name,
        "not_placed": {reason.key: tally.reasons[reason] for reason in Reason if reason and tally.reasons[reason]},
        "remarked": {remark.key: times for remark, times in tally.remarks.items()},
        "open_names": [name.name for name in tally.open_names][:_SHOWN],
        "listed_per_reason": LISTED,
        "quarters": quarters,
        "kinds": kinds,
        "unknown_kinds": dict(tally.unknown_kinds.most_common(_SHOWN)),
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
