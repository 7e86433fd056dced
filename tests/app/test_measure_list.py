"""The list of measures is ordered and searched as a whole, a page at a time; its link and its file say the same."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mapping.measures.progress import State
from mapping.model.locale import Lang, text
from mapping.model.selection import default_selection
from mapping.store import Snapshot
from mapping.ui.download import table_csv
from mapping.ui.measure_list import export_frame
from mapping.ui.measure_order import BACKWARDS, holding, orders, places_in
from mapping.ui.measure_rows import ROWS_A_PAGE, Look, rows_told
from mapping.ui.plain import as_text
from mapping.ui.state import Screen
from mapping.views.oversight.situation import measures_under
from tests.app.rows import given_to, say

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "app.py")
REGION, DISTRICT = "1710", "1710237"


@pytest.fixture(scope="module")
def home(shipped_home: Path) -> Path:
    """The demonstration region, without what maps need."""
    return shipped_home


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


@pytest.fixture(scope="module")
def screen(snapshot: Snapshot) -> Screen:
    return Screen(snapshot, default_selection(snapshot))


@pytest.fixture
def _shown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(home))


def ordered(snapshot: Snapshot, measures: pd.DataFrame, order: str, lang: Lang) -> pd.DataFrame:
    return measures.iloc[places_in(snapshot, measures, order, lang)]


def opened(page: str = "pages/measures.py", **query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.switch_page(page)
    for name, value in {"lang": "en", **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def asked(app: AppTest, name: str, value: object) -> dict[str, Any]:
    """What the list shows after a wish."""
    say(app, "measures", "asked", {"name": name, "value": value, "turn": 1})
    assert not app.exception
    return given_to(app, "measures")


def parameter(app: AppTest, name: str) -> str | None:
    value = app.query_params.get(name)
    return value[0] if isinstance(value, list) else value


def overdue(snapshot: Snapshot, area: str = REGION) -> int:
    return int((measures_under(snapshot, area)["state"] == State.OVERDUE).sum())


@pytest.mark.usefixtures("_shown")
def test_the_overdue_of_the_whole_selection_come_first_as_the_list_opens(snapshot: Snapshot) -> None:
    """Before, the list opened with the latest quarter, and its first 200 rows held no overdue measure at all."""
    app = opened()
    late = overdue(snapshot)
    assert late > 2 * ROWS_A_PAGE
    told = given_to(app, "measures")
    states = [row["state"] for row in told["rows"]]
    states += [row["state"] for page in (2, 3) for row in asked(app, "page", page)["rows"]]
    assert states[:late] == ["overdue"] * late
    assert "overdue" not in states[late:]
    assert told["total"] == len(measures_under(snapshot, REGION))


@pytest.mark.usefixtures("_shown")
def test_ordered_by_days_overdue_the_worst_stand_first_and_the_link_keeps_it() -> None:
    """Before, only the rows of the page in sight were sorted: the column was blank while 238 were overdue."""
    app = opened()
    told = asked(app, "sort", "days")
    days = [int(row["days"]) for row in told["rows"]]
    assert days == sorted(days, reverse=True)
    assert parameter(app, "m_sort") == "days"
    turned = asked(app, "sort", "-days")
    assert [int(row["days"]) for row in turned["rows"]] == sorted(int(row["days"]) for row in turned["rows"])
    again = given_to(opened(m_sort="-days"), "measures")
    assert again["rows"] == turned["rows"]
    assert again["sort"] == "-days"


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", orders())
def test_an_order_holds_every_measure_once_and_turned_round_it_is_the_reverse(
    snapshot: Snapshot, lang: Lang, name: str
) -> None:
    measures = measures_under(snapshot, DISTRICT)
    found = ordered(snapshot, measures, name, lang)
    assert sorted(found["id"]) == sorted(measures["id"])
    assert ordered(snapshot, measures.sample(frac=1, random_state=7), name, lang)["id"].tolist() == found["id"].tolist()
    if name:
        turned = ordered(snapshot, measures, BACKWARDS + name, lang)
        key = {"days": "days_overdue", "deadline": "deadline", "progress": "progress", "text": "text"}.get(name)
        if key:
            assert found[key].dropna().tolist() == turned[key].dropna().tolist()[::-1]
            assert found[key].isna().is_monotonic_increasing, "what cannot be told stands last"
            assert turned[key].isna().is_monotonic_increasing


@pytest.mark.parametrize("lang", [Lang.UZ, Lang.RU])
def test_places_stand_by_district_and_mahalla_as_the_language_names_them(snapshot: Snapshot, lang: Lang) -> None:
    screen = Screen(snapshot, replace(default_selection(snapshot), lang=lang))
    codes = ordered(snapshot, measures_under(snapshot, REGION), "place", lang)["area"].tolist()
    districts = list(dict.fromkeys(screen.area_name(code[:7]) for code in codes))
    assert len(districts) == len({code[:7] for code in codes}), "each district once"
    plain = [name.casefold().replace("‘", "") for name in districts]
    assert plain == sorted(plain)


def test_who_answers_stands_by_mahalla_then_district_then_region(screen: Screen) -> None:
    found = ordered(screen.snapshot, measures_under(screen.snapshot, DISTRICT), "responsible", screen.lang)
    told = [tuple(one.casefold() for one in row["who"]) for row in rows_told(screen, found)]
    assert [one[0] for one in told] == sorted(one[0] for one in told)
    assert len(list(dict.fromkeys(told))) == len(set(told)), "those of the same three stand together"


SEARCHES = [
    ("KAMERA o'rnatilib", "kamera o‘rnatilib"),
    ("камера ўрнатилиб", "kamera o‘rnatilib"),
    ("kamera Kasbi", "kamera"),
    ("Касбинский kamera", "kamera"),
]


@pytest.mark.parametrize(("words", "within"), SEARCHES)
def test_words_are_found_in_any_script_and_with_the_place(screen: Screen, words: str, within: str) -> None:
    found = holding(screen.snapshot, measures_under(screen.snapshot, REGION), words)
    assert len(found) > 0
    assert found["text"].str.casefold().str.contains(within.split(maxsplit=1)[0]).all()
    if "asb" in words or "асб" in words:
        assert set(found["area"].str[:7]) == {DISTRICT}


def test_a_measure_is_found_by_its_id_and_nonsense_finds_nothing(screen: Screen) -> None:
    measures = measures_under(screen.snapshot, REGION)
    assert holding(screen.snapshot, measures, "M-1710207001-2025Q1-1")["id"].tolist() == ["M-1710207001-2025Q1-1"]
    assert len(holding(screen.snapshot, measures, "nothing like it").columns) == len(measures.columns)
    assert holding(screen.snapshot, measures, "nothing like it").empty
    assert len(holding(screen.snapshot, measures, " ?! ")) == len(measures), "what holds no letter looks for nothing"


@pytest.mark.usefixtures("_shown")
def test_what_is_looked_for_is_counted_linked_and_in_the_file(screen: Screen) -> None:
    app = opened(area=DISTRICT)
    told = asked(app, "text", "  kamera ")
    assert parameter(app, "m_text") == "kamera"
    wanted = holding(screen.snapshot, measures_under(screen.snapshot, DISTRICT), "kamera")
    assert told["total"] == len(wanted)
    tally = next(part.proto.body for part in app.get("html") if 'class="tally"' in part.proto.body)
    assert re.search(rf"<b><a [^>]*>{len(wanted)}</a></b>", tally)
    frame = export_frame(screen, ordered(screen.snapshot, wanted, "", screen.lang))
    content = table_csv(screen, frame, period="all", separator=";", in_words=False)
    back = pd.read_csv(io.BytesIO(content), sep=";", dtype="str", encoding="utf-8-sig")
    assert back["id"].tolist() == [row["id"] for row in told["rows"]]
    assert asked(app, "text", "xyzzy")["rows"] == []
    assert asked(app, "text", "")["total"] == len(measures_under(screen.snapshot, DISTRICT))
    assert parameter(app, "m_text") is None


@pytest.mark.usefixtures("_shown")
def test_another_filter_or_area_begins_at_the_first_page() -> None:
    app = opened()
    assert asked(app, "page", 3)["first"] == 2 * ROWS_A_PAGE
    assert parameter(app, "m_page") == "3"
    app.selectbox(key="w_m_state").set_value("planned").run()
    assert given_to(app, "measures")["page"] == 1
    assert parameter(app, "m_page") is None
    asked(app, "page", 2)
    say(app, "head", "code", DISTRICT)
    assert given_to(app, "measures")["page"] == 1


@pytest.mark.parametrize(("page", "shown"), [("2", 2), ("0", 1), ("9999", 71), ("-1", 1), ("two", 1)])
@pytest.mark.usefixtures("_shown")
def test_a_page_of_a_link_is_one_that_there_is(page: str, shown: int) -> None:
    app = opened(m_page=page)
    assert given_to(app, "measures")["page"] == shown
    told = as_text(text("measure.lost_page", Lang.EN, given=page, pages=71, used=shown))
    assert [one.value for one in app.warning] == ([told] if page != str(shown) else [])


@pytest.mark.usefixtures("_shown")
def test_a_page_that_the_filters_leave_no_room_for_is_told() -> None:
    (told,) = opened(m_page="60", m_state="overdue").warning
    assert "“60”" in told.value
    assert "page 3 is shown" in told.value


@pytest.mark.usefixtures("_shown")
def test_what_of_a_link_is_not_there_is_told_in_a_sentence_each() -> None:
    app = opened(m_sort="colour", m_open="M-nothing", m_state="overdue", m_sector="none")
    assert [one.value for one in app.warning] == [
        as_text(text("measure.lost_filter", Lang.EN, what="Sector", given="none")),
        as_text(text("measure.lost_order", Lang.EN, given="colour")),
        as_text(text("measure.lost_open", Lang.EN, given="M-nothing")),
    ]
    assert given_to(app, "measures")["sort"] == ""
    assert parameter(app, "m_state") == "overdue"


@pytest.mark.parametrize("narrowed", [{"m_state": "overdue"}, {"m_text": "nothing like it"}])
@pytest.mark.usefixtures("_shown")
def test_a_measure_that_the_filters_or_the_search_of_a_link_leave_out_is_told(
    snapshot: Snapshot, narrowed: dict[str, str]
) -> None:
    """Before, the list came without it and without a word."""
    measures = measures_under(snapshot, REGION)
    outside = measures[measures["state"] != State.OVERDUE]["id"].iloc[0]
    app = opened(m_open=outside, **narrowed)
    assert [one.value for one in app.warning] == [as_text(text("measure.lost_filtered", Lang.EN, given=outside))]
    assert parameter(app, "m_open") is None


@pytest.mark.parametrize(
    ("name", "value"), [("sort", "colour"), ("sort", 3), ("page", "2"), ("open", ["x"]), ("moon", "full")]
)
@pytest.mark.usefixtures("_shown")
def test_what_the_list_does_not_offer_changes_nothing(name: str, value: object) -> None:
    app = opened(area=DISTRICT)
    before = given_to(app, "measures")
    assert {**asked(app, name, value), "turn": 0} == before


@pytest.mark.parametrize("page", ["pages/measures.py", "pages/execution.py", "pages/mahalla.py"])
@pytest.mark.usefixtures("_shown")
def test_a_measure_opens_beside_the_list_and_closes(page: str) -> None:
    area = f"{DISTRICT}001" if "mahalla" in page else DISTRICT
    app = opened(page, area=area)
    first = given_to(app, "measures")["rows"][0]

    def cards() -> list[str]:
        return [
            part.proto.body
            for part in app.get("html")
            if "measure-card" in part.proto.body or "measure-helped" in part.proto.body
        ]

    assert cards() == []
    assert asked(app, "open", first["id"])["open"] == first["id"]
    card = "".join(cards())
    assert first["id"] in card
    assert text("effect.title", Lang.EN) in card
    assert text("measure.factor", Lang.EN) in card
    assert asked(app, "open", "")["open"] == ""
    assert cards() == []


@pytest.mark.usefixtures("_shown")
def test_a_link_opens_a_measure_wherever_in_the_list_it_is(snapshot: Snapshot) -> None:
    last = ordered(snapshot, measures_under(snapshot, REGION), "", Lang.EN)["id"].iloc[-1]
    app = opened(m_open=last)
    assert any(last in part.proto.body for part in app.get("html"))
    assert parameter(app, "m_open") == last


@pytest.mark.parametrize("look", [Look(), Look("kamera", "-deadline", 4, "M-1"), Look(sort="days")])
def test_a_look_comes_back_from_its_link(look: Look) -> None:
    assert Look.from_query({"area": REGION, **look.to_query()}) == look


def test_a_row_tells_days_place_text_three_levels_and_deadline(screen: Screen) -> None:
    measures = measures_under(screen.snapshot, REGION)
    row = measures[measures["state"] == State.OVERDUE].head(1)
    (told,) = rows_told(screen, row)
    assert told["days"] == str(row["days_overdue"].iloc[0])
    assert told["place"] == screen.area_name(row["area"].iloc[0])
    assert told["within"] == screen.area_name(row["area"].iloc[0][:7])
    assert told["text"] == row["text"].iloc[0]
    assert len(told["who"]) == 3
    assert told["deadline"] == f"{row['deadline'].iloc[0]:%d.%m.%Y}"


def test_markup_in_a_text_is_given_as_it_is_and_nobody_is_said(tiny_snapshot: Snapshot) -> None:
    screen = Screen(tiny_snapshot, default_selection(tiny_snapshot))
    told = {row["id"]: row for row in rows_told(screen, measures_under(tiny_snapshot, REGION))}
    assert told["M3"]["text"] == "<b>Kamera</b> o‘rnatish"
    assert told["M5"]["who"] == [text("execution.nobody", Lang.UZ)]
    assert (told["M3"]["days"], told["M4"]["days"]) == ("15", "")


@pytest.mark.usefixtures("_shown")
def test_each_post_is_sent_once_and_named_by_its_place(screen: Screen) -> None:
    told = given_to(opened(area=DISTRICT, lang="uz"), "measures")
    assert len(told["posts"]) == len(set(told["posts"]))
    rows = rows_told(screen, ordered(screen.snapshot, measures_under(screen.snapshot, DISTRICT), "", Lang.UZ))
    assert [[told["posts"][at] for at in row["who"]] for row in told["rows"]] == [
        row["who"] for row in rows[:ROWS_A_PAGE]
    ]
