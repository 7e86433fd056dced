"""The map as a picture: whole, in four languages, with every letter drawn, and of the size of a slide."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from mapping.export.packs.picture import FONTS, map_png, map_svg, png_pack, svg_pack
from mapping.model.locale import Lang, name_column, text
from mapping.model.locale.texts import catalogue
from mapping.model.selection import ClassRule, Selection, Value, default_selection
from mapping.store import Snapshot
from mapping.views.map.view import compute
from tests.conftest import DISTRICTS

ROOT = Path(__file__).resolve().parents[3]
SVG = "{http://www.w3.org/2000/svg}"
VALUES = [value for value in Value if not value.is_cluster]


@pytest.fixture(scope="module")
def demo(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


def texts_of(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("lang", list(Lang))
def test_title_legend_day_and_snapshot_are_on_it(demo: Snapshot, lang: Lang) -> None:
    selection = default_selection(demo)
    written = texts_of(map_svg(demo, selection, lang))
    view = compute(demo, selection)
    assert str(demo.areas.at["1710", name_column(lang)]) in written
    assert text("page.demonstration", lang) in written
    assert any(demo.id in one for one in written)
    assert any(one.startswith(text("legend.none", lang)) and one.endswith(str(view.sizes[-1])) for one in written)


def test_names_of_districts_do_not_overlap_and_none_is_lost(demo: Snapshot) -> None:
    svg = map_svg(demo, default_selection(demo), Lang.UZ)
    found = re.findall(
        r'<text x="([\d.]+)" y="([\d.]+)" font-size="17" font-weight="700" text-anchor="middle">([^<]+)<', svg
    )
    names = [(float(x), float(y), name) for x, y, name in found if name != text("page.demonstration", Lang.UZ)]
    assert len(names) == 16
    for place, (x, y, name) in enumerate(names):
        for u, v, other in names[place + 1 :]:
            room = 17 * 0.5 * (len(name) + len(other)) / 2
            assert abs(x - u) >= room or abs(y - v) >= 17, (name, other)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("whole", [True, False], ids=["mahallas", "districts"])
def test_every_view_can_be_drawn(tiny_snapshot: Snapshot, value: Value, whole: bool) -> None:
    selection = default_selection(tiny_snapshot).showing(str(value))
    ElementTree.fromstring(map_svg(tiny_snapshot, replace(selection, all_mahallas=whole), Lang.RU))


def test_categories_are_drawn_with_their_patterns(tiny_snapshot: Snapshot) -> None:
    selection = replace(default_selection(tiny_snapshot), classes=ClassRule.CATEGORY)
    svg = map_svg(tiny_snapshot, selection, Lang.EN)
    assert "url(#lines)" in svg or "url(#dots)" in svg


def test_a_png_is_as_large_as_its_resolution_says(tiny_snapshot: Snapshot) -> None:
    selection: Selection = default_selection(tiny_snapshot)
    for dpi in (72, 200):
        content = map_png(tiny_snapshot, selection, Lang.UZ, dpi)
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", content[16:24]) == (round(13.333 * dpi), round(13.333 * dpi / 1.6))


def test_a_pack_draws_its_area_only(tiny_snapshot: Snapshot) -> None:
    selection = default_selection(tiny_snapshot)
    name = str(tiny_snapshot.areas.at[DISTRICTS[0], "name_en"])
    assert name in texts_of(svg_pack(tiny_snapshot, selection, DISTRICTS[0], Lang.EN).decode())
    with pytest.raises(KeyError):
        png_pack(tiny_snapshot, selection, "9999999", Lang.EN)


def test_the_fonts_have_every_letter_of_the_catalogue_and_of_the_names(demo: Snapshot) -> None:
    columns = [name_column(lang) for lang in Lang]
    used = set("".join(demo.areas[columns].to_numpy().ravel()))
    used |= set("".join(words for one in catalogue().values() for words in one.values()))
    for path in FONTS.glob("*.ttf"):
        known = {chr(code) for code in TTFont(path).getBestCmap()}
        missing = {letter for letter in used - known if letter.isalpha()} | ({"‘", "’", "ў", "қ", "ғ", "ҳ"} - known)
        assert not missing, path.name
