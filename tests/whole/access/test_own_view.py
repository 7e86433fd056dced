"""`RISKMAP_VIEW=own`: whatever is asked, by whomever, nothing of another area comes back.

Every route of the application is asked (one without an example here fails), and every page is drawn, as roles with the own area a region, a
district and a mahalla, about the own area, another one and the whole.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from mapping.access import managing
from mapping.access.person import ANYBODY
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.export.packs.formats import FORMATS
from mapping.live.decisions.decision import Content
from mapping.live.decisions.journal import read_journal, take
from mapping.live.reports import book
from mapping.live.reports.measure import known_of
from mapping.live.reports.report import Act, Draft
from mapping.model.locale import Lang
from mapping.model.periods import Period
from mapping.model.selection import default_selection
from mapping.model.settings import settings
from mapping.store import NoSnapshot, Snapshot, open_snapshot
from mapping.store.opened import opened, snapshot_by_id
from mapping.store.scope import NONE, WHOLE, current_scope, scope_mark, scoped
from mapping.store.sql import database
from mapping.ui import person as person_module
from mapping.ui.links import PAGES
from mapping.views.map.display import read_index, read_set
from mapping.web.routes import routes
from mapping.web.rules import RULES
from tests.asgi import Answer
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.whole.access.signed_in import ask, asking_who_comes, token_of

HERE, OTHER = DISTRICTS
SCOPES = {"region": (REGION,), "district": (HERE,), "mahalla": (MAHALLAS[0],), "two": (MAHALLAS[1], MAHALLAS[5])}
APP = str(Path(__file__).resolve().parents[3] / "app.py")
WITHOUT_FIGURES = {
    "/healthz", "/riskmap/look/{theme}/{lang}.json", "/riskmap/help/{lang}.json", "/riskmap/widgets/{lang}.json",
    "/riskmap/assets/{digest}/joined/{path:path}", "/riskmap/assets/{digest}/{path:path}",
    "/api/v1", "/api/v1/openapi.json", "/api/v1/{path:path}", "/riskmap/tiles/{digest}/{zoom:int}/{column:int}/{row:int}",
}  # fmt: skip
"""Routes that answer everybody alike: words, scripts, roads of the base map, whether the server is well, and that there is nothing."""
VIEW = "indicator=crime_total&group=all&period=2025Q4"
ROUTES = {
    "/present": ["/present?lang=en&area={area}", "/present?snapshot={plain}&lang=en"],
    "/riskmap/geometry/{snapshot}/{file}": ["/riskmap/geometry/{id}/{file}"],
    "/riskmap/names/{snapshot}/{lang}.json": ["/riskmap/names/{id}/en.json"],
    "/riskmap/figures/{snapshot}.json": ["/riskmap/figures/{id}.json?area={area}&" + VIEW, "/riskmap/figures/{id}.json?all=1&" + VIEW],
    "/riskmap/outlines/{snapshot}.json": ["/riskmap/outlines/{id}.json?area={area}&value=scan&" + VIEW],
    "/riskmap/painting/{snapshot}/{theme}.json": ["/riskmap/painting/{id}/light.json?area={area}&" + VIEW],
    "/riskmap/toward/{snapshot}/{theme}.json": ["/riskmap/toward/{id}/light.json?area={area}&code={area}&" + VIEW],
    "/riskmap/about/{snapshot}/{lang}.json": ["/riskmap/about/{id}/en.json"],
    "/riskmap/changes/{snapshot}/{after}/{kind}/{lang}.json": ["/riskmap/changes/{id}/{id}/figures/en.json"],
    "/riskmap/compared/{snapshot}/{kind}/{other}/{lang}.json": [
        "/riskmap/compared/{id}/periods/2025Q3/en.json?area={area}&" + VIEW, "/riskmap/compared/{id}/snapshots/{plain}/en.json?" + VIEW,
    ],
    "/riskmap/factors/{snapshot}/{year}/{lang}.json": ["/riskmap/factors/{id}/2025/en.json"],
    "/riskmap/due/{snapshot}/{lang}.json": ["/riskmap/due/{id}/en.json?area={area}&" + VIEW],
    "/riskmap/present.json": ["/riskmap/present.json?snapshot={plain}&lang=en&area={area}"],
    "/riskmap/live": ["/riskmap/live?since=0"],
    "/riskmap/reports.json": [f"/riskmap/reports.json?measure=M{number}" for number in range(1, 5)],
    "/riskmap/evidence/{digest}": ["/riskmap/evidence/" + "0" * 64],
    "/riskmap/categories/{snapshot}/{year}/{lang}.json": ["/riskmap/categories/{id}/2025/en.json"],
    "/riskmap/search/{snapshot}": ["/riskmap/search/{id}?q=Mahalla&lang=en", "/riskmap/search/{id}?q=17&lang=en&mahallas_of={area}"],
    "/riskmap/newer/{snapshot}/{lang}.json": ["/riskmap/newer/{plain}/en.json"],
    "/riskmap/briefing/{snapshot}/{lang}.json": ["/riskmap/briefing/{id}/en.json?area={area}&" + VIEW],
    "/riskmap/overview/{snapshot}/{lang}.json": ["/riskmap/overview/{id}/en.json?area={area}&" + VIEW],
    "/riskmap/decisions.json": ["/riskmap/decisions.json?area={area}&lang=en", "/riskmap/decisions.json?lang=en"],
    "/riskmap/decisions.csv": ["/riskmap/decisions.csv?lang=en", "/riskmap/decisions.csv?area={area}&lang=en"],
    "/riskmap/decisions.xlsx": ["/riskmap/decisions.xlsx?lang=en"],
    "/riskmap/decisions/form.json": ["/riskmap/decisions/form.json?area={area}&lang=en"],
    "/api/v1/snapshots": ["/api/v1/snapshots"],
    "/api/v1/snapshots/{snapshot}": ["/api/v1/snapshots/{plain}"],
    "/api/v1/figures": ["/api/v1/figures?area={area}&" + VIEW, "/api/v1/figures?snapshot={plain}&value=done&level=mahalla"],
    "/api/v1/measures": ["/api/v1/measures", "/api/v1/measures?area={area}"],
    "/api/v1/measures/{measure:path}": [f"/api/v1/measures/M{number}" for number in range(1, 6)],
    "/api/v1/measures/{measure:path}/reports": [f"/api/v1/measures/M{number}/reports" for number in range(1, 6)],
    "/api/v1/reports": ["/api/v1/reports", "/api/v1/reports?area={area}"],
    "/riskmap/decisions/{decision}/history.json": ["/riskmap/decisions/{decision}/history.json?lang=en"],
}  # fmt: skip
"""An example or more of every other route that reads; those that write are asked by themselves below."""
WRITING = {"/riskmap/decisions", "/riskmap/decisions/{decision}", "/riskmap/reports", "/riskmap/reports/file"}


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a decision for a mahalla of each district."""
    copied = tmp_path_factory.mktemp("own") / "home"
    shutil.copytree(tiny_home, copied, symlinks=True)
    return copied


