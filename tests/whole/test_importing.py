"""Files put over what is published: what is taken, what gives way, what is refused, and what a person decided."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import geopandas as gpd
import geopandas.testing
import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.model.kinds import FileKind
from mapping.model.locale import Lang, text
from mapping.model.problems import Refused
from mapping.publishing import (
    base_of,
    empty_base,
    examine_files,
    preview,
    propose,
    publish_dataset,
    settle,
    settled_codes,
    settled_names,
)
from mapping.reading import checked, read_dataset
from mapping.reading.matching import settled_key
from mapping.reading.request import Request
from mapping.store import Damaged, NoSnapshot, NotReadable, current_id, open_snapshot
from mapping.views.difference import ChangeKind
from tests.conftest import DISTRICTS, MAHALLAS, QUARTERS

FIRST = MAHALLAS[0]


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    """A home of its own in which the tiny dataset is published."""
    shutil.copytree(tiny_home, tmp_path / "home")
    return tmp_path / "home"


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def squares(path: Path, **areas: tuple[float, float]) -> Path:
    """A GeoJSON file of squares 0.1 degrees wide, by code (after a letter) and place east and north of 66 E 38 N."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code[1:], "name": f"Mahalla {code[-1]}"},
            "geometry": json.loads(shapely.to_geojson(shapely.box(66 + x, 38 + y, 66.1 + x, 38.1 + y))),
        }
        for code, (x, y) in areas.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def snapshot_files(home: Path) -> list[Path]:
    """Every file of the current snapshot that its manifest tells of."""
    folder = home / str(current_id(home))
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


