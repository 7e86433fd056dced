"""`riskmap check`: exit status, JSON, reports in files, languages."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.model.locale import Lang
from tests.corpus.broken_boundaries import areas, geojson, redrawn, square

REAL = Path(__file__).parents[3] / "shared" / "real"
TABLE = "Hudud;Davr;Ko‘rsatkich;Soni\nKoson tumani;2025Q1;theft;12\nBeshkent;2025Q1;theft;1.234\n"
KEYS = [
    "kind", "rows", "accepted", "refused", "asked", "repaired", "matched", "areas", "unmatched", "warnings", "sums", "coverage",
]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def told(*options: str) -> Result:
        return CliRunner().invoke(app, ["check", *options, "--home", str(tmp_path / "none")])

    return told


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "jadval.csv"
    path.write_text(TABLE)
    return path


def test_a_good_file_is_publishable(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_bytes(geojson(areas()))
    result = run(str(path), "--json", "--parent", "1710")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(found) == KEYS
    assert (found["kind"], found["rows"], found["accepted"]) == ("boundaries", 3, 3)
    assert found["matched"] == {"by_code": 0, "by_name": 3}
    assert found["areas"][0] == {"row": 1, "code": "1710229", "name": "Koson tumani"}
    assert found["coverage"] == {"valid_before": True, "valid_after": True, "gaps_m2": 0, "overlaps_m2": 0}


def test_a_refused_table_names_place_rule_section_and_suggestions(run: Any, table: Path) -> None:
    result = run(str(table), "--json", "--parent", "1710", "--lang", "en")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    number = next(one for one in found["refused"] if one["rule"] == "number_ambiguous")
    assert {name: number[name] for name in ("file", "row", "column", "value", "section")} == {
        "file": "jadval.csv", "row": 3, "column": "Soni", "value": "1.234", "section": "4.6",
    }  # fmt: skip
    assert "--decimal" in number["message"]
    assert [(one["row"], one["name"]) for one in found["unmatched"]] == [(3, "Beshkent")]
    assert found["coverage"] is None


def test_the_decimal_sign_settles_an_ambiguous_number(run: Any, table: Path) -> None:
    table.write_text(TABLE.replace("Beshkent", "Kitob"))
    assert run(str(table), "--parent", "1710").exit_code == 1
    assert run(str(table), "--parent", "1710", "--decimal", ",").exit_code == 0


@pytest.mark.parametrize(
    "options",
    [("--kind", "crimes"), ("--level", "street"), ("--parent", "Koson"), ("--report", "a.pdf"), ("--tolerance", "-1")],
)
def test_wrong_usage(run: Any, table: Path, options: tuple[str, str]) -> None:
    assert run(str(table), *options).exit_code == 2


def test_a_file_that_is_not_there_is_wrong_usage(run: Any) -> None:
    assert run("nowhere.csv").exit_code == 2


def test_a_profile_that_is_not_valid_is_refused(run: Any, table: Path, tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text("kind: crimes")
    result = run(str(table), "--profile", str(profile), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"][0]["rule"] == "profile_invalid"


@pytest.mark.parametrize("name", ["e-mamuriy-ish", "e-ijtimoiy-profilaktika"])
def test_the_shipped_profiles_fit_their_examples(run: Any, name: str) -> None:
    examples = Path(__file__).parents[2] / "src/mapping/reading/profiles"
    result = run(str(examples / f"{name}.example.csv"), "--profile", name, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["rows"] == found["accepted"] == 3
    assert {one["rule"] for one in found["warnings"]} == {"total_rows_left"}


@pytest.mark.parametrize("lang", list(Lang))
def test_it_is_printed_in_every_language(run: Any, table: Path, lang: Lang) -> None:
    result = run(str(table), "--lang", lang.value)
    assert result.exit_code == 1
    assert "number_ambiguous, 4.6" in result.stdout


class Page(HTMLParser):
    """What a page asks for from elsewhere, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.asked += [tag] if tag in {"script", "img", "link", "iframe"} else []
        self.asked += [name for name, _ in attributes if name in {"src", "href"} or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_needs_nothing_else_and_escapes_what_files_say(run: Any, table: Path, tmp_path: Path) -> None:
    table.write_text(TABLE.replace("Beshkent", "<script>alert(1)</script>"))
    out = tmp_path / "report.html"
    run(str(table), "--report", str(out), "--lang", "ru")
    page = Page()
    page.feed(out.read_text())
    assert page.asked == []
    assert "<script>alert(1)</script>" in page.words


def test_the_page_draws_where_neighbours_do_not_fit(run: Any, tmp_path: Path) -> None:
    path, out = tmp_path / "areas.geojson", tmp_path / "report.html"
    path.write_bytes(geojson(redrawn(1, square(1, west=-0.02))))
    assert run(str(path), "--report", str(out), "--parent", "1710").exit_code == 1
    assert out.read_text().count("<circle") == 1


def test_reports_as_csv_and_json_hold_the_same_problems(run: Any, table: Path, tmp_path: Path) -> None:
    csv, whole = tmp_path / "report.csv", tmp_path / "report.json"
    run(str(table), "--report", str(csv))
    run(str(table), "--report", str(whole))
    frame = pd.read_csv(csv, sep=";", encoding="utf-8-sig", dtype=str)
    found = json.loads(whole.read_text())
    assert sorted(frame["Qoida"]) == sorted(one["rule"] for one in found["refused"] + found["warnings"])


def test_a_report_that_cannot_be_written_is_told(run: Any, table: Path, tmp_path: Path) -> None:
    assert run(str(table), "--report", str(tmp_path / "no" / "report.csv")).exit_code == 1


EVENTS = "sana;turi;kenglik;uzunlik\n2025-03-01;theft;38.65;65.65\n2025-04-01;fraud;10;65.65\n"


@pytest.mark.parametrize("options", [(), ("--kind", "events")])
def test_events_are_told_from_figures_and_counted(run: Any, tmp_path: Path, options: tuple[str, ...]) -> None:
    path = tmp_path / "hodisalar.csv"
    path.write_text(EVENTS)
    result = run(str(path), *options, "--json", "--lang", "en")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["kind"], found["rows"], found["accepted"]) == (0, "events", 2, 1)
    assert [(one["rule"], one["row"]) for one in found["warnings"]] == [("event_not_counted", 3)]
    assert "outside all areas" in found["warnings"][0]["message"]