@pytest.fixture(autouse=True)
def _asking(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    monkeypatch.setenv("RISKMAP_VIEW", "own")
    with asking_who_comes(monkeypatch, tmp_path):
        snapshot_by_id.cache_clear()
        yield
    snapshot_by_id.cache_clear()


@pytest.fixture
def whole(home: Path) -> Iterator[Snapshot]:
    snapshot = open_snapshot(home)
    yield snapshot
    snapshot.close()


def foreign(whole: Snapshot, scope: tuple[str, ...]) -> set[str]:
    """What must not come back: codes and names of mahallas outside, and names of districts of which nothing is inside."""
    areas = whole.areas
    outside = [
        code for code in areas.index if not code.startswith(scope) and not any(one.startswith(code) for one in scope)
    ]
    names = {str(name) for code in outside for name in areas.loc[code, ["name_uz_latn", "name_ru", "name_en"]]}
    own = {
        str(name)
        for code in areas.index.difference(outside)
        for name in areas.loc[code, ["name_uz_latn", "name_ru", "name_en"]]
    }
    return {code for code in outside if len(code) > 7} | {
        name for name in names - own if not any(name in one for one in own)
    }


def decided(home: Path, area: str) -> str:
    content = Content(
        area=area, mahallas=(area,), text=f"A decision of {area}", deadline=date(2026, 3, 1), meeting=date(2026, 1, 20), snapshot="x",
        quarter="2026Q1",
    )  # fmt: skip
    with scoped(WHOLE):
        return take(home, content).id


REPORTED = ("M3", "M4")
"""Of a mahalla of each district."""


def report(*measures: str) -> None:
    """Reports by one who may everything."""
    with scoped(WHOLE):
        for measure in measures:
            known = known_of(opened(None), measure)
            draft = Draft(measure, 0, Act.COMMENT, key=measure, words=f"Said of {known.area}")
            book.add(database(), draft, known, person="", is_unbound=True)


def test_every_route_has_an_example_here() -> None:
    named = {*ROUTES, *WRITING, *WITHOUT_FIGURES} | {path for path in RULES if path.startswith("/auth/")}
    assert {route.path for route in routes()} == named


def told(answer: Answer) -> str:
    return unpacked(answer.plain)


def _asked(
    mine: str, others: set[str], areas: tuple[str, ...], files: list[str], decisions: list[str], plain: str
) -> Iterator[tuple[str, str, str, str]]:
    """Each example at the own address about every area, every file and every decision; and at the addresses of others."""
    for template, example in ((template, one) for template, examples in ROUTES.items() for one in examples):
        for area in areas if "{area}" in example else areas[:1]:
            for file in files if "{file}" in example else files[:1]:
                for decision in decisions if "{decision}" in example else decisions[:1]:
                    address = example.format(id=mine, plain=plain, area=area, file=file, decision=decision)
                    yield template, mine, address, area
        for served in others if "{id}" in example else ():
            address = example.format(id=served, plain=plain, area=areas[0], file=files[0], decision=decisions[0])
            yield template, served, address, areas[0]


@pytest.mark.parametrize("role", SCOPES)
def test_no_route_gives_anything_of_another_area(home: Path, whole: Snapshot, role: str) -> None:
    scope = SCOPES[role]
    token = token_of(
        "karim", *(Grant(what, area) for area in scope for what in (Right.VIEW, Right.REPORT)), area=scope[0]
    )
    report(*REPORTED)
    decisions = [decided(home, area) for area in (scope[0] if scope[0] in MAHALLAS else MAHALLAS[0], MAHALLAS[7])]
    unwanted, plain = foreign(whole, scope), whole.id
    assert bool(unwanted) is (role != "region")
    mine = plain if role == "region" else f"{plain}~{scope_mark(scope)}"
    others = {plain, *(f"{plain}~{scope_mark(one)}" for one in SCOPES.values()), f"{plain}~x", f"{plain}~"} - {mine}
    with scoped(scope):
        files = [one.removesuffix(".gz") for one in read_index(snapshot_by_id(plain).folder).values()]
    answered = set()
    for template, served, address, area in _asked(
        mine, others, (*scope, OTHER, MAHALLAS[7], REGION), files, decisions, plain
    ):
        answer = ask(address, token)
        said = told(answer).replace(address, "").replace(quote(address), "")
        found = {one for one in unwanted if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said)}
        assert found - {area} == set(), address
        assert answer.status < 500, address
        if served != mine:
            assert answer.status == 404, address
        elif answer.status == 200:
            answered.add(template)
            assert "public" not in answer.headers.get("cache-control", ""), address
    if role in {"region", "district"}:  # of two mahallas there is no measure and no factor
        assert set(ROUTES) - answered <= {"/riskmap/outlines/{snapshot}.json", "/riskmap/evidence/{digest}"}