COMMANDS = {
    "import": ("import", "{table}", "--publish"),
    "plan": ("plan", "template", "--quarter", "2026Q2", "--out", "{out}.xlsx"),
    "pack": ("pack", "--out", "{out}"),
    "diff": ("snapshots", "diff", "{id}", "{id}"),
    "check": ("check", "{table}"),
    "events": ("events", "{events}", "--out", "{out}.csv"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_built_on_a_snapshot_with_one_bit_flipped(home: Path, tmp_path: Path, command: str) -> None:
    """Each file once, told in one language after another."""
    file = table(tmp_path / "in.csv", "area,period,indicator,group,count", f"{FIRST},2025Q4,crime_total,all,99")
    happened = table(tmp_path / "events.csv", "date,kind,code", f"2025-11-03,crime_total,{FIRST}")
    before, files = current_id(home), snapshot_files(home)
    assert len(files) > 10
    for path, lang in zip(files, cycle(Lang), strict=False):
        whole = path.read_bytes()
        flip_a_bit(path)
        line = [part.format(table=file, events=happened, out=tmp_path / "out", id=before) for part in COMMANDS[command]]
        result = CliRunner().invoke(app, [*line, "--home", str(home), "--lang", lang])
        assert result.exit_code == 1, (path, result.output)
        assert Damaged(snapshot=before, file=path.relative_to(home / str(before))).told(lang) in result.output
        path.write_bytes(whole)
    assert current_id(home) == before
    assert not list(tmp_path.glob("out*"))


def test_a_damaged_or_absent_base_is_not_taken_for_an_empty_one(home: Path, tmp_path: Path) -> None:
    manifest = home / str(current_id(home)) / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8")[:99], encoding="utf-8")
    with pytest.raises(Damaged, match=r"manifest\.json"):
        base_of(home)
    shutil.rmtree(manifest.parent)
    with pytest.raises(NoSnapshot, match=manifest.parent.name):
        base_of(home)
    assert base_of(tmp_path / "nothing").snapshot == ""


def test_nothing_brought_changes_nothing(home: Path) -> None:
    base = base_of(home)
    seen = preview(propose([], base), home)
    assert seen.difference is not None
    assert seen.difference.is_empty
    assert {before == after for before, after in seen.rows.values()} == {True}


def test_a_figure_takes_the_place_of_the_one_with_its_key_and_the_others_stay(home: Path, tmp_path: Path) -> None:
    file = table(
        tmp_path / "statistics.csv", "area,period,indicator,group,count", f"{FIRST},{QUARTERS[-1]},crime_total,all,99"
    )
    base = base_of(home)
    made = propose(examine_files([file], base), base)
    seen = preview(made, home)
    assert seen.difference is not None
    revised = seen.difference.tables[ChangeKind.FIGURES]
    assert revised[["area", "after"]].to_numpy().tolist() == [[FIRST, 99]]
    assert seen.rows["statistic"][0] == seen.rows["statistic"][1]
    before = current_id(home)
    assert publish_dataset(made.dataset, home).manifest.id != before
    assert [source.file for source in made.dataset.sources].count("statistics.csv") == 2


OWN_WORDS = {
    "a column": [f"MFY kodi,Davr,Fosh etilgan,Кража\n{FIRST},2025Q4,7,3"],
    "columns of quarters": [f"Раскрыто преступлений\nMFY kodi,2025Q4\n{FIRST},7", f"Ўғирлик\nMFY kodi,2025Q4\n{FIRST},3"],
    "codes as headings": [f"MFY kodi,Davr,solved,crime_theft\n{FIRST},2025Q4,7,3"],
    "a column of kinds": [f"MFY kodi,Davr,Ko‘rsatkich,Soni\n{FIRST},2025Q4,Solved,7\n{FIRST},2025Q4,o‘g‘irliklar soni,3"],
}  # fmt: skip


@pytest.mark.parametrize("form", OWN_WORDS)
def test_the_regions_own_indicators_are_known_by_name_and_code(home: Path, tmp_path: Path, form: str) -> None:
    """`solved` and `crime_theft` are the dataset's own; the product ships another code for theft."""
    files = [table(tmp_path / f"{number}.csv", content) for number, content in enumerate(OWN_WORDS[form])]
    base = base_of(home)
    items = examine_files(files, base)
    seen = preview(propose(items, base), home)
    assert seen.difference is not None
    revised = seen.difference.tables[ChangeKind.FIGURES]
    assert sorted(revised[["indicator", "after"]].to_numpy().tolist()) == [["crime_theft", 3], ["solved", 7]]
    for file, item in zip(files, items, strict=True):
        assert {problem.rule for problem in item.report.problems}.isdisjoint({"code_new", "word_unknown"})
        result = CliRunner().invoke(app, ["check", str(file), "--home", str(home), "--lang", "en"])
        assert result.exit_code == 0, result.output


def test_two_files_that_contradict_each_other_are_refused(home: Path, tmp_path: Path) -> None:
    files = [
        table(tmp_path / f"{name}.csv", "area,period,indicator,group,count", f"{FIRST},2025Q4,crime_total,all,{count}")
        for name, count in (("one", 5), ("other", 6))
    ]
    base = base_of(home)
    with pytest.raises(Refused) as refused:
        propose(examine_files(files, base), base)
    (problem,) = refused.value.problems
    assert problem.rule == "files_contradict"
    assert problem.file == "other.csv"
    assert FIRST in str(problem.value)


def test_the_same_value_twice_is_no_contradiction(home: Path, tmp_path: Path) -> None:
    line = f"{FIRST},2025Q4,crime_total,all,5"
    files = [table(tmp_path / f"{n}.csv", "area,period,indicator,group,count", line) for n in (1, 2)]
    base = base_of(home)
    assert propose(examine_files(files, base), base).dataset is not None


def test_boundaries_alone_make_districts_and_region_of_their_parts(tmp_path: Path) -> None:
    file = squares(tmp_path / "mahallas.geojson", m1710207001=(0, 0.7), m1710207002=(0.1, 0.7), m1710212001=(0.2, 0.7))
    base = empty_base()
    areas = propose(examine_files([file], base), base).dataset.areas.set_index("code")
    assert sorted(areas.index) == ["1710", "1710207", "1710207001", "1710207002", "1710212", "1710212001"]
    assert areas.loc["1710", "name_ru"] == "Кашкадарьинская область"
    assert areas.loc["1710207001", "name_uz_cyrl"] == "Маҳалла 1"
    parts = gpd.GeoSeries(areas.loc[["1710207001", "1710207002"], "geometry"])
    assert areas.loc["1710207", "geometry"].equals(parts.union_all())


def test_a_file_of_boundaries_states_all_parts_of_the_areas_it_touches(home: Path, tmp_path: Path) -> None:
    file = squares(tmp_path / "new.geojson", m1710207001=(0, 0), m1710207009=(0.1, 0))
    base = base_of(home)
    codes = set(propose(examine_files([file], base), base).dataset.areas["code"])
    assert {code for code in codes if code.startswith(DISTRICTS[0]) and len(code) > 7} == {"1710207001", "1710207009"}
    assert {code for code in codes if code.startswith(DISTRICTS[1])} == {
        code for code in (*DISTRICTS, *MAHALLAS) if code.startswith(DISTRICTS[1])
    }


def test_figures_without_any_boundaries_are_refused(tmp_path: Path) -> None:
    file = table(tmp_path / "p.csv", "area,year,group,people", "1710207001,2025,all,100")
    base = empty_base()
    with pytest.raises(Refused) as refused:
        propose(examine_files([file], base), base)
    assert {problem.rule for problem in refused.value.problems} <= {"import_without_areas", "code_unknown"}


@pytest.mark.parametrize("lang", list(Lang))
def test_an_outline_alone_is_told_in_one_sentence_that_boundaries_of_mahallas_are_needed(
    tmp_path: Path, lang: Lang
) -> None:
    """../shared/cases/outline-alone: eight problems of files that nobody brought."""
    file = squares(tmp_path / "outline.geojson", r1710=(0, 0.7))
    line = ["import", str(file), "--fresh", "--publish", "--home", str(tmp_path / "home"), "--lang", lang]
    result = CliRunner().invoke(app, line)
    assert result.exit_code == 1
    assert text("check.import_without_areas", lang) in " ".join(result.output.split())
    assert result.output.count("[") == 1
    assert not (tmp_path / "home").exists()


PLAN = "id,area,quarter,text,target_group,district_agency,deadline,status"


def test_a_problem_of_the_whole_names_the_file_that_brought_it(home: Path, tmp_path: Path) -> None:
    """Which agencies there are only the whole knows; rows of one file lie behind 5 published ones and another file's."""
    first = table(tmp_path / "first.csv", PLAN, f"N1,{FIRST},2026Q1,Ish,all,iib,2026-02-01,planned")
    rows = [f"N{n},{FIRST},2026Q1,Ish,all,{agency},2026-02-01,planned" for n, agency in ((2, "iib"), (3, "nobody"))]
    second = table(tmp_path / "second.csv", PLAN, *rows)
    base = base_of(home)
    with pytest.raises(Refused) as refused:
        propose(examine_files([first, second], base, Request(FileKind.MEASURES)), base)
    told = [(one.file, one.row, one.column, one.value, one.rule) for one in refused.value.problems]
    assert told == [("second.csv", 3, "district_agency", "nobody", "term_unknown")]


def test_a_problem_of_what_is_published_names_the_snapshot_and_one_of_boundaries_their_file(
    home: Path, tmp_path: Path
) -> None:
    base = base_of(home)
    spoilt = base.tables["category"].assign(year=24)
    with pytest.raises(Refused) as refused:
        propose([], replace(base, tables={**base.tables, "category": spoilt}, sound={}))
    assert {(one.file, one.row, one.rule) for one in refused.value.problems if one.rule == "year_form"} == {
        (base.snapshot, None, "year_form")
    }
    file = squares(tmp_path / "far.geojson", m1710207001=(0, 0), m1710207002=(0.1, 0))
    (item,) = examine_files([file], base)
    named = item.report.frame.assign(name="A\x07b", name_ru="A\x07b")
    spoilt_item = replace(item, report=replace(item.report, frame=named))
    with pytest.raises(Refused) as refused:
        propose([spoilt_item], base)
    told = {(one.file, one.row, one.column) for one in refused.value.problems if one.rule == "control_sign"}
    assert told >= {("far.geojson", 1, "name_ru"), ("far.geojson", 2, "name_ru")}


def test_frames_and_files_make_the_same_dataset(tiny_dataset: Path) -> None:
    read = read_dataset(tiny_dataset / "geo", tiny_dataset / "data")
    info = {
        "title": {str(lang): words for lang, words in read.info.title.items()}, "region": read.info.region,
        "as_of": read.info.as_of, "demonstration": read.info.demonstration,
    }  # fmt: skip
    again = checked(read.areas, read.tables, info)
    assert again.info == read.info
    gpd.testing.assert_geodataframe_equal(again.areas, read.areas)
    for name, frame in read.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], frame)
    assert [source.file for source in again.sources] == [source.file for source in read.sources]
    shuffled = {name: frame.iloc[::-1] for name, frame in read.tables.items()}
    assert checked(read.areas, read.tables, info).sources == again.sources
    assert checked(read.areas, shuffled, info).sources != again.sources


