"""One figure, written alike wherever it stands: card, ranking, tooltip, mahalla's page, presenter, slide, one-file map and CSV.

What a browser writes is worked out here from what it is sent; that it writes numbers as `wording` does is proved in a
browser (tests/browser/test_writing.py).
"""

from __future__ import annotations

import ast
import csv
import io
import json
import math
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mapping.export.packs.html_content import _view
from mapping.export.packs.story import story
from mapping.model import wording
from mapping.model.comparison import ComparedBy
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, text
from mapping.model.periods import Period, periods
from mapping.model.selection import Selection, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.ui import figures_row
from mapping.ui.area_card import sentence
from mapping.ui.download import table_csv
from mapping.ui.mahalla import indicator_rows
from mapping.ui.state import Screen
from mapping.views.briefing.brief import brief
from mapping.views.map.comparison import Side, area_lines
from mapping.views.map.table import view_table
from mapping.views.map.view import compute, drawn_codes
from mapping.web.present_told import briefing_of
from mapping.web.routes import _values

ROOT = Path(__file__).resolve().parents[2]
SEED, VIEWS = 20261129, 200
SHOWN = (Value.RISK, Value.PROBABILITY, Value.COUNT, Value.RATE, Value.CHANGE, Value.CHANGE_YEAR, Value.COMPUTED,
         Value.DONE, Value.OVERDUE)  # fmt: skip
KNOWN = Selection(
    "1710207043", "domestic_conflict", Period.parse("2025Q3-4"), Value.RATE, all_mahallas=False, lang=Lang.EN
)
"""182.34865…: 182.35 in between, which was written 182.4."""


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


def random_views(snapshot: Snapshot) -> Iterator[tuple[Selection, str]]:
    """Any views that a link may ask for, each with an area that is drawn in it."""
    chance = random.Random(SEED)
    yield KNOWN, KNOWN.area
    districts = snapshot.children(snapshot.region).index.tolist()
    for _ in range(VIEWS - 1):
        indicator = chance.choice(snapshot.indicators.index.tolist())
        selection = Selection(
            chance.choice([snapshot.region, chance.choice(districts)]), indicator, chance.choice(periods(snapshot.quarters)),
            chance.choice(SHOWN), chance.choice(list(snapshot.groups(indicator))), all_mahallas=chance.random() < 0.5,
            lang=chance.choice(list(Lang)),
        )  # fmt: skip
        yield selection, chance.choice(drawn_codes(snapshot, selection).tolist())


def in_file(snapshot: Snapshot, selection: Selection, code: str) -> dict[str, str]:
    """The area's row of the CSV file: what is written elsewhere must be these numbers, rounded."""
    table = view_table(snapshot, selection, compute(snapshot, selection))
    content = table_csv(Screen(snapshot, selection), table, period="", separator=",", in_words=False)
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        if row["code"] == code:
            return row
    raise AssertionError(f"{code} is not in the file")


def in_browser(snapshot: Snapshot, selection: Selection, code: str) -> dict[str, str]:
    """What ranking and tooltip write of an area, from what is sent: `assets/figures.js`."""
    sent = json.loads(_values(snapshot, selection))
    at = sent["codes"].index(code)
    numbers = {name: values[at] for name, values in sent["columns"].items()}
    for name, rule in sent["quotients"].items():
        count, people = numbers[rule["of"]], numbers[rule["over"]]
        numbers[name] = rule["per"] * (rule["table"][str(count)] / people) if count is not None and people else None
    return {name: _written(value, sent["styles"].get(name, {}), selection.lang) for name, value in numbers.items()}


def _written(value: Any, style: dict[str, Any], lang: Lang) -> str:
    if value is None or isinstance(value, str):
        return {"Inf": "∞", None: wording.NOTHING}.get(value, str(value))
    if not style.get("chance"):
        return wording.number(value, lang, digits=style.get("digits", 0), signed=style.get("signed", False))
    hundredths = math.floor(100 * value + 0.5)
    bound = "> " if hundredths > 99 else "< " if hundredths < 1 else ""
    return bound + wording.per_cent(min(max(hundredths, 1), 99), lang)


