"""What the map fetches beside Streamlit: the right bytes, packed, kept for ever, and 404 for all that is not there."""

from __future__ import annotations

import ast
import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from starlette.routing import Router

from mapping.model import wording
from mapping.model.assets import ASSETS
from mapping.model.comparison import COMPARED, ComparedBy, Comparison
from mapping.model.locale import Lang, name_column, text
from mapping.model.locale.texts import catalogue_digest
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.settings import Settings
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.map import addresses
from mapping.views.map.categories import rules_in_force
from mapping.views.map.display import FOLDER, read_index
from mapping.views.map.joined import SERVED, joined
from mapping.views.map.layer import SCRIPTS, STYLES, assets_digest
from mapping.views.map.palettes import INK, Theme
from mapping.views.map.view import class_string, colours, compute, faint_colours, outlined, sent
from mapping.web.kept import FOREVER
from mapping.web.routes import routes
from tests.asgi import Answer, ask
from tests.conftest import DISTRICTS, MAHALLAS, REGION

ROOT = Path(__file__).resolve().parents[2]

TITLED = {"about_button", "heading", "panel", "_show"}
START = Selection(REGION, "crime_total", Period.parse("2025"), Value.RATE, all_mahallas=False)


def get(address: str, accept: str = "gzip, deflate, br") -> Answer:
    return ask(Router(routes()), address, headers={"Accept-Encoding": accept})


@pytest.fixture(scope="module", autouse=True)
def _home(tiny_home: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISKMAP_HOME", str(tiny_home))
        yield


def test_health_names_the_snapshot_and_its_day(tiny_snapshot: Snapshot) -> None:
    answer = get("/healthz")
    assert answer.status == 200
    assert answer.data == {"status": "ok", "snapshot": tiny_snapshot.id, "as_of": "2026-01-15"}


def test_health_without_a_snapshot_is_503(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    answer = get("/healthz")
    assert answer.status == 503
    assert answer.data["snapshot"] is None


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("", None), ("identity", None)],
)
def test_geometry_is_packed_as_the_browser_takes_it_and_kept_for_ever(
    tiny_snapshot: Snapshot, accept: str, encoding: str | None
) -> None:
    for file in read_index(tiny_snapshot.folder).values():
        answer = get(addresses.geometry(tiny_snapshot.id, file), accept)
        assert answer.status == 200
        assert answer.headers["cache-control"] == FOREVER
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-length"] == str(len(answer.content))
        assert answer.headers.get("content-encoding") == encoding
        assert answer.plain == gzip.decompress((tiny_snapshot.folder / FOLDER / file).read_bytes())


def test_for_ever_means_a_year_and_unchanging() -> None:
    assert "immutable" in FOREVER
    assert "max-age=31536000" in FOREVER


UNKNOWN_FILES = [
    "nothing.json", "index.json", "..", ".", "%2e%2e", "../manifest.json", "..%2fmanifest.json", "..%2f..%2fcurrent",
    "%00", "a%00.json", "~", "x" * 300, "..%5c..%5ccurrent", "%2fetc%2fpasswd",
]  # fmt: skip


@pytest.mark.parametrize("file", UNKNOWN_FILES)
def test_an_unknown_or_climbing_file_of_geometry_is_404(tiny_snapshot: Snapshot, file: str) -> None:
    assert get(f"/riskmap/geometry/{tiny_snapshot.id}/{file}").status == 404


@pytest.mark.parametrize(
    "file", [*UNKNOWN_FILES, "../maps/layer.py", "leaflet", "leaflet/../../cli.py", "", "//etc/passwd"]
)
def test_an_unknown_or_climbing_asset_is_404(file: str) -> None:
    assert get(f"{addresses.assets()}/{file}").status == 404


def test_a_packed_file_outside_the_folder_is_not_given(tiny_snapshot: Snapshot, tiny_home: Path) -> None:
    """The one file name that could climb: a link inside the folder that leads out of it."""
    secret = tiny_home / "secret.gz"
    secret.write_bytes(gzip.compress(b"secret"))
    link = tiny_snapshot.folder / FOLDER / "link.gz"
    link.symlink_to(secret)
    try:
        assert get(f"/riskmap/geometry/{tiny_snapshot.id}/link").status == 404
    finally:
        link.unlink()
        secret.unlink()