def test_a_decision_of_another_area_is_neither_seen_nor_changed(home: Path) -> None:
    token = token_of("karim", Grant(Right.VIEW, HERE), Grant(Right.REPORT, REGION))
    theirs = decided(home, MAHALLAS[7])
    for method in ("PUT", "DELETE"):
        assert ask(f"/riskmap/decisions/{theirs}?lang=en", token, method=method).status in {400, 404, 405, 415, 422}
    with scoped(WHOLE):
        assert len(read_journal(home).versions[theirs]) == 1
    with scoped((HERE,)):
        assert theirs not in read_journal(home).versions


def test_what_is_in_a_part_adds_up_to_the_parts_own_figures(whole: Snapshot) -> None:
    with scoped((HERE,)):
        part = snapshot_by_id(whole.id)
    assert list(part.mahallas_of(REGION)) == list(whole.mahallas_of(HERE))
    quarters = whole.quarters
    for group in whole.groups("crime_total"):
        ours = part.counts("crime_total", group, quarters, REGION)
        theirs = whole.counts("crime_total", group, quarters, HERE)
        assert np.array_equal(ours, theirs, equal_nan=True) or whole.hides(group)
    for name in ("categories", "factors", "measures"):
        assert getattr(part, name)(REGION).equals(getattr(whole, name)(HERE).reset_index(drop=True)), name
    assert set(part.without_figures["area"]) == {one for one in whole.without_figures["area"] if one.startswith(HERE)}
    assert part.assignments(whole.areas.index).equals(
        whole.assignments([one for one in whole.areas.index if one.startswith(HERE)])
    )
    assert part.unplaced.empty
    for name in read_index(part.folder):
        mine, every = read_set(part.folder, name), read_set(whole.folder, name)
        at = [every["codes"].index(code) for code in mine["codes"]]
        assert mine["paths"] == [every["paths"][one] for one in at]
        assert mine["points"] == [every["points"][2 * one + axis] for one in at for axis in (0, 1)]
        if mine["codes"] == every["codes"]:
            assert mine["whole"] == every["whole"]


