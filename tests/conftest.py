"""A tiny dataset, made by hand, whose every answer can be worked out on paper; and its snapshot.

Region 1710 is a square of 4 x 2 units cut into two districts, each into four square mahallas:

    1710207: 207001 207002   1710212: 212001 212002      (upper row)
             207003 207004            212003 212004      (lower row)

`crime_total` of mahalla number m (1 to 8, in code order) in quarter number q (0 for 2024Q1 to 7 for 2025Q4)
is m + q, without a figure for 1710212004 in 2025Q3 and without any row for it in 2025Q4; `crime_theft` is
half of it, rounded down. People: 1000 * m in 2024 and 1100 * m in 2025; not known for 1710212003 in 2025.
One row of the statistics has the code 1710999001, which is no area's.
"""

from __future__ import annotations

import csv
import fcntl
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
import typer.testing
from hypothesis import settings

from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot

# How long a thing takes is measured in bench/. What holds of forty examples, `make fuzz` tries with many more.
settings.register_profile("some", deadline=None, max_examples=40)
settings.register_profile("many", deadline=None, max_examples=1000)
settings.load_profile("many" if os.environ.get("THOROUGH") else "some")
typer.testing._get_command = cache(typer.testing._get_command)  # the tree of commands is built once, not for each line

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
REGION = "1710"
DISTRICTS = ("1710207", "1710212")
MAHALLAS = tuple(f"{district}00{number}" for district in DISTRICTS for number in range(1, 5))
QUARTERS = tuple(f"{year}Q{number}" for year in (2024, 2025) for number in range(1, 5))
STRAY = "1710999001"

_NAMES = ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")
_DATASET_TOML = """\
region = "1710"
as_of = 2026-01-15
demonstration = true

[title]
uz = "Sinov viloyati"
"uz-Cyrl" = "Синов вилояти"
ru = "Пробная область"
en = "Trial region"
"""