@pytest.mark.parametrize("snapshot", ["20990101-00000000", "current", "..", "%2e%2e", "x", "20260115-b6af228", "%00"])
def test_an_unknown_snapshot_is_404_everywhere(tiny_snapshot: Snapshot, snapshot: str) -> None:
    file = read_index(tiny_snapshot.folder)["district-1710"]
    for address in (
        addresses.geometry(snapshot, file),
        addresses.names(snapshot, Lang.UZ),
        addresses.values(snapshot, START),
        addresses.search(snapshot, Lang.UZ),
    ):
        assert get(address).status == 404, address


@pytest.mark.parametrize("path", ["leaflet/leaflet.js", *STYLES, "early.js"])
def test_assets_are_given_with_their_type(path: str) -> None:
    answer = get(f"{addresses.assets()}/{path}")
    assert answer.status == 200
    assert answer.plain == (ASSETS / path).read_bytes()
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["content-type"].split(";")[0] == ("text/css" if path.endswith("css") else "text/javascript")


@pytest.mark.parametrize("entry", SERVED)
def test_a_joined_script_is_kept_for_ever(entry: str) -> None:
    answer = get(f"{addresses.assets()}/joined/{entry}")
    assert answer.plain.decode() == joined(entry)
    assert answer.headers["cache-control"] == FOREVER
    assert answer.headers["content-type"].startswith("text/javascript")


def test_only_the_modules_that_pages_begin_with_are_joined() -> None:
    assert get(f"{addresses.assets()}/joined/pack/pack.js").status == 404
    assert get(f"/riskmap/assets/{'0' * 12}/joined/{SERVED[0]}").status == 404


def test_what_the_frame_asks_for_is_fetched_early() -> None:
    early = (ASSETS / "early.js").read_text(encoding="utf-8")
    assert [path for path in (*SCRIPTS, *STYLES) if f'"{path}": ' not in early] == []


def test_an_asset_of_another_digest_is_404_not_stale_for_ever() -> None:
    assert get(f"/riskmap/assets/{'0' * 12}/riskmap.css").status == 404
    assert get(f"/riskmap/assets/{assets_digest()}/riskmap.css").status == 200


@pytest.mark.parametrize("lang", list(Lang))
def test_names_of_all_areas_in_each_language(tiny_snapshot: Snapshot, lang: Lang) -> None:
    answer = get(addresses.names(tiny_snapshot.id, lang))
    assert answer.headers["cache-control"] == FOREVER
    assert answer.data == tiny_snapshot.areas[name_column(lang)].to_dict()
    assert len(answer.data) == 1 + len(DISTRICTS) + len(MAHALLAS)


def test_names_in_an_unknown_language_are_404(tiny_snapshot: Snapshot) -> None:
    assert get(f"/riskmap/names/{tiny_snapshot.id}/kk.json").status == 404


def same(written: list[Any], wanted: list[Any]) -> bool:
    """To the last digit; null for none, `Inf` for infinite."""
    numbers = [np.nan if one is None else np.inf if one == "Inf" else one for one in written]
    return bool(np.array_equal(numbers, np.asarray(wanted, dtype=float), equal_nan=True))


@pytest.mark.parametrize(
    "selection",
    [
        START,
        replace(START, area=DISTRICTS[1], value=Value.COUNT, k=3),
        replace(START, area=MAHALLAS[7], value=Value.CHANGE, classes=ClassRule.NATURAL),
        replace(START, all_mahallas=True, value=Value.CHANGE_YEAR, classes=ClassRule.EQUAL, locked=True),
        replace(START, classes=ClassRule.CATEGORY),
        replace(START, indicator="solved"),
        *(replace(START, value=value, classes=ClassRule.USUAL) for value in Value),
    ],
)
def test_values_are_those_of_the_view(tiny_snapshot: Snapshot, selection: Selection) -> None:
    answer = get(addresses.values(tiny_snapshot.id, selection))
    view = compute(tiny_snapshot, selection)
    assert answer.status == 200
    assert answer.headers["cache-control"] == FOREVER
    assert answer.data["codes"] == view.frame.index.tolist()
    assert answer.data["classes"] == class_string(view)
    columns = completed(answer.data)
    assert set(columns) == set(sent(view).columns)
    for name, column in sent(view).items():
        written = columns[name]
        if name in ("label", "verdict", "category", "spot", "category_official", "category_computed"):
            assert written == [one if isinstance(one, str) and one else None for one in column]
        elif name in answer.data["quotients"]:
            assert same(written, column.tolist()), name  # in full: the browser rounds it, once
        else:
            assert same(
                written, wording.rounded(column.to_numpy(dtype=float, na_value=np.nan), wording.style_of(name).digits)
            ), name


