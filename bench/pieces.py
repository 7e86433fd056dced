"""Simulations by the thousand, in pieces: what is known of each is kept, one line each, and the next run goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Record = dict[str, Any]
Job = tuple[str, Callable[[int], Record], int]
"""A case by its name, what makes the record of one number, and how many numbers from 0."""
Row = dict[str, str | float]


@dataclass(frozen=True)
class Pieces:
    """A folder with a file for each case."""

    folder: Path

    def kept(self, case: str) -> dict[int, Record]:
        """What is known of a case, by number; a line that was broken off is not."""
        file = self._file(case)
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
        return dict(json.loads(line) for line in lines if line.endswith("\n"))

    def run(self, jobs: Sequence[Job], processes: int, until: float) -> bool:
        """Every case, as far as it is not known yet, until a time (`time.monotonic`); whether all of it is known then."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with ProcessPoolExecutor(processes) as pool:
            for case, of, number in jobs:
                known = self.kept(case)
                wanted = [one for one in range(number) if one not in known]
                file = self._file(case)
                if known:  # without the line that was broken off
                    file.write_text("".join(_line(one, record) for one, record in known.items()), encoding="utf-8")
                for batch in _batches(wanted, 4 * processes):
                    if time.monotonic() > until:
                        return False
                    found = list(pool.map(of, batch))
                    with file.open("a", encoding="utf-8") as lines:
                        lines.writelines(_line(one, record) for one, record in zip(batch, found, strict=True))
        return True

    def _file(self, case: str) -> Path:
        return self.folder / f"{case}.jsonl"


def markdown(rows: list[Row]) -> str:
    """A table; shares (numbers that are not whole) in percent."""
    header = list(rows[0])
    lines = [header, ["---"] * len(header), *([_cell(row[name]) for name in header] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: str | float) -> str:
    if isinstance(value, float):
        return "–" if np.isnan(value) else f"{100 * value:.1f} %"
    return str(value)


def _batches(numbers: list[int], size: int) -> Iterator[list[int]]:
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]


def _line(number: int, record: Record) -> str:
    return json.dumps([number, record]) + "\n"
