"""Telling people what was counted, what was not and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from mapping.cli.printing import printable
from mapping.model.locale import Lang, text

if TYPE_CHECKING:
    from types import TracebackType

    from mapping.reading.events import Tally

_NEVER_FOLDED = 1000


class Bar:
    """A bar for each file, on the error stream; nothing where that is no terminal."""

    def __init__(self, lang: Lang) -> None:
        console = Console(stderr=True, markup=False, highlight=False)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
        self._progress = Progress(
            *columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal
        )
        self._tasks: dict[str, TaskID] = {}
        self._lang = lang

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def advance(self, file: str, share: float) -> None:
        """Show which share of a file was read, 0 to 1. The bar has a thread, and begins with what there is to show."""
        self._progress.start()
        if file not in self._tasks:
            words = printable(text("events.reading", self._lang, file=file))
            self._tasks[file] = self._progress.add_task(words, total=1.0)
        self._progress.update(self._tasks[file], completed=min(share, 1.0))


def print_tally(tally: Tally, lang: Lang, *, out: Path, listed: Path) -> None:
    """Numbers of events, what was not counted by reason with what to do, quarters and kinds, and what was written."""
    from mapping.cli.events.writing import as_json  # noqa: PLC0415 (heavy)
    from mapping.reading.events import Reason, Remark  # noqa: PLC0415 (heavy)

    console = Console(markup=False, highlight=False, width=_NEVER_FOLDED)
    found = as_json(tally)
    for key in ("rows", "placed", "by_code", "by_name", "by_coordinates"):
        console.print(f"{text(f'events.{key}', lang)}: {found[key]}", style="bold" if key == "placed" else None)
    lost = {(f"unplaced.{one.key}", f"unplaced_advice.{one.key}"): tally.reasons[one] for one in Reason if one}
    _print_reasons(console, text("events.not_placed", lang), lost, lang)
    seen = {(f"event_remark.{one.key}", f"event_remark_advice.{one.key}"): tally.remarks[one] for one in Remark}
    _print_reasons(console, text("events.remarked", lang), seen, lang)
    names = found["open_names"]
    assert isinstance(names, list)
    if names:
        console.print(f"{text('events.open_names', lang)}: {', '.join(printable(name[:60]) for name in names)}")
    _print_counts(console, text("events.quarters", lang), found["quarters"])
    _print_counts(console, text("events.kinds", lang), found["kinds"])
    _print_counts(console, text("events.unknown_kinds", lang), found["unknown_kinds"])
    console.print(text("events.written", lang, file=out))
    console.print(text("events.listed", lang, file=listed))


def _print_reasons(console: Console, title: str, times: Mapping[tuple[str, str], int], lang: Lang) -> None:
    """A table of reasons with their numbers and what to do; nothing where none occurred."""
    if not any(times.values()):
        return
    table = _table(title, text("events.count", lang), text("events.advice", lang))
    for (words, advice), number in times.items():
        if number:
            table.add_row(text(words, lang), str(number), text(advice, lang))
    console.print(table)


def _print_counts(console: Console, title: str, counts: object) -> None:
    assert isinstance(counts, dict)
    if counts:
        words = (f"{printable(name[:60])} {number}" for name, number in counts.items())
        console.print(f"{title}: {', '.join(words)}")


def _table(*headers: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for place, header in enumerate(headers):
        table.add_column(header, no_wrap=True, justify="right" if place == 1 else "left")
    return table