def completed(answer: dict[str, Any]) -> dict[str, list[Any]]:
    """All columns, those that travel as a table by count among them (see `assets/figures.js`)."""
    columns = dict(answer["columns"])
    for name, told in answer["quotients"].items():
        pairs = zip(columns[told["of"]], columns[told["over"]], strict=True)
        columns[name] = [
            told["per"] * (told["table"][str(count)] / people) if count is not None and people else None
            for count, people in pairs
        ]
    return columns


def test_no_figure_is_null_and_not_zero(tiny_snapshot: Snapshot) -> None:
    answer = get(addresses.values(tiny_snapshot.id, replace(START, area=DISTRICTS[1], value=Value.COUNT)))
    assert answer.data["columns"]["count"] == [42, 46, 50, None]


def test_an_area_and_its_district_share_one_address_in_every_language(tiny_snapshot: Snapshot) -> None:
    district = addresses.values(tiny_snapshot.id, replace(START, area=DISTRICTS[0]))
    assert addresses.values(tiny_snapshot.id, replace(START, area=MAHALLAS[0], lang=Lang.RU)) == district


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("area", "9999"), ("indicator", "none"), ("period", "1999Q1"), ("value", "x"), ("group", "men"), ("k", "99"),
     ("classes", "x"), ("scale", "x"), ("level", "x"), ("lang", "x")],
)  # fmt: skip
def test_values_of_no_view_are_404(tiny_snapshot: Snapshot, parameter: str, value: str) -> None:
    query = urlencode({**START.to_query(), parameter: value})
    assert get(f"/riskmap/figures/{tiny_snapshot.id}.json?{query}").status == 404


@pytest.mark.parametrize(
    ("typed", "code"),
    [("G'uzor", "1710207"), ("G‘uzor", "1710207"), ("ғузор", "1710207"), ("Гузарский", "1710207"), ("guzar", "1710207"),
     ("Деҳқонобод", "1710212"), ("dehqon", "1710212"), ("1710212003", "1710212003"), ("<script>", "1710207002")],
)  # fmt: skip
@pytest.mark.parametrize("lang", [Lang.UZ, Lang.RU])
def test_search_in_any_alphabet_answers_in_the_readers_language(
    tiny_snapshot: Snapshot, typed: str, code: str, lang: Lang
) -> None:
    answer = get(f"{addresses.search(tiny_snapshot.id, lang)}&{urlencode({'q': typed})}")
    assert answer.headers["cache-control"] == "no-store"
    best = answer.data["found"][0]
    names = tiny_snapshot.areas[name_column(lang)]
    assert best == {"code": code, "name": names[code], "within": names[tiny_snapshot.areas.at[code, "parent"]]}


@pytest.mark.parametrize("query", ["", "&q=", "&q=%20", "&q=%00", "&q=%F0%9F%98%80"])
def test_a_search_for_nothing_finds_nothing(tiny_snapshot: Snapshot, query: str) -> None:
    assert get(addresses.search(tiny_snapshot.id, Lang.UZ) + query).data == {"found": []}


