"""`riskmap events` from the command line: what it writes, what it prints, how it exits."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import shapely
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.model.locale import Lang
from mapping.reading.files.apart import TOO_COSTLY
from mapping.reading.files.limits import refuse
from tests.conftest import MAHALLAS

runner = CliRunner()
# In the tiny dataset mahalla 1 is the square from 66.0 E, 38.1 N; 66.1, 38.15 lies on its border with mahalla 2.
EVENTS = f"""\
date;kind;code;lat;lon
2025-01-05;crime_theft;;38,15;66,05
2025-01-06;O‘g‘irlik;{MAHALLAS[1]};;
06.02.2025;Кража;;38,15;66,1
2025-02-01;crime_theft;;66,05;38,15
2025-02-01;nimadir;;38,15;66,05
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return path


def test_events_become_statistics_of_the_published_areas(tiny_home: Path, file: Path):
    out, report = file.with_name("out.csv"), file.with_name("out.json")
    found = runner.invoke(
        app, ["events", str(file), "--out", str(out), "--home", str(tiny_home), "--json", str(report)]
    )
    assert found.exit_code == 0, found.output
    rows = out.read_text(encoding="utf-8").splitlines()
    assert rows[0] == "area,period,indicator,group,count"
    assert len(rows) == 1 + len(MAHALLAS)
    assert rows[1:4] == [f"{MAHALLAS[n]},2025Q1,crime_theft,all,{count}" for n, count in ((0, 2), (1, 1), (2, 0))]
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["not_placed"] == {"kind_unknown": 1, "coordinates_exchanged": 1}
    assert (told["rows"], told["placed"], told["by_code"], told["by_coordinates"]) == (5, 3, 1, 2)
    assert (told["quarters"], told["unknown_kinds"]) == ({"2025Q1": 3}, {"nimadir": 1})
    listed = out.with_suffix(".unplaced.csv").read_text(encoding="utf-8").splitlines()
    assert [row.rsplit(",", 1)[0] for row in listed[1:]] == [
        "events.csv,5,coordinates_exchanged", "events.csv,6,kind_unknown",
    ]  # fmt: skip


def test_files_that_take_more_memory_than_they_may_are_refused(
    tiny_home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    def apart(_work: Callable[[], object], *paths: Path, **_: object) -> None:
        raise refuse(", ".join(path.name for path in paths), TOO_COSTLY, seconds=9, most="640 MiB")

    monkeypatch.setattr("mapping.reading.events.files.apart", apart)
    out = file.with_name("out.csv")
    found = runner.invoke(app, ["events", str(file), "--out", str(out), "--home", str(tiny_home), "--lang", "en"])
    assert found.exit_code == 1
    assert all(part in found.output for part in ("events.csv", "640 MiB"))
    assert not out.exists()


@pytest.mark.parametrize("lang", list(Lang))
def test_it_speaks_every_language(tiny_home: Path, file: Path, lang: Lang):
    out = file.with_name("out.csv")
    found = runner.invoke(app, ["events", str(file), "--out", str(out), "--home", str(tiny_home), "--lang", lang])
    assert {
        Lang.UZ: "Hisobga olindi: 3",
        Lang.UZ_CYRL: "Ҳисобга олинди: 3",
        Lang.RU: "Вошло в подсчёт: 3",
        Lang.EN: "Counted: 3",
    }[lang] in found.output


def test_boundaries_of_a_file_own_kinds_and_a_period(tmp_path: Path):
    """Two squares of 0.05 degrees in the middle of G‘uzor district; the events of both quarters lie in the left one."""
    areas, kinds = tmp_path / "areas.geojson", tmp_path / "kinds.csv"
    file, out = tmp_path / "events.csv", tmp_path / "out.csv"
    squares = {"1710207001": shapely.box(66.15, 38.5, 66.2, 38.55), "1710207002": shapely.box(66.2, 38.5, 66.25, 38.55)}
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": shapely.geometry.mapping(square)}
        for code, square in squares.items()
    ]
    areas.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    kinds.write_text("kind,indicator\nnimadir,fraud\ncrime_theft,theft\n", encoding="utf-8")
    file.write_text("date,kind,lat,lon\n2025-01-05,nimadir,38.52,66.17\n2025-04-05,crime_theft,38.52,66.2\n")
    arguments = ["events", str(file), "--out", str(out), "--areas", str(areas), "--kinds", str(kinds),
                 "--home", str(tmp_path / "none"), "--from", "2025Q1", "--to", "2025Q2"]  # fmt: skip
    found = runner.invoke(app, arguments)
    assert found.exit_code == 0, found.output
    left = ["2025Q1,fraud,all,1", "2025Q1,theft,all,0", "2025Q2,fraud,all,0", "2025Q2,theft,all,1"]
    right = [row[:-1] + "0" for row in left]
    rows = [f"{code},{row}" for code, part in zip(squares, (left, right), strict=True) for row in part]
    assert out.read_text(encoding="utf-8").splitlines()[1:] == rows