def written_in_file(row: dict[str, str], name: str, lang: Lang) -> str:
    return wording.figure(name, float(row[name]) if row[name] else None, lang)


def interval_in_file(row: dict[str, str], name: str, lang: Lang) -> str:
    ends = [float(row[f"{name}_{end}"]) if row[f"{name}_{end}"] else math.nan for end in ("lo", "hi")]
    return wording.interval(name, ends[0], ends[1], lang)


def test_200_random_views_say_one_thing(snapshot: Snapshot) -> None:
    compared = 0
    for selection, code in random_views(snapshot):
        row = in_file(snapshot, selection, code)
        _ranking_and_tooltip(snapshot, selection, code, row)
        if selection.tells_measures or selection.tells_rules:
            continue
        screen, hidden = Screen(snapshot, selection.at(code)), row.get("hidden") == "1"
        _card(screen, row, hidden)
        _page(screen, row)
        _presenter_and_slide(screen, row, hidden)
        _one_file(snapshot, screen.selection, row)
        compared += 1
    assert compared > VIEWS / 2


def _ranking_and_tooltip(snapshot: Snapshot, selection: Selection, code: str, row: dict[str, str]) -> None:
    shown = in_browser(snapshot, selection, code)
    figures = [name for name in shown if name in row and re.fullmatch(r"-?[\d.]+(e-?\d+)?|inf|", row[name])]
    for name in figures:
        assert shown[name] == written_in_file(row, name, selection.lang), (selection, name, row[name])
    assert "count" in figures
    assert len(figures) > 1


def _card(screen: Screen, row: dict[str, str], hidden: bool) -> None:
    lang = screen.lang
    count, rate = figures_row._counts(screen)
    risk = figures_row._risk(screen)
    if not hidden:
        assert count.number == written_in_file(row, "count", lang)
    if "rate" in row:
        nothing = text("hidden.word", lang) if hidden else wording.NOTHING
        assert rate.number == (written_in_file(row, "rate", lang) if row["rate"] else nothing)
        assert rate.notes[0].removeprefix(f"{wording.per_cent(95, lang)}: ") == interval_in_file(row, "rate", lang)
    if "rr" in row:
        assert risk.number == written_in_file(row, "rr", lang)
        if row["rr"]:
            assert risk.notes[0].removeprefix(f"{wording.per_cent(95, lang)}: ") == interval_in_file(row, "rr", lang)
        if row.get("p_raised"):
            assert written_in_file(row, "p_raised", lang) in risk.notes[1]
        if row["rr"]:
            assert written_in_file(row, "expected", lang) in sentence(screen)


def _page(screen: Screen, row: dict[str, str]) -> None:
    selection, lang = screen.selection, screen.lang
    if level_of(selection.area) is not Level.MAHALLA or selection.group is not Group.ALL:
        return
    place = screen.snapshot.indicators.index.get_loc(selection.indicator)
    _, count, rate, interval = indicator_rows(screen)[place]
    assert (count, rate) == tuple(written_in_file(row, name, lang) for name in ("count", "rate"))
    assert interval == (interval_in_file(row, "rate", lang) or wording.NOTHING)


def _presenter_and_slide(screen: Screen, row: dict[str, str], hidden: bool) -> None:
    snapshot, selection, lang = screen.snapshot, screen.selection, screen.lang
    told = briefing_of(
        snapshot, brief(snapshot, selection.area, selection.indicator, selection.group, selection.period), lang
    )
    slide = story(snapshot, selection)
    assert told["figures"][0]["name"] == slide.figures.rows[0][0] == screen.indicator_name(selection.indicator)
    for name, places in {"count": 1, "rate": 2}.items():
        said = {told["figures"][0][name], slide.figures.rows[0][places]}
        assert said == ({written_in_file(row, name, lang)} if not hidden else said & {next(iter(said))})
    if "rr" in row:
        risk, interval = written_in_file(row, "rr", lang), interval_in_file(row, "rr", lang)
        assert (told["risk"], told["interval"]) == (risk, interval)
        assert slide.risk.endswith(f": {risk}{f' ({interval})' if interval else ''}")