def test_the_folder_of_a_part_goes_with_it(whole: Snapshot) -> None:
    with scoped((HERE,)):
        folder = snapshot_by_id(whole.id).folder
    assert folder.is_dir()
    snapshot_by_id.cache_clear()
    import gc  # noqa: PLC0415

    gc.collect()
    assert not folder.exists()


def test_where_nobody_told_who_asks_nothing_is_shown(whole: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapping.store.scope._of_pages", [])
    assert current_scope() == NONE
    with pytest.raises(NoSnapshot):
        snapshot_by_id(whole.id)
    monkeypatch.setenv("RISKMAP_VIEW", "all")
    settings.cache_clear()
    assert snapshot_by_id(whole.id).scope == WHOLE


def shown(app: AppTest) -> str:
    """Everything that was sent for a page, as it was sent."""

    def walk(node: Any) -> Iterator[str]:
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield str(proto)
        for child in getattr(node, "children", {}).values():
            yield from walk(child)

    return " ".join(walk(app._tree))


@pytest.mark.parametrize("role", ["district", "two"])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_anything_of_another_area(
    whole: Snapshot, monkeypatch: pytest.MonkeyPatch, page: str, role: str
) -> None:
    scope = SCOPES[role]
    grants = [Grant(what, area) for area in scope for what in Right if what is not Right.ADMINISTER]
    managing.add(presence().base, ANYBODY, login="karim", name="Karim", area=scope[0], grants=grants)
    me = presence().named("karim")
    assert me is not None
    monkeypatch.setattr(person_module, "_named", lambda: me.person.id)
    unwanted = foreign(whole, scope)
    taken = takes_away(monkeypatch)
    for area in (scope[0], MAHALLAS[7]):
        app = AppTest.from_file(APP, default_timeout=60)
        app.query_params["area"], app.query_params["lang"] = area, "en"
        app.run()
        if page != "map":
            taken.clear()
            app.switch_page(PAGES[page]).run()
        assert not app.exception, (page, area)
        said = shown(app)
        assert {one for one in unwanted if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said)} - {area} == set(), (
            page,
            area,
        )
        assert json.dumps(whole.id)[1:-1] in said or page in {"data"}
        with scoped(scope):
            files = [unpacked(make() if callable(make) else make) for make in taken]
        assert bool(files) is (page in WITH_FILES), page
        for file in files:
            assert found_in(file, unwanted) - {area} == set(), (page, area)
        taken.clear()


WITH_FILES = {"map", "certainty", "measures", "execution", "gaps", "compare", "categories", "post", "audit"}
"""Pages that offer files here: of one snapshot nothing has changed, and figures are brought by those who see a region. Packs are made by themselves below."""


def takes_away(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the buttons of pages give, drawers open: filled as pages are drawn."""
    taken: list[Any] = []

    def button(_label: str, data: Any = None, *_more: Any, **_named: Any) -> bool:
        taken.append(data)
        return False

    monkeypatch.setattr("streamlit.download_button", button)
    for module in ("download", "data_notes"):
        monkeypatch.setattr(f"mapping.ui.{module}.show_drawer", lambda _label, draw, **_named: draw())
    return taken


def found_in(said: str, unwanted: set[str]) -> set[str]:
    """Which of these words stand in it, whole."""
    return {one for one in unwanted if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said)}


def unpacked(content: bytes | str) -> str:
    """All that a file says: of a workbook and slides each part, of a PDF its text."""
    if isinstance(content, str):
        return content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8-sig", "replace")


@pytest.mark.parametrize("role", ["district", "mahalla"])
@pytest.mark.parametrize("form", FORMATS)
def test_no_pack_holds_anything_of_another_area(whole: Snapshot, form: str, role: str) -> None:
    scope = SCOPES[role]
    with scoped(scope):
        part = snapshot_by_id(whole.id)
        selection = replace(default_selection(part), area=scope[0], period=Period.parse("2025Q4"), lang=Lang.EN)
        content = FORMATS[form].build(part, selection, scope[0], Lang.EN)
    own = [str(name) for name in part.areas.loc[scope[0], ["name_uz_latn", "name_en"]] if name]
    said = unpacked(content)
    if form not in PICTURES:
        assert scope[0] in said or any(name in said for name in own)
    assert found_in(said, foreign(whole, scope)) == set()


PICTURES = {"png", "svg"}
"""Drawn of the same figures; their words are shapes."""