def test_a_decision_is_kept_and_a_later_one_on_the_same_name_takes_its_place(tmp_path: Path) -> None:
    settle(tmp_path, "Bo'ston", "1710207001", who="a", why="b")
    settle(tmp_path, "Бўстон", "1710207002", who="c", why="d")
    (kept,) = settled_names(tmp_path)
    assert (kept.code, kept.who, kept.why) == ("1710207002", "c", "d")
    assert settled_codes(tmp_path) == {settled_key("Boʻston"): "1710207002"}


def test_decisions_that_cannot_be_read_are_told_and_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "settled_names.json").write_text('[{"name": "Bo', encoding="utf-8")
    for attempt in (
        lambda: settled_names(tmp_path),
        lambda: settle(tmp_path, "Bo'ston", "1710207001", who="a", why="b"),
    ):
        with pytest.raises(NotReadable, match=r"settled_names\.json"):
            attempt()
    assert (tmp_path / "settled_names.json").read_text(encoding="utf-8") == '[{"name": "Bo'


def test_names_settled_under_the_old_name_of_the_file_are_read_and_carried_on(tmp_path: Path) -> None:
    before = {"name": "Bo'ston", "code": "1710207001", "who": "a", "when": "2026-11-01T00:00:00+00:00", "why": "b"}
    old = tmp_path / "decisions.json"
    old.write_text(json.dumps([before]), encoding="utf-8")
    assert settled_codes(tmp_path) == {settled_key("Bo'ston"): "1710207001"}
    settle(tmp_path, "Yangi", "1710207002", who="c", why="d")
    assert [one.code for one in settled_names(tmp_path)] == ["1710207001", "1710207002"]
    assert not old.exists()
    assert (tmp_path / "settled_names.json").is_file()