def test_nothing_is_written_when_nothing_can_be_counted(tiny_home: Path, tmp_path: Path):
    file, out = tmp_path / "events.csv", tmp_path / "out.csv"
    out.write_text("before", encoding="utf-8")
    file.write_text("date,kind,lat,lon\n2025-01-05,crime_theft,1,1\n", encoding="utf-8")
    found = runner.invoke(app, ["events", str(file), "--out", str(out), "--home", str(tiny_home), "--lang", "en"])
    assert found.exit_code == 1
    assert "No event could be counted. The commonest reason: outside all areas." in found.output
    assert out.read_text(encoding="utf-8") == "before"


def test_without_areas_it_says_what_to_do(file: Path, tmp_path: Path):
    arguments = [
        "events",
        str(file),
        "--out",
        str(tmp_path / "out.csv"),
        "--home",
        str(tmp_path / "none"),
        "--lang",
        "en",
    ]
    found = runner.invoke(app, arguments)
    assert found.exit_code == 1
    assert "Give boundaries with --areas" in found.output


@pytest.mark.parametrize(
    "wrong",
    [["--from", "2025Q1"], ["--from", "2025Q3", "--to", "2025Q1"], ["--from", "2025", "--to", "2025Q1"],
     ["--column", "sana"], ["--column", "when=sana"], ["--indicator", "no_such"]],
)  # fmt: skip
def test_options_that_do_not_fit_are_wrong_usage(tiny_home: Path, file: Path, wrong: list[str]):
    out = file.with_name("out.csv")
    found = runner.invoke(app, ["events", str(file), "--out", str(out), "--home", str(tiny_home), *wrong])
    assert found.exit_code == 2


@pytest.mark.parametrize("content", ["kind;indicator\n", "kind,indicator\na,no_such\n", "kind,indicator\nonly\n", ""])
def test_kinds_that_are_not_understood_are_refused(tiny_home: Path, file: Path, content: str):
    kinds = file.with_name("kinds.csv")
    kinds.write_text(content, encoding="utf-8")
    arguments = ["events", str(file), "--out", str(file.with_name("out.csv")), "--home", str(tiny_home)]
    found = runner.invoke(app, [*arguments, "--kinds", str(kinds), "--lang", "en"])
    assert found.exit_code == 1
    assert "kind,indicator" in found.output


def test_a_pipe_is_written_into_and_stays_a_pipe(tiny_home: Path, file: Path) -> None:
    """Without this `--out /dev/null` would put a file in the place of the device, where one may write there."""
    pipe = file.with_name("pipe")
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text, encoding="utf-8")
        found = runner.invoke(app, ["events", str(file), "--out", str(pipe), "--home", str(tiny_home)])
        if found.exit_code:
            pipe.write_text("")  # whoever reads would wait for ever
        assert found.exit_code == 0, (found.output, found.exception)
        assert read.result(timeout=30).startswith("area,period,indicator,group,count\n")
    assert pipe.is_fifo()
