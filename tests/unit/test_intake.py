"""Reading a dataset: typed frames from a good one, and one broken file per rule, named with its place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue
from mapping.model.problems import Problem, Refused
from mapping.reading import explain, place, read_dataset
from mapping.reading.document import data_format
from mapping.reading.registry import MOST_PER_RULE_AND_FILE, registered

Change = Callable[[Path], None]


@pytest.fixture
def folder(tiny_dataset: Path, tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may break."""
    for name in ("geo", "data"):
        shutil.copytree(tiny_dataset / name, tmp_path / name)
    return tmp_path


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        read_dataset(folder / "geo", folder / "data")
    return refused.value.problems


def replace(file: str, old: str, new: str) -> Change:
    """Replaces the first occurrence; the file must hold it."""

    def change(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def append(file: str, line: str) -> Change:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as opened:
            opened.write(line + "\n")

    return change


def write(file: str, content: bytes) -> Change:
    return lambda folder: (folder / file).write_bytes(content) and None


def remove(file: str) -> Change:
    return lambda folder: (folder / file).unlink()


def unreadable(file: str) -> Change:
    def change(folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).mkdir()

    return change


def feature(file: str, number: int, **parts: Any) -> Change:
    """Replaces parts of a feature (`geometry`) or of its properties."""

    def change(folder: Path) -> None:
        path = folder / "geo" / file
        document = json.loads(path.read_text(encoding="utf-8"))
        found = document["features"][number - 1]
        for name, value in parts.items():
            (found if name == "geometry" else found["properties"])[name] = value
        path.write_text(json.dumps(document), encoding="utf-8")

    return change


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


BOW_TIE = {"type": "Polygon", "coordinates": [[[66, 38], [67, 39], [67, 38], [66, 39], [66, 38]]]}
STATISTICS, MEASURES = "data/statistics.csv", "data/measures.csv"
FIRST_FIGURE = "1710207001,2024Q1,crime_total,all,1\n"

# rule, what is broken, file, row, column, value
BROKEN: list[tuple[str, Change, str, int | None, str | None, str | None]] = [
    ("file_missing", remove("data/factors.csv"), "factors.csv", None, None, "factors.csv"),
    ("file_unreadable", unreadable("data/factors.csv"), "factors.csv", None, None, "factors.csv"),
    ("file_encoding", write("data/factors.csv", "area\nЖ".encode("cp1251")), "factors.csv", 2, None, "\\xc6"),
    ("file_broken", write("data/factors.csv", b""), "factors.csv", None, None, None),
    ("csv_separator", write("data/factors.csv", b"area;year;factor;cases\n"), "factors.csv", 1, None, "area;year"),
    ("column_missing", replace(STATISTICS, "count", "number"), "statistics.csv", 1, "count", None),
    ("column_unknown", replace(MEASURES, "result\n", "result,surname\n"), "measures.csv", 1, "surname", None),
    ("column_twice", replace(STATISTICS, "count", "group"), "statistics.csv", 1, "group", None),
    ("cells_in_row", replace(STATISTICS, "all,1\n", "all,1,2\n"), "statistics.csv", 2, None, "all,1,2"),
    ("info_value", replace("data/dataset.toml", "= true", '= "yes"'), "dataset.toml", None, "demonstration", "yes"),
    ("as_of_range", replace("data/dataset.toml", "2026-01", "0206-01"), "dataset.toml", None, "as_of", "0206-01-15"),
    ("as_of_range", replace("data/dataset.toml", "2026-01", "1999-12"), "dataset.toml", None, "as_of", "1999-12-15"),
    ("as_of_range", replace("data/dataset.toml", "2026-01", "9026-01"), "dataset.toml", None, "as_of", "9026-01-15"),
    ("control_sign", feature("mahallas.geojson", 3, name_ru="A\x07b"), "mahallas.geojson", 3, "name_ru", "A⟨U+0007⟩b"),
    ("control_sign", feature("mahallas.geojson", 3, name_ru="A\ud800"), "mahallas.geojson", 3, "name_ru", "A⟨U+D800⟩"),
    ("control_sign", feature("mahallas.geojson", 3, **{"\udfff": 1}), "mahallas.geojson", 3, "⟨U+DFFF⟩", "1"),
    ("control_sign", feature("mahallas.geojson", 3, more={"a": ["\ud800"]}), "mahallas.geojson", 3, "more", "⟨U+D800⟩"),
    (
        "control_sign",
        replace("geo/districts.geojson", "{", '{"crs": "\\ud800", '),
        "districts.geojson",
        None,
        None,
        "⟨U+D800⟩",
    ),
    ("control_sign", feature("mahallas.geojson", 3, name_ru="A\ufffe"), "mahallas.geojson", 3, "name_ru", "A⟨U+FFFE⟩"),
    ("control_sign", replace(MEASURES, "Yoritish", "Yorit\x1bish"), "measures.csv", 6, "text", "Yorit⟨U+001B⟩ish"),
    ("control_sign", replace("data/terms.csv", "Boshliq", "Bosh\x0bliq"), "terms.csv", 7, "name_uz_latn", "⟨U+000B⟩"),
    ("control_sign", replace("data/indicators.csv", "Sinov", "\x9f"), "indicators.csv", 2, "source", "⟨U+009F⟩"),
    ("control_sign", replace("data/dataset.toml", "Trial", "\\u0001"), "dataset.toml", None, "title.en", "⟨U+0001⟩"),
    ("more", lambda folder: _many_bad_counts(folder), "statistics.csv", None, None, None),  # noqa: PLW0108 (defined below)
    ("value_missing", replace(MEASURES, "Yoritish", " "), "measures.csv", 6, "text", " "),
    ("key_twice", append(STATISTICS, FIRST_FIGURE.strip()), "statistics.csv", 192, "area", "1710207001 / 2024Q1"),
    ("area_code", replace(STATISTICS, "1710999001", "17109990O1"), "statistics.csv", 191, "area", "17109990O1"),
    ("area_level", replace(STATISTICS, "1710999001", "1710207"), "statistics.csv", 191, "area", "1710207"),
    ("parent_code", feature("mahallas.geojson", 3, parent="1710212"), "mahallas.geojson", 3, "parent", "1710212"),
    (
        "parent_unknown",
        feature("mahallas.geojson", 8, code="1710299004", parent="1710299"),
        "mahallas.geojson",
        8,
        "parent",
        "1710299",
    ),
    ("region_unknown", replace("data/dataset.toml", '"1710"', '"1714"'), "dataset.toml", None, "region", "1714"),
    ("count_negative", replace(STATISTICS, "total,all,1\n", "total,all,-1\n"), "statistics.csv", 2, "count", "-1"),
    ("count_fraction", replace(STATISTICS, "total,all,1\n", "total,all,1.5\n"), "statistics.csv", 2, "count", "1.5"),
    ("count_number", replace(STATISTICS, "total,all,1\n", "total,all,ikki\n"), "statistics.csv", 2, "count", "ikki"),
    ("share_range", replace(MEASURES, "in_progress,40", "in_progress,140"), "measures.csv", 4, "progress", "140"),
    ("flag_form", replace("data/indicators.csv", ",,0,", ",,no,"), "indicators.csv", 4, "higher_is_worse", "no"),
    ("year_form", replace("data/population.csv", ",2024,", ",24,"), "population.csv", 2, "year", "24"),
    ("quarter_form", replace(STATISTICS, ",2024Q1,", ",2024Q5,"), "statistics.csv", 2, "period", "2024Q5"),
    ("date_form", replace(MEASURES, "2025-12-10", "2025-02-30"), "measures.csv", 2, "done_on", "2025-02-30"),
    ("choice_unknown", replace("data/categories.csv", "red", "qizil"), "categories.csv", 2, "category", "qizil"),
    ("term_unknown", replace("data/factors.csv", "jobless", "weather"), "factors.csv", 3, "factor", "weather"),
    ("indicator_unknown", replace(STATISTICS, "crime_total", "crime"), "statistics.csv", 2, "indicator", "crime"),
    ("short_code", replace("data/indicators.csv", "\nsolved", "\nso=lved"), "indicators.csv", 4, "code", "so=lved"),
    (
        "part_of_itself",
        replace("data/indicators.csv", '"Crimes, total",,', '"Crimes, total",crime_theft,'),
        "indicators.csv",
        2,
        "part_of",
        "crime_theft",
    ),
    ("done_without_date", replace(MEASURES, "done,100,2025-12-10", "done,100,"), "measures.csv", 2, "done_on", ""),
    (
        "geometry_crs",
        replace("geo/districts.geojson", '"features"', '"crs": {"name": "EPSG:3857"}, "features"'),
        "districts.geojson",
        None,
        "crs",
        "3857",
    ),
    (
        "geometry_broken",
        feature("districts.geojson", 2, geometry={"type": "Polygon", "coordinates": [[["a", 1]]]}),
        "districts.geojson",
        2,
        "geometry",
        "1710212",
    ),
    ("geometry_missing", feature("districts.geojson", 2, geometry=None), "districts.geojson", 2, "geometry", "1710212"),
    (
        "geometry_empty",
        feature("districts.geojson", 2, geometry={"type": "Polygon", "coordinates": []}),
        "districts.geojson",
        2,
        "geometry",
        "1710212",
    ),
    (
        "geometry_kind",
        feature("districts.geojson", 2, geometry={"type": "Point", "coordinates": [66, 38]}),
        "districts.geojson",
        2,
        "geometry",
        "1710212",
    ),
    ("geometry_invalid", feature("region.geojson", 1, geometry=BOW_TIE), "region.geojson", 1, "geometry", "1710"),
    (
        "geometry_range",
        feature("region.geojson", 1, geometry=square(0, 0, 400000, 90)),
        "region.geojson",
        1,
        "geometry",
        "1710",
    ),
    (
        "coverage",
        feature("districts.geojson", 1, geometry=square(66, 38, 66.25, 38.2)),
        "districts.geojson",
        1,
        "geometry",
        "1710207 G‘uzor tumani",
    ),
]


def _many_bad_counts(folder: Path) -> None:
    lines = [f"1710207001,2025Q1,crime_total,women,x{n}\n" for n in range(MOST_PER_RULE_AND_FILE + 5)]
    with (folder / STATISTICS).open("a", encoding="utf-8") as opened:
        opened.writelines(lines)


@pytest.mark.parametrize(("rule", "change", "file", "row", "column", "value"), BROKEN, ids=[row[0] for row in BROKEN])
def test_broken_file_is_named_with_its_place(folder, rule, change, file, row, column, value) -> None:
    change(folder)
    found = [problem for problem in problems_of(folder) if problem.rule == rule and problem.file == file]
    assert found, [problem.rule for problem in problems_of(folder)]
    assert found[0].row == row
    assert column is None or column in (found[0].column or "")
    assert value is None or value in (found[0].value or "")
    for lang in Lang:
        assert file in place(found[0], lang)
        assert not re.search(r"{\w+}", explain(found[0], lang))


def test_every_rule_has_its_text_and_its_broken_file() -> None:
    texts = {key.removeprefix("rule.") for key in catalogue() if key.startswith("rule.")}
    of_given_districts = {"district_unknown", "district_absent", "district_twice", "district_no_polygon"} | {
        "district_off_globe",
        "district_without_land",
    }
    of_other_commands = {rule for rule in texts if rule.startswith(("stats_", "events_"))}
    assert texts - of_given_districts - of_other_commands == {row[0] for row in BROKEN}
    assert {check.rule for check in registered()} <= texts


def test_all_problems_of_all_files_are_told_at_once(folder: Path) -> None:
    for rule in ("count_negative", "year_form", "geometry_missing", "info_value"):
        next(row for row in BROKEN if row[0] == rule)[1](folder)
    assert {"count_negative", "year_form", "geometry_missing", "info_value"} <= {p.rule for p in problems_of(folder)}


def test_row_numbers_count_blank_rows_line_ends_in_cells_and_rows_of_wrong_length(folder: Path) -> None:
    header = "area,year,factor,cases\n"
    rows = "1710207001,2025,alcohol,1\n\n1710207001,2025\n1710207002,2025,alcohol,-3\n"
    (folder / "data/factors.csv").write_text(header + rows, encoding="utf-8")
    assert [(problem.rule, problem.row) for problem in problems_of(folder)] == [
        ("cells_in_row", 4),
        ("count_negative", 5),
    ]


def test_problems_beyond_the_limit_are_counted(folder: Path) -> None:
    _many_bad_counts(folder)
    found = [problem for problem in problems_of(folder) if problem.rule in {"count_number", "more"}]
    assert len([problem for problem in found if problem.rule == "count_number"]) == MOST_PER_RULE_AND_FILE
    assert {"more": "5", "rule": "count_number"} in [problem.details for problem in found]


def test_codes_are_texts_counts_may_be_missing_and_never_become_zero(tiny_dataset: Path) -> None:
    dataset = read_dataset(tiny_dataset / "geo", tiny_dataset / "data")
    statistics = dataset.tables["statistic"]
    assert statistics["area"].cat.categories.dtype == "str"
    assert statistics["count"].dtype == "Int64"
    missing = statistics[statistics["count"].isna()]
    assert list(missing[["area", "period", "indicator"]].itertuples(index=False, name=None)) == [
        ("1710212004", "2025Q3", "crime_total"),
        ("1710212004", "2025Q3", "crime_theft"),
    ]
    assert len(statistics) == 8 * 8 * 3 - 3 + 1
    assert dataset.tables["measure"]["done_on"].isna().sum() == 3
    assert dataset.tables["measure"]["deadline"].iloc[0] == pd.Timestamp(2025, 12, 20)
    assert list(dataset.areas["level"].value_counts()[["region", "district", "mahalla"]]) == [1, 2, 8]


def test_a_file_with_bom_and_crlf_reads_the_same(folder: Path) -> None:
    path = folder / "data/factors.csv"
    before = read_dataset(folder / "geo", folder / "data").tables["factor"]
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    pd.testing.assert_frame_equal(read_dataset(folder / "geo", folder / "data").tables["factor"], before)


def test_a_code_typed_as_a_number_in_geojson_loses_nothing(folder: Path) -> None:
    feature("region.geojson", 1, code=1710)(folder)
    assert read_dataset(folder / "geo", folder / "data").areas["code"].iloc[0] == "1710"


def test_deeply_nested_geojson_is_refused(folder: Path) -> None:
    (folder / "geo/region.geojson").write_text("[" * 100_000, encoding="utf-8")
    assert problems_of(folder)[0].rule == "file_broken"


def test_the_document_of_the_format_is_the_one_made_from_the_schemas() -> None:
    committed = Path(__file__).parents[2] / "docs" / "data-format.md"
    assert committed.read_text(encoding="utf-8") == data_format(), "run: riskmap data-format > docs/data-format.md"