@pytest.mark.parametrize("file", ["manifest.json", "areas.parquet", "tables/statistic.parquet"])
def test_nothing_is_put_over_a_damaged_snapshot(home: Path, file: str) -> None:
    path = home / str(current_id(home)) / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = bytes(255 - byte for byte in content[len(content) // 2 :])
    path.write_bytes(content)
    with pytest.raises(Damaged, match=file):
        base_of(home)


@pytest.mark.parametrize("command", ["check", "import", "events"])
def test_a_command_does_not_take_a_damaged_snapshot_for_none(home: Path, tmp_path: Path, command: str) -> None:
    path = home / str(current_id(home)) / "areas.parquet"
    path.write_bytes(bytes(path.stat().st_size))
    given = table(tmp_path / "t.csv", "area,year,group,people", f"{FIRST},2025,all,7")
    if command == "events":
        given = table(tmp_path / "t.csv", "sana,kod,tur", f"2025-01-05,{FIRST},crime_total")
    line = [sys.executable, "-m", "mapping.cli", command, str(given), "--home", str(home)]
    line += ["--out", str(tmp_path / "out.csv"), "--from", "2025Q1", "--to", "2025Q1"] if command == "events" else []
    environment = {**os.environ, "RISKMAP_LANG": "en"}
    told = subprocess.run(line, capture_output=True, text=True, env=environment, check=False)
    assert told.returncode == 1
    assert "is damaged: the content of areas.parquet" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_decided_name_is_matched(home: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", "MFY nomi,year,group,people", "Nomalum joy,2025,all,7", "Boshqa joy,2025,all,8")
    base = base_of(home)

    def left_open() -> list[str]:
        (item,) = examine_files([file], base, Request(settled=settled_codes(home), parent=DISTRICTS[0]))
        return [one.name for one in item.report.unmatched]

    assert left_open() == ["Nomalum joy", "Boshqa joy"]
    settle(home, "Nomalum joy", FIRST, who="a", why="b")
    assert left_open() == ["Boshqa joy"]


def test_the_command_shows_then_publishes_and_refuses_without_a_trace(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    table(folder / "s.csv", "area,period,indicator,group,count", f"{FIRST},2025Q4,crime_total,all,41")
    arguments = ["import", str(folder), "--home", str(home), "--lang", "en"]
    before = current_id(home)
    shown = CliRunner().invoke(app, arguments)
    assert shown.exit_code == 0, shown.output
    assert "1 figure revised" in shown.output
    assert current_id(home) == before
    assert CliRunner().invoke(app, [*arguments, "--publish"]).exit_code == 0
    assert current_id(home) != before
    after = current_id(home)
    table(folder / "s.csv", "area,period,indicator,group,count", f"{FIRST},2025Q4,crime_total,all,-1")
    assert CliRunner().invoke(app, [*arguments, "--publish"]).exit_code == 1
    assert current_id(home) == after


def test_wrong_usage_is_told(home: Path) -> None:
    assert CliRunner().invoke(app, ["import", str(home), "--kind", "nonsense"]).exit_code == 2
    assert CliRunner().invoke(app, ["import", str(home / "absent.csv")]).exit_code == 2


def test_a_snapshot_without_whole_tables_is_told(home: Path) -> None:
    shutil.rmtree(home / str(current_id(home)) / "tables")
    result = CliRunner().invoke(app, ["import", str(home / "current"), "--home", str(home)])
    assert result.exit_code == 1


def test_the_carried_tables_are_those_published(home: Path) -> None:
    base = base_of(home)
    with_nothing = propose([], base).dataset
    for name, frame in with_nothing.tables.items():
        assert frame.reset_index(drop=True).equals(base.tables[name].reset_index(drop=True)), name
    snapshot = open_snapshot(home)
    assert set(with_nothing.areas["code"]) == set(snapshot.areas.index)
    snapshot.close()


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Қурама", "Qurama"),
        ("Ғузор", "G‘uzor"),
        ("Шаҳрисабз", "Shahrisabz"),
        ("Маърифат", "Ma’rifat"),
        ("Янги ҳаёт", "Yangi hayot"),
    ],
)
def test_a_name_in_cyrillic_alone_gives_the_latin_one(tmp_path: Path, cyrillic: str, latin: str) -> None:
    file = squares(tmp_path / "mahallas.geojson", m1710207001=(0, 0.7), m1710207002=(0.1, 0.7))
    file.write_text(file.read_text(encoding="utf-8").replace("Mahalla 1", cyrillic), encoding="utf-8")
    base = empty_base()
    areas = propose(examine_files([file], base), base).dataset.areas.set_index("code")
    assert areas.loc["1710207001", ["name_uz_latn", "name_uz_cyrl"]].tolist() == [latin, cyrillic]