def test_events_of_which_none_can_be_counted_are_refused(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "hodisalar.csv"
    path.write_text(EVENTS.replace("38.65", "11"))
    result = run(str(path), "--json")
    assert result.exit_code == 1
    assert [one["rule"] for one in json.loads(result.stdout)["refused"]] == ["event_none_counted"]


def test_values_of_persons_stand_in_no_report(run: Any, table: Path, tmp_path: Path) -> None:
    table.write_text("F.I.O.;Telefon;Soni\nKarimova Nodira;+998901234567;1\n")
    told = run(str(table)).stdout
    for suffix in ("json", "csv", "html"):
        out = tmp_path / f"report.{suffix}"
        assert run(str(table), "--report", str(out)).exit_code == 1
        told += out.read_text()
    assert "Karimova" not in told
    assert "90123" not in told
    assert "F.I.O." in told


@pytest.mark.skipif(not REAL.exists(), reason="../shared/real is not there")
@pytest.mark.parametrize(
    ("name", "region", "areas"),
    [("kashkadarya_districts", "1710", 16), ("tashkent_city_districts", "1726", 12)],
)
def test_real_districts_are_matched_by_name_alone(run: Any, name: str, region: str, areas: int) -> None:
    result = run(str(REAL / f"{name}.geojson"), "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["matched"] == {"by_code": 0, "by_name": areas}
    assert len({one["code"] for one in found["areas"] if one["code"].startswith(region)}) == areas
    assert found["coverage"]["valid_after"]