@pytest.mark.parametrize("query", ["", "?q=guzar", "?q=guzar&lang=kk"])
def test_a_search_without_a_known_language_is_404(tiny_snapshot: Snapshot, query: str) -> None:
    assert get(f"/riskmap/search/{tiny_snapshot.id}{query}").status == 404


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_painting_is_the_classes_and_colours_of_its_view(theme: Theme, tiny_snapshot: Snapshot) -> None:
    snapshot = tiny_snapshot
    selection = replace(START, classes=ClassRule.QUANTILE, all_mahallas=True)
    view = compute(snapshot, selection)
    told = get(addresses.painting(snapshot.id, selection, theme)).data
    assert told["classes"] == class_string(view)
    assert told["colours"] == colours(selection, view, theme)
    assert told["faint"] == faint_colours(selection, view, theme)
    assert len(told["classes"]) == len(view.frame)


@pytest.mark.parametrize(
    ("area", "code", "there"),
    [
        (REGION, DISTRICTS[0], DISTRICTS[0]),
        (REGION, MAHALLAS[0], DISTRICTS[0]),
        (DISTRICTS[0], MAHALLAS[0], MAHALLAS[0]),
    ],
)
@pytest.mark.parametrize("every", [True, False])
def test_what_a_press_leads_to_is_the_painting_of_the_view_there(
    tiny_snapshot: Snapshot, area: str, code: str, there: str, every: bool
) -> None:
    here = replace(START, area=area, all_mahallas=every)
    step = here.at(there)
    told = get(f"{addresses.toward(tiny_snapshot.id, here, 'dark')}&code={code}").data
    assert {name: told[name] for name in ("selected", "scope", "focus")} == {
        "selected": there,
        "scope": step.scope,
        "focus": DISTRICTS[0],
    }
    assert told["classes"] == get(addresses.painting(tiny_snapshot.id, step, "dark")).data["classes"]
    assert told["values"] == addresses.values(tiny_snapshot.id, step)
    assert len(get(told["geometry"]).data["codes"]) == len(told["classes"])
    assert get(told["around"]).data["codes"] == list(DISTRICTS)


@pytest.mark.parametrize("code", ["", "1799", "&theme=light"])
def test_a_press_on_nothing_leads_nowhere(tiny_snapshot: Snapshot, code: str) -> None:
    assert get(f"{addresses.toward(tiny_snapshot.id, START, 'light')}&code={code}").status == 404


def test_a_painting_in_an_unknown_theme_is_not_there(tiny_snapshot: Snapshot) -> None:
    address = addresses.painting(tiny_snapshot.id, START, "light").replace("/light.json", "/sepia.json")
    assert get(address).status == 404
    assert (
        get(
            addresses.toward(tiny_snapshot.id, START, "light").replace("/light.json", "/sepia.json") + "&code=1710"
        ).status
        == 404
    )


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_look_is_of_the_language_and_the_theme(theme: Theme, lang: Lang) -> None:
    told = get(addresses.look(lang, theme)).data
    assert (told["lang"], told["theme"]) == (lang, theme)
    assert told["ink"]["selected"] == INK[theme].selected
    assert told["words"]["people"] == text("map.people", lang)
    assert told["words"]["cannot_tell"] == text("change.cannot_tell", lang)


@pytest.mark.parametrize("path", ["sepia/uz", "light/kk"])
def test_a_look_of_no_theme_or_language_is_not_there(path: str) -> None:
    assert get(f"/riskmap/look/{path}.json").status == 404


