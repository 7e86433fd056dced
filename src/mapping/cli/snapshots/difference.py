"""`riskmap snapshots diff`: what changed between two snapshots, printed and written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapping.views.difference import SHOWN, Difference, ChangeKind, compare_snapshots, with_names
from mapping.export.columns import header_of, words_of
from mapping.export.csv import to_csv
from mapping.model.locale import Lang, text
from mapping.cli.printing import out, print_table, printable
from mapping.store import NotWritten, open_snapshot

if TYPE_CHECKING:
    from mapping.store import Manifest

ROWS_SHOWN = 20


def difference_of(home: Path, before: str, after: str) -> Difference:
    """What changed between two snapshots of a home. Raises NoSnapshot, Damaged."""
    earlier, later = open_snapshot(home, before), open_snapshot(home, after)
    try:
        return compare_snapshots(earlier, later)
    finally:
        earlier.close()
        later.close()


def print_difference(found: Difference, lang: Lang, limit: int | None) -> None:
    """How many changes of each kind there are, then up to `limit` rows of each."""
    out().print(text("changes.between", lang, before=_identity(found.before), after=_identity(found.after)))
    if found.periods_added:
        out().print(text("changes.periods_added", lang, periods=", ".join(found.periods_added)))
    for kind, number in found.counts.items():
        out().print(f"{text(f'changes.{kind}', lang)}: {number}")
        if number:
            _print_rows(found, kind, lang, limit)


def _print_rows(found: Difference, kind: ChangeKind, lang: Lang, limit: int | None) -> None:
    frame = with_names(found, kind, lang)[[*SHOWN[kind]]]
    words = words_of(frame.columns, lang)
    headers = header_of(frame.columns, lang)
    rows = frame.head(limit) if limit is not None else frame
    columns = [[_cell(value, words.get(name, {})) for value in rows[name]] for name in SHOWN[kind]]
    print_table([headers.get(name, name) for name in SHOWN[kind]], zip(*columns, strict=True))
    if len(rows) < len(frame):
        out().print(text("changes.not_shown", lang, count=len(frame) - len(rows)))


def _cell(value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return "" if pd.isna(value) else printable(words.get(value, str(value)))


def write_csv(found: Difference, folder: Path, lang: Lang) -> None:
    """One file for every kind, also for those without a change: `figures.csv` and so on. Raises NotWritten."""
    extra = {"snapshot_before": found.before.id, "snapshot_after": found.after.id}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in ChangeKind:
            frame = with_names(found, kind, lang)
            header, words = header_of([*frame.columns, *extra], lang), words_of(frame.columns, lang)
            content = to_csv(frame, separator=";", header=header, words=words, extra=extra)
            (folder / f"{kind}.csv").write_bytes(content)
    except OSError as fault:
        raise NotWritten(home=folder, reason=fault) from fault


def write_json(found: Difference, path: Path) -> None:
    """Everything as one document: codes, no words; missing is null. Raises NotWritten."""
    document = {
        "before": {"id": found.before.id, "as_of": found.before.as_of.isoformat()},
        "after": {"id": found.after.id, "as_of": found.after.as_of.isoformat()},
        "periods_added": list(found.periods_added),
        "counts": {str(kind): number for kind, number in found.counts.items()},
        "tables": {str(kind): _records(frame) for kind, frame in found.tables.items()},
    }
    try:
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise NotWritten(home=path, reason=fault) from fault


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    days = {str(name): frame[name].dt.strftime("%Y-%m-%d") for name in frame.select_dtypes("datetime")}
    return list(json.loads(frame.assign(**days).to_json(orient="records")))


def _identity(manifest: Manifest) -> str:
    return f"{manifest.id} ({manifest.as_of.isoformat()})"
