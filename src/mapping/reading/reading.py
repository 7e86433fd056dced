"""A dataset folder, read and checked as a whole: every problem of every file, or the dataset."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mapping.model.problems import Problem, Refused
from mapping.model.schemas import DATA_TABLES
from mapping.reading.csv_file import read_csv
from mapping.reading.geojson_file import FILES, read_layer
from mapping.reading.info_file import INFO_FILE, read_info
from mapping.reading.raw import RawDataset, RawTable
from mapping.reading.registry import find_problems
from mapping.reading.typing import areas_of, frame_of
from mapping.store import Dataset, Source

Key = TypeVar("Key")
Content = TypeVar("Content")


def read_dataset(geo: Path, data: Path) -> Dataset:
    """Read the three boundary files in `geo`, the tables and `dataset.toml` in `data`.

    Figures whose code is well formed but no area's are kept. Raises Refused with every problem found.
    """
    files = _Files()
    layers = files.read({level: geo / name for level, name in FILES.items()}, read_layer)
    tables = files.read({table.name: data / table.file for table in DATA_TABLES}, _read_table)
    info = files.read({INFO_FILE: data / INFO_FILE}, lambda _, content: read_info(content)).get(INFO_FILE)
    problems = files.problems + find_problems(RawDataset(tables, layers, info))
    if problems or info is None:
        raise Refused(sorted(problems, key=lambda problem: (problem.file, problem.row or 0)))
    frames = {name: frame_of(table) for name, table in tables.items()}
    return Dataset(areas_of(layers), frames, info, tuple(files.sources))


def _read_table(name: str, content: bytes) -> tuple[RawTable | None, list[Problem]]:
    return read_csv(_TABLES[name], content)


_TABLES = {table.name: table for table in DATA_TABLES}


class _Files:
    """Reads files once, keeping their checksums and what was wrong with them."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.problems: list[Problem] = []

    def read(
        self, paths: dict[Key, Path], reader: Callable[[Key, bytes], tuple[Content | None, list[Problem]]]
    ) -> dict[Key, Content]:
        """What each file holds; a file that is absent or cannot be read is left out, with a problem."""
        found: dict[Key, Content] = {}
        for key, path in paths.items():
            try:
                content = path.read_bytes()
            except OSError as fault:
                rule = "file_missing" if isinstance(fault, FileNotFoundError) else "file_unreadable"
                self.problems.append(Problem(path.name, rule, value=str(path)))
                continue
            self.sources.append(Source.of(path.name, content))
            read, problems = reader(key, content)
            self.problems += problems
            if read is not None:
                found[key] = read
        return found