NEEDS_SHARED = "../shared"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """With CI set, a skipped test has failed, unless it needs the folder `../shared` and that is not there."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr)
        if NEEDS_SHARED not in reason or SHARED.exists():
            report.outcome, report.longrepr = "failed", f"skipped, and nothing may be in CI: {reason}"
    return report


@pytest.fixture(scope="session", autouse=True)
def packages_searched_once() -> None:
    """Streamlit looks through all that is installed for parts of pages, at the first run of every `AppTest`: half of its time."""
    if "streamlit.testing.v1" in sys.modules:
        manifest_scanner = importlib.import_module("streamlit.components.v2.manifest_scanner")
        manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def tiny_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `geo/` and `data/`. Shared by all tests: copy it before changing anything."""
    folder = tmp_path_factory.mktemp("tiny")
    write_tiny_dataset(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_home(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder in which the tiny dataset is published with everything a page needs."""
    home = tmp_path_factory.mktemp("home")
    publish(tiny_dataset / "geo", tiny_dataset / "data", home)
    return home


@pytest.fixture(scope="session")
def tiny_snapshot(tiny_home: Path) -> Snapshot:
    """The tiny dataset, published and opened."""
    return open_snapshot(tiny_home)


def made_once(name: str, make: Callable[[Path], object], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the first process of a run makes and all of them read: nobody writes into it afterwards."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / name
    with folder.with_suffix(".lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if lock.read() != "made":
            folder.mkdir()
            make(folder)
            lock.write("made")
    return folder


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the region that is shipped is published: 16 districts, 832 mahallas. Copy it before writing."""
    return made_once("shipped", lambda home: publish(ROOT / "geo", ROOT / "data", home), tmp_path_factory)


@pytest.fixture(scope="session")
def shipped_snapshot(shipped_home: Path) -> Snapshot:
    """The region that is shipped, published and opened; what is computed of it is kept for all tests of a process."""
    return open_snapshot(shipped_home)


def write_tiny_dataset(folder: Path) -> None:
    """Write the dataset of this module's docstring into `folder/geo` and `folder/data`."""
    geo, data = folder / "geo", folder / "data"
    geo.mkdir(parents=True)
    data.mkdir(parents=True)
    _write_boundaries(geo)
    _write_lists(data)
    _write_figures(data)
    _write_measures(data)
    (data / "dataset.toml").write_text(_DATASET_TOML, encoding="utf-8")


def _write_boundaries(geo: Path) -> None:
    _write_features(geo / "region.geojson", [(REGION, "", _names("Sinov viloyati"), _box(0, 0, 4, 2))])
    districts = [
        (
            DISTRICTS[0],
            REGION,
            ("G‘uzor tumani", "Ғузор тумани", "Гузарский район", "Guzar district"),
            _box(0, 0, 2, 2),
        ),
        (
            DISTRICTS[1],
            REGION,
            ("Dehqonobod tumani", "Деҳқонобод тумани", "Дехканабадский район", ""),
            _box(2, 0, 4, 2),
        ),
    ]
    _write_features(geo / "districts.geojson", districts)
    special = {MAHALLAS[1]: "<script>alert(1)</script>", MAHALLAS[2]: "=1+1"}
    mahallas = []
    for position, code in enumerate(MAHALLAS):
        district, place = divmod(position, 4)
        x, y = 2 * district + place % 2, 1 - place // 2
        names = _names(special.get(code, f"Mahalla {position + 1}"))
        mahallas.append((code, code[:7], names, _box(x, y, x + 1, y + 1)))
    _write_features(geo / "mahallas.geojson", mahallas)


def _names(name: str) -> tuple[str, str, str, str]:
    return (name, name, name, "")


def _box(west: int, south: int, east: int, north: int) -> dict[str, object]:
    """Corners in units of 0.1 degree from 66 E 38 N; a point at every unit, so that neighbours share theirs."""
    ring = [(x, south) for x in range(west, east)] + [(east, y) for y in range(south, north)]
    ring += [(x, north) for x in range(east, west, -1)] + [(west, y) for y in range(north, south, -1)]
    corners = [[round(66 + x / 10, 6), round(38 + y / 10, 6)] for x, y in [*ring, ring[0]]]
    return {"type": "Polygon", "coordinates": [corners]}


def _write_features(path: Path, areas: Iterable[tuple[str, str, Sequence[str], dict[str, object]]]) -> None:
    features = []
    for code, parent, names, geometry in areas:
        properties = {
            "code": code,
            "parent": parent or None,
            **dict(zip(_NAMES, names, strict=True)),
            "valid_from": "2024-01-01",
        }
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _write_table(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def _write_lists(data: Path) -> None:
    definition = (
        "Ro‘yxatga olingan jinoyatlar",
        "Рўйхатга олинган жиноятлар",
        "Зарегистрированные преступления",
        "Recorded crimes",
    )
    _write_table(
        data / "indicators.csv",
        "code name_uz_latn name_uz_cyrl name_ru name_en part_of higher_is_worse "
        "definition_uz_latn definition_uz_cyrl definition_ru definition_en source",
        [
            (
                "crime_total",
                "Jinoyatlar, jami",
                "Жиноятлар, жами",
                "Преступления, всего",
                "Crimes, total",
                "",
                1,
                *definition,
                "Sinov",
            ),
            ("crime_theft", "O‘g‘irlik", "Ўғирлик", "Кража", "", "crime_total", 1, "", "", "", "", ""),
            ("solved", "Fosh etilgan", "Фош этилган", "Раскрыто", "Solved", "", 0, "", "", "", "", ""),
        ],
    )
    _write_table(
        data / "terms.csv",
        "kind code name_uz_latn name_uz_cyrl name_ru name_en",
        [
            ("factor", "alcohol", "Spirtli ichimlik", "Спиртли ичимлик", "Алкоголь", "Alcohol"),
            ("factor", "jobless", "Ishsizlik", "Ишсизлик", "Безработица", "Unemployment"),
            ("sector", "sector_1", "1-sektor", "1-сектор", "Сектор 1", "Sector 1"),
            ("agency", "iib", "Ichki ishlar", "Ички ишлар", "Внутренние дела", "Internal affairs"),
            ("agency", "hokimlik", "Hokimlik", "Ҳокимлик", "Хокимият", "Hokimlik"),
            ("post", "head", "Boshliq", "Бошлиқ", "Начальник", "Head"),
            ("post", "deputy", "O‘rinbosar", "Ўринбосар", "Заместитель", "Deputy"),
        ],
    )


def _write_figures(data: Path) -> None:
    rows: list[Sequence[object]] = []
    for number, code in enumerate(MAHALLAS, start=1):
        for step, quarter in enumerate(QUARTERS):
            if code == MAHALLAS[7] and quarter == "2025Q4":
                continue
            missing = code == MAHALLAS[7] and quarter == "2025Q3"
            rows.append((code, quarter, "crime_total", "all", "" if missing else number + step))
            rows.append((code, quarter, "crime_theft", "all", "" if missing else (number + step) // 2))
            rows.append((code, quarter, "crime_total", "youth", 0))
    rows.append((STRAY, "2025Q4", "crime_total", "all", 3))
    _write_table(data / "statistics.csv", "area period indicator group count", rows)
    people: list[Sequence[object]] = []
    for number, code in enumerate(MAHALLAS, start=1):
        for year, each in ((2024, 1000), (2025, 1100)):
            known = not (year == 2025 and code == MAHALLAS[6])
            people.append((code, year, "all", each * number if known else ""))
            people.append((code, year, "youth", each * number // 4 if known else ""))
    _write_table(data / "population.csv", "area year group people", people)
    colours = ("red", "yellow", "green", "green", "red", "yellow", "green")  # the eighth mahalla has none
    categories = [
        (code, year, colour) for code, colour in zip(MAHALLAS, colours, strict=False) for year in (2024, 2025)
    ]
    _write_table(data / "categories.csv", "area year category", categories)
    factors = [(MAHALLAS[0], 2025, "alcohol", 3), (MAHALLAS[0], 2025, "jobless", 1), (MAHALLAS[4], 2025, "alcohol", 2)]
    _write_table(data / "factors.csv", "area year factor cases", factors)
    assigned = [(REGION, "iib", "head"), (DISTRICTS[0], "hokimlik", "deputy"), (MAHALLAS[0], "iib", "deputy")]
    _write_table(data / "assignments.csv", "area agency post", assigned)


def _write_measures(data: Path) -> None:
    """On 2026-01-15: M1 done in time, M2 done late, M3 overdue by 15 days, M4 not yet due, M5 cancelled."""
    posts = ("iib", "deputy", "iib", "head")
    _write_table(
        data / "measures.csv",
        "id area quarter text factor target_group sector seven_member district_agency district_post "
        "region_agency region_post deadline status progress done_on result",
        [
            (
                "M1",
                MAHALLAS[0],
                "2025Q4",
                "Suhbat o‘tkazish",
                "alcohol",
                "all",
                "sector_1",
                "chair",
                *posts,
                "2025-12-20",
                "done",
                100,
                "2025-12-10",
                "O‘tkazildi",
            ),
            (
                "M2",
                MAHALLAS[0],
                "2025Q4",
                "=SUM(A1:A9)",
                "jobless",
                "unemployed",
                "sector_1",
                "hokim_assistant",
                *posts,
                "2025-12-20",
                "done",
                100,
                "2025-12-25",
                "",
            ),
            (
                "M3",
                MAHALLAS[0],
                "2025Q4",
                "<b>Kamera</b> o‘rnatish",
                "alcohol",
                "youth",
                "",
                "youth_leader",
                *posts,
                "2025-12-31",
                "in_progress",
                40,
                "",
                "",
            ),
            (
                "M4",
                MAHALLAS[4],
                "2026Q1",
                "Ish o‘rni topish",
                "jobless",
                "women",
                "sector_1",
                "womens_activist",
                *posts,
                "2026-03-31",
                "planned",
                0,
                "",
                "",
            ),
            (
                "M5",
                MAHALLAS[4],
                "2025Q4",
                "Yoritish",
                "",
                "all",
                "sector_1",
                "",
                "",
                "",
                "",
                "",
                "2025-11-30",
                "cancelled",
                "",
                "",
                "",
            ),
        ],
    )
