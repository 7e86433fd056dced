"""The HTML pack: small enough, whole in itself, and nothing in it runs that is only a name."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.export.packs.bundle import bundle
from mapping.export.packs.html import POLICY, html_pack
from mapping.model.levels import Level
from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import Value, default_selection
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.briefing.brief import brief
from mapping.views.map.areas import area_figures
from mapping.views.map.view import compute

ROOT = Path(__file__).resolve().parents[3]
HELD = re.compile(r'<script type="application/octet-stream" id="data">([A-Za-z0-9+/=]+)</script>')


@pytest.fixture(scope="module")
def demo(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


def held(page: bytes) -> dict:
    (data,) = HELD.findall(page.decode())
    return json.loads(zlib.decompress(base64.b64decode(data)))


@pytest.mark.parametrize(("area", "most"), [("1710", 3_000_000), ("1710224", 1_000_000), ("1710224004", 1_000_000)])
def test_a_pack_is_small_and_asks_nobody(demo: Snapshot, area: str, most: int) -> None:
    page = html_pack(demo, default_selection(demo), area, Lang.RU)
    assert len(page) <= most
    written = HELD.sub("", page.decode())
    assert POLICY in written
    assert "default-src 'none'" in POLICY
    assert not re.search(r"https?://|//[a-z]+\.|@import|src=|url\((?!data:)", written)


def test_the_figures_are_those_of_the_map(demo: Snapshot) -> None:
    selection = replace(default_selection(demo), period=Period.parse("2025"), value=Value.RISK)
    found = held(html_pack(demo, selection, "1710", Lang.EN))
    view = compute(demo, selection)
    columns = found["views"]["crime_total"]["2025"]["columns"]
    known = view.frame["count"].notna().to_numpy()
    assert [one for one in columns["count"] if one is not None] == view.frame["count"][known].astype(int).tolist()
    assert found["briefs"]["1710"]["overdue"] == str(
        brief(demo, "1710", "crime_total", Group.ALL, selection.period).overdue
    )


@pytest.mark.parametrize("lang", list(Lang))
def test_every_language_says_its_own_words(demo: Snapshot, lang: Lang) -> None:
    found = held(html_pack(demo, default_selection(demo), "1710224", lang))
    assert found["words"]["measures"] == text("html_pack.measures", lang)
    assert found["notice"] == text("page.demonstration", lang)


def test_small_counts_of_groups_are_not_in_the_file(demo: Snapshot) -> None:
    selection = replace(default_selection(demo), group=Group.YOUTH, period=Period.parse("2025Q4"))
    found = held(html_pack(demo, selection, "1710", Lang.UZ))
    for indicator, views in found["views"].items():
        for view in views.values():
            for name in ("count", "before"):
                assert not any(one is not None and 0 < one < 5 for one in view["columns"][name]), (indicator, name)
    for rows in (*found["trends"].values(), *(sums.values() for sums in found["sums"].values())):
        assert not any(one is not None and 0 < one < 5 for row in rows for one in row)
    year = area_figures(demo, "crime_total", Group.YOUTH, Period.parse("2025Q4"), Level.REGION)["count"].item()
    assert found["sums"]["crime_total"]["1710"][-1] == year


def test_names_are_text_and_not_markup(tiny_snapshot: Snapshot) -> None:
    page = html_pack(tiny_snapshot, default_selection(tiny_snapshot), "1710207002", Lang.UZ).decode()
    assert "<script>alert" not in page
    assert page.count("</script>") == 2


def test_an_unknown_area_is_refused(tiny_snapshot: Snapshot) -> None:
    with pytest.raises(KeyError):
        html_pack(tiny_snapshot, default_selection(tiny_snapshot), "9999999", Lang.UZ)


def test_several_packs_come_in_one_archive_and_say_how_far_they_are(tiny_snapshot: Snapshot) -> None:
    told: list[tuple[int, int]] = []
    selection = default_selection(tiny_snapshot)
    districts = tiny_snapshot.children(tiny_snapshot.region).index.tolist()
    made = bundle(tiny_snapshot, selection, districts, ["html"], Lang.UZ, lambda done, of: told.append((done, of)))
    assert told == [(place + 1, len(districts)) for place in range(len(districts))]
    names = zipfile.ZipFile(io.BytesIO(made.content)).namelist()
    assert [name[:7] for name in names] == districts
    alone = bundle(tiny_snapshot, selection, districts[:1], ["html"], Lang.UZ)
    assert alone.content == html_pack(tiny_snapshot, selection, districts[0], Lang.UZ)
    with pytest.raises(ValueError, match="no format"):
        bundle(tiny_snapshot, selection, districts, [], Lang.UZ)
