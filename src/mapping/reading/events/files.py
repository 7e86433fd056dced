"""Several files of events, opened and counted in a bounded process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from mapping.reading.events.counting import Progress, Reading, count_events
from mapping.reading.events.headings import Role
from mapping.reading.events.places import Places
from mapping.reading.events.sources import open_source
from mapping.reading.events.tally import Tally
from mapping.reading.files.apart import apart


def count_files(
    paths: Sequence[Path], places: Places, reading: Reading, named: Mapping[Role, str], progress: Progress
) -> Tally:
    """Count the events of all files; `named` gives headings for roles. Every file is opened before the first is counted, so
    that what must be refused is refused at once.

    Raises Refused as `open_source` and `count_events` do, and where the files take more time or memory than their size allows.
    """
    with tempfile.NamedTemporaryFile(prefix="riskmap-") as shared:
        told = Path(shared.name)
        work = partial(_counted, paths, places, reading, named, told)
        return apart(work, *paths, waiting=_passing_on(told, paths, progress))


def _counted(paths: Sequence[Path], places: Places, reading: Reading, named: Mapping[Role, str], told: Path) -> Tally:
    sources = [open_source(path, named, with_kind=reading.only is None) for path in paths]

    def tell(file: str, share: float) -> None:
        told.write_text(f"{share} {file}", encoding="utf-8")

    return count_events(sources, places, reading, tell)


def _passing_on(told: Path, paths: Sequence[Path], progress: Progress) -> Callable[[], None]:
    names = {path.name for path in paths}

    def read() -> None:
        share, _, file = told.read_text(encoding="utf-8").partition(" ")
        if file in names:  # else it is just being written
            progress(file, float(share))

    return read