def _one_file(snapshot: Snapshot, selection: Selection, row: dict[str, str]) -> None:
    """The map as one HTML file holds mahallas only, rounded as its script writes them."""
    if level_of(selection.area) is not Level.MAHALLA:
        return
    here = Selection(selection.area, selection.indicator, selection.period, group=selection.group, all_mahallas=False)
    held, codes = _view(snapshot, here)["columns"], compute(snapshot, here).frame.index
    at = codes.get_loc(selection.area)
    for name in ("count", "people", "expected", "rate", "rr", "rr_lo", "rr_hi"):
        if row.get(name):
            style = wording.styles_of([name]).get(name, {})
            assert _written(held[name][at], style, selection.lang) == written_in_file(row, name, selection.lang), name


def test_the_view_that_was_rounded_twice(snapshot: Snapshot) -> None:
    row = in_file(snapshot, KNOWN, KNOWN.area)
    assert float(row["rate"]) == 100_000 * (5 / 2742)
    assert {
        in_browser(snapshot, KNOWN, KNOWN.area)["rate"],
        figures_row._counts(Screen(snapshot, KNOWN))[1].number,
    } == {"182.3"}


@pytest.mark.parametrize("value", [Value.RISK, Value.RATE, Value.PROBABILITY])
def test_compared_views_write_the_same(snapshot: Snapshot, value: Value) -> None:
    selection = Selection("1710207", "crime_total", Period.parse("2025"), value, lang=Lang.RU)
    left, right = (
        Side(snapshot, Selection("1710207", "crime_total", Period.parse("2024"), value, lang=Lang.RU)),
        Side(snapshot, selection),
    )
    name = {Value.RISK: "rr", Value.RATE: "rate", Value.PROBABILITY: "p_raised"}[value]
    told = area_lines(ComparedBy.PERIODS, left, right, Lang.RU)
    for code, figure in compute(snapshot, selection).frame[name].dropna().items():
        assert told[str(code)][1].split(": ", 1)[1].startswith(f"{wording.figure(name, figure, Lang.RU)} ")


FIGURES_STAND_IN = ("views", "export", "live", "ui", "web")
PIXELS = {
    "display.py",
    "palettes.py",
    "tile_lines.py",
    "picture.py",
    "letters.py",
    "slides_deck.py",
    "what_if.py",
    "rule_words.py",
}
"""Where `round` is of colours, of places on a sheet, or of thresholds that are offered."""


def test_nothing_else_rounds_a_figure() -> None:
    """Figures are rounded by `wording` alone, on their way to a reader; a second place would round once more."""
    found = []
    for room in FIGURES_STAND_IN:
        for path in sorted((ROOT / "src" / "mapping" / room).rglob("*.py")):
            calls = [one.func for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.Call)]
            names = {
                one.id if isinstance(one, ast.Name) else one.attr
                for one in calls
                if isinstance(one, ast.Name | ast.Attribute)
            }
            if names & {"round", "around", "rint"} and path.name not in PIXELS:
                found.append(path.name)
    assert not found


def test_nothing_else_writes_a_figure_in_the_browser() -> None:
    assets = sorted((ROOT / "src" / "mapping" / "assets").rglob("*.js"))
    for path in assets:
        if "leaflet" not in path.parts and path.name != "figures.js":
            assert not re.search(r"NumberFormat|toFixed|toPrecision|toLocaleString", path.read_text()), path.name
