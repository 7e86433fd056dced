"""Every reader with the files it is given to damage, and what may come out of it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.problems import Refused
from mapping.model.schemas import DATA_TABLES
from mapping.reading.csv_file import read_csv
from mapping.reading.events import Kinds, Places, Reading, count_events, open_source
from mapping.reading.examination import examine
from mapping.reading.geojson_file import read_layer
from mapping.reading.info_file import read_info
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.tables.profile_file import load_profile
from tests.corpus.broken_boundaries import FORMS, areas, broken_boundaries
from tests.corpus.broken_files import broken_files
from tests.corpus.broken_tables import broken_tables
from tests.corpus.workbook import workbook
from tests.fuzz.mutation import mutated
from tests.fuzz.structures import built

STRUCTURES = "whole files of odd things"


class Reader(NamedTuple):
    """A reader, and the files to damage: names (their endings matter) with contents. `read` takes a written file."""

    name: str
    read: Callable[[Path], None]
    files: Sequence[tuple[str, bytes]]


def damaged(number: int) -> tuple[Reader, str, bytes]:
    """The reader, the name and the content of the damaged file of a number; always the same."""
    readers = all_readers()
    reader = readers[number % len(readers)]
    if reader.name == STRUCTURES:
        return reader, *built(number // len(readers))
    name, content = reader.files[number // len(readers) % len(reader.files)]
    return reader, name, mutated(content, number, [one for _, one in reader.files])


@cache
def all_readers() -> list[Reader]:
    """`riskmap check` on boundaries and on tables, `riskmap events`, profiles, and the strict reader of a dataset."""
    corpus = [(one.name.rpartition("/")[2], one.content) for one in chain(broken_tables(), broken_files())]
    drawn = [(name, write(areas())) for name, write in FORMS.items()]
    broken = [(one.name, one.content) for one in broken_boundaries() if len(one.content) < 1 << 20]
    tables = [(name, content) for name, content in corpus if len(content) < 1 << 20]
    return [
        Reader("boundaries", _examine, drawn * 20 + broken),
        Reader("tables", _examine, tables),
        Reader("tables by kind", _examine_kind, tables),
        Reader("events", _events, _event_files()),
        Reader("profiles", _profile, _profiles()),
        Reader("dataset", _dataset, _dataset_files()),
        Reader(STRUCTURES, _examine, []),
    ]


def _examine(path: Path) -> None:
    _tell(examine(path, Request(parent="1710", as_of=date(2026, 1, 15))))


def _examine_kind(path: Path) -> None:
    """As every kind in turn, told by the size of the file."""
    kinds = list(FileKind)
    kind = kinds[path.stat().st_size % len(kinds)]
    _tell(examine(path, Request(kind, Level.MAHALLA, as_of=date(2026, 1, 15))))


def _tell(report: Report) -> None:
    """A report must also be tellable: JSON without NaN, every message in words, every sign in UTF-8."""
    for lang in (Lang.UZ, Lang.RU):
        json.dumps(report.as_json(lang), allow_nan=False, ensure_ascii=False).encode()


@cache
def _places() -> Places:
    return Places(["1710207001", "1710207002"], [shapely.box(66, 38, 66.5, 39), shapely.box(66.5, 38, 67, 39)])


def _events(path: Path) -> None:
    source = open_source(path, {}, with_kind=True)
    tally = count_events([source], _places(), Reading(Kinds(["theft", "fraud"], {}), today=date(2026, 1, 15)))
    assert tally.rows == sum(tally.reasons.values())
    assert tally.placed == sum(int(one.sum()) for one in tally.counts.values())


def _profile(path: Path) -> None:
    load_profile(str(path))


def _dataset(path: Path) -> None:
    """The strict reader's parts give problems back; they raise nothing."""
    content = path.read_bytes()
    match path.suffix:
        case ".geojson":
            read_layer(Level.MAHALLA, content)
        case ".toml":
            read_info(content)
        case _:
            for table in DATA_TABLES:
                if table.file == path.name:
                    read_csv(table, content)


def _event_files() -> list[tuple[str, bytes]]:
    rows = [["sana", "turi", "mahalla kodi", "kenglik", "uzunlik"]]
    rows += [[f"2025-0{n}-05", "theft", "" if n % 2 else "1710207001", "38,5", f"66,{n}"] for n in range(1, 10)]
    texts = [("a.csv", "\n".join(sign.join(row) for row in rows).encode()) for sign in ";\t|"]
    quoted = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    texts += [("a.csv", quoted.encode("utf-16")), ("a.csv", quoted.encode("cp1251")), ("a.csv", quoted.encode())]
    target = io.BytesIO()
    columns = list(zip(*rows[1:], strict=True))
    days = [date.fromisoformat(day) for day in columns[0]]
    numbers = [[float(cell.replace(",", ".")) for cell in columns[n]] for n in (3, 4)]
    pq.write_table(pa.table([days, columns[1], columns[2], *numbers], names=rows[0]), target)
    return [*texts, ("a.parquet", target.getvalue()), ("a.xlsx", workbook({"S": rows}))]


def _profiles() -> list[tuple[str, bytes]]:
    shipped = Path(__file__).parents[2] / "src/mapping/reading/profiles"
    own = [("p.yaml", one.profile.encode()) for one in broken_tables() if one.profile is not None]
    return [("p.yaml", path.read_bytes()) for path in sorted(shipped.glob("*.y*ml"))] + own


def _dataset_files() -> list[tuple[str, bytes]]:
    data = Path(__file__).parents[2] / "data"
    heads = [
        (path.name, b"".join(path.read_bytes().splitlines(keepends=True)[:20])) for path in sorted(data.glob("*.csv"))
    ]
    info = [("dataset.toml", (data / "dataset.toml").read_bytes())]
    return heads + info + [("mahallas.geojson", FORMS["areas.geojson"](areas()))]


def failure(number: int, folder: Path) -> str | None:
    """What came out of a reader that may not, None when all is well."""
    reader, name, content = damaged(number)
    path = folder / name.replace("/", "_")
    path.write_bytes(content)
    try:
        reader.read(path)
    except Refused:
        return None
    except Exception as fault:  # whatever else comes out is what is looked for
        return f"{reader.name}, {name}: {type(fault).__name__}: {fault}"
    finally:
        path.unlink(missing_ok=True)
    return None