def buttons() -> set[str]:
    """The figures that the pages' buttons name in so many words, by themselves or beside a title."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "src/mapping/ui").rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    last = [call.args[-1] for call in calls if getattr(call.func, "id", "") in TITLED]
    found = {figure.value for figure in last if isinstance(figure, ast.Constant)}
    assert len(found) > 15
    return found


@pytest.mark.parametrize("lang", list(Lang))
def test_every_figure_says_what_it_is_and_how_it_is_found(tiny_snapshot: Snapshot, lang: Lang) -> None:
    told = get(addresses.about(tiny_snapshot.id, lang)).data
    assert set(told["figures"]) >= {*map(str, Value), "category", "raised", "trend", "red", "done", "overdue"}
    assert buttons() <= set(told["figures"])
    assert all(figure["source"] for figure in told["figures"].values() if figure["own"])
    assert all(figure["what"] and figure["how"] for figure in told["figures"].values())
    own = {key for key, figure in told["figures"].items() if figure["own"]}
    assert {"category", "red", "done", "overdue"} <= own
    assert not {"count", "rate", "risk", "change", "spots"} & own
    assert set(told["indicators"]) == set(tiny_snapshot.indicators.index)
    assert "2026" in told["as_of"]


def test_clusters_to_be_outlined_are_those_of_the_scan(tiny_snapshot: Snapshot) -> None:
    shown = replace(START, value=Value.RISK, all_mahallas=True)
    answer = get(addresses.outlines(tiny_snapshot.id, shown))
    assert answer.status == 200
    assert answer.data["clusters"] == outlined(tiny_snapshot, shown)


@pytest.mark.parametrize("change", [{"value": Value.COUNT}, {"certainty": False}, {"all_mahallas": False}])
def test_a_view_without_outlines_has_none(tiny_snapshot: Snapshot, change: dict[str, Any]) -> None:
    shown = replace(replace(START, value=Value.RISK, all_mahallas=True), **change)
    assert not shown.has_outlines
    assert get(addresses.outlines(tiny_snapshot.id, shown)).status == 404


def test_what_is_told_of_categories_is_of_the_year_and_language(tiny_snapshot: Snapshot) -> None:
    answer = get(addresses.categories(tiny_snapshot.id, 2025, Lang.RU))
    assert answer.headers["cache-control"] == FOREVER
    assert answer.data["codes"] == list(MAHALLAS)
    assert answer.data["columns"]["told"][0][0] == "Официальная категория: Красная"
    assert get(f"/riskmap/categories/{tiny_snapshot.id}/2025/kk.json").status == 404
    assert get(f"/riskmap/categories/{tiny_snapshot.id}/soon/ru.json").status == 404


def test_what_is_kept_for_ever_in_words_has_an_address_that_changes_with_the_texts(tiny_snapshot: Snapshot) -> None:
    view = Selection(REGION, "crime_total", Period.parse("2025"))
    for address in (
        addresses.categories(tiny_snapshot.id, 2025, Lang.RU),
        addresses.changes(tiny_snapshot.id, tiny_snapshot.id, "figures", Lang.RU),
        addresses.compared(tiny_snapshot.id, Comparison(ComparedBy.PERIODS, "2024"), view, Lang.RU),
    ):
        assert f"&texts={catalogue_digest()}" in address
        assert get(address).headers["cache-control"] == FOREVER


def test_the_address_of_categories_changes_with_the_rules(tiny_snapshot: Snapshot) -> None:
    selection = Selection(REGION, "crime_total", Period.parse("2025"), Value.COMPUTED)
    digest = rules_in_force().digest
    assert f"rules={digest}" in addresses.values(tiny_snapshot.id, selection)
    assert "rules=" not in addresses.values(tiny_snapshot.id, replace(selection, value=Value.RISK))
    assert rules_in_force().with_threshold(0, 0, 1.3).digest != digest


def test_what_a_browser_keeps_of_a_group_does_not_outlive_the_rule_that_hid_small_counts(
    tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    youth = replace(START, group=Group.YOUTH)
    seen = {addresses.values(tiny_snapshot.id, youth), addresses.painting(tiny_snapshot.id, youth, "light")}
    monkeypatch.setattr("mapping.views.map.addresses.settings", lambda: Settings(smallest_count=10))
    assert addresses.values(tiny_snapshot.id, youth) not in seen
    assert addresses.painting(tiny_snapshot.id, youth, "light") not in seen
    assert "smallest" not in addresses.values(tiny_snapshot.id, START)


@pytest.mark.parametrize("value", [value for value in Value if str(value) not in COMPARED])
def test_what_cannot_be_compared_is_404(tiny_snapshot: Snapshot, value: Value) -> None:
    query = urlencode(replace(START, value=value).to_query())
    assert get(f"/riskmap/compared/{tiny_snapshot.id}/periods/2024/en.json?{query}").status == 404


@pytest.mark.parametrize("year", ["9" * 5000, "2025.0", "nope"])
def test_categories_of_no_year_are_404(tiny_snapshot: Snapshot, year: str) -> None:
    assert get(f"/riskmap/categories/{tiny_snapshot.id}/{year}/en.json").status == 404
