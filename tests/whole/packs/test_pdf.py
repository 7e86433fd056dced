"""The PDF, read back: pages, texts, fonts and bookmarks; figures worked out in tests/conftest.py."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from mapping.export.packs import letters
from mapping.export.packs.pdf import pdf_pack
from mapping.export.packs.story import stamp, story
from mapping.export.packs.view_facts import view_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value, default_selection
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.whole.packs.conftest import LONG, UNBROKEN

AREAS = (REGION, DISTRICTS[0], MAHALLAS[0])
MILLIMETRE = 72 / 25.4


def selected(snapshot: Snapshot, period: str = "2025Q4") -> Selection:
    return replace(default_selection(snapshot), period=Period.parse(period))


def read(snapshot: Snapshot, area: str, lang: Lang = Lang.EN, **changes: Any) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_pack(snapshot, replace(selected(snapshot), **changes), area, lang)))


def lines(reader: PdfReader, page: int) -> list[str]:
    return [line.strip() for line in reader.pages[page].extract_text().split("\n")]


def row_of(found: list[str], name: str) -> list[str]:
    """The cells after a row's name."""
    (row,) = [line for line in found if line.startswith(f"{name} ") and "·" not in line]
    return row.removeprefix(name).split()


def words(reader: PdfReader) -> str:
    """All words, in whatever lines they were broken."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_region_has_itself_its_districts_the_method_and_lists_of_measures(tiny_snapshot: Snapshot) -> None:
    reader = read(tiny_snapshot, REGION)
    names = tiny_snapshot.areas["name_en"]
    measures = "Measures by mahalla, Q4 2025"
    assert [lines(reader, page)[0] for page in range(len(reader.pages))] == [
        names[REGION], f"{names[REGION]}: Districts and cities", *names[list(DISTRICTS)],
        *(f"{names[code]}: {measures}" for code in DISTRICTS), "The method in short",
    ]  # fmt: skip
    outline = [one if isinstance(one, list) else one.title for one in reader.outline]
    assert [part for part in outline if isinstance(part, str)] == [names[REGION], measures, "The method in short"]
    assert [one.title for one in outline[-2]] == list(names[list(DISTRICTS)])


def test_a_districts_figures_are_those_worked_out_by_hand(tiny_snapshot: Snapshot) -> None:
    """In 2025Q4 mahallas 1 to 4 have 8 + 9 + 10 + 11 cases and 11,000 people, a year before 4 + 5 + 6 + 7 and 10,000."""
    found = lines(read(tiny_snapshot, DISTRICTS[0]), 0)
    assert row_of(found, "Crimes, total")[:4] == ["38", "345.5", "22", "1.57"]
    counted = " ".join(found[found.index("Cases by quarter") :]).split()
    assert {str(10 + 4 * quarter) for quarter in range(8)} <= set(counted)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("lang", Lang)
def test_each_page_tells_day_snapshot_notice_and_number(tiny_snapshot: Snapshot, area: str, lang: Lang) -> None:
    reader = read(tiny_snapshot, area, lang)
    known = stamp(tiny_snapshot, lang)
    for number, page in enumerate(reader.pages, start=1):
        found = page.extract_text()
        assert f"{known.as_of} · {known.snapshot}" in found
        assert known.notice in found
        assert f"{number} / {len(reader.pages)}" in found
    told = story(tiny_snapshot, view_of(selected(tiny_snapshot), area, lang))
    assert all(cell in words(reader) for row in told.figures.rows for cell in row)


@pytest.mark.parametrize("lang", Lang)
def test_title_language_day_and_fonts_are_in_the_file(tiny_snapshot: Snapshot, lang: Lang) -> None:
    reader = read(tiny_snapshot, DISTRICTS[0], lang)
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(str(tiny_snapshot.areas.at[DISTRICTS[0], name_column(lang)]))
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == tiny_snapshot.as_of
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == ("uz-Latn" if lang is Lang.UZ else str(lang))
    fonts = {str(key): font for page in reader.pages for key, font in _fonts(page).items()}
    assert fonts
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "NotoSans" in descriptor["/FontName"]
        assert len(descriptor["/FontFile2"].get_object().get_data()) > 1000


def _fonts(page: Any) -> dict[str, Any]:
    return {key: font.get_object() for key, font in page["/Resources"]["/Font"].items()}


@pytest.mark.parametrize(("lang", "name"), [(Lang.UZ, "G‘uzor tumani"), (Lang.UZ_CYRL, "Ғузор тумани")])
def test_uzbek_letters_come_out_as_they_are(tiny_snapshot: Snapshot, lang: Lang, name: str) -> None:
    found = words(read(tiny_snapshot, REGION, lang))
    assert name in found
    assert text("html_pack.overdue", lang) in found
    assert {Lang.UZ: "Dehqonobod", Lang.UZ_CYRL: "Деҳқонобод"}[lang] in found


def test_no_figure_is_a_dash_and_zero_is_zero(tiny_snapshot: Snapshot) -> None:
    found = lines(read(tiny_snapshot, MAHALLAS[7]), 0)
    assert row_of(found, "Crimes, total")[:2] == ["—", "—"]
    youth = lines(read(tiny_snapshot, MAHALLAS[0], group=Group.YOUTH), 0)
    assert row_of(youth, "Crimes, total")[0] == "0"


def test_small_counts_stay_hidden(small_counts: Snapshot) -> None:
    found = lines(read(small_counts, MAHALLAS[0], group=Group.YOUTH), 0)
    assert row_of(found, "Crimes, total")[:2] == ["hidden", "hidden"]


def test_an_infinite_ratio_is_told_as_such(tiny_snapshot: Snapshot) -> None:
    """Mahalla 1 has 1 // 2 thefts in 2024Q1 and 5 // 2 in 2025Q1."""
    chosen = replace(selected(tiny_snapshot, "2025Q1"), indicator="crime_theft")
    written = pdf_pack(tiny_snapshot, chosen, MAHALLAS[0], Lang.UZ)
    assert row_of(lines(PdfReader(io.BytesIO(written)), 0), "O‘g‘irlik")[3] == "∞"


def test_measures_stand_under_their_mahalla_and_the_overdue_tell_how_long(tiny_snapshot: Snapshot) -> None:
    reader = read(tiny_snapshot, DISTRICTS[0])
    found = words(reader)
    assert f"Mahalla 1 · {MAHALLAS[0]}" in found
    assert "=SUM(A1:A9)" in found
    assert "<b>Kamera</b> o‘rnatish" in found
    assert "overdue (15)" in found
    assert "<script>alert(1)</script>" in found
    assert not any("/Annots" in page for page in reader.pages)


def test_a_mahalla_tells_only_its_own_measures(tiny_snapshot: Snapshot) -> None:
    reader = read(tiny_snapshot, MAHALLAS[1])
    assert "=SUM(A1:A9)" not in words(reader)
    assert len(reader.pages) == 3


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("names", ["tiny_snapshot", "long_names"])
@pytest.mark.parametrize("lang", [Lang.UZ, Lang.RU])
def test_no_words_lie_outside_a_page(request: pytest.FixtureRequest, area: str, names: str, lang: Lang) -> None:
    snapshot: Snapshot = request.getfixturevalue(names)
    for page in read(snapshot, area, lang).pages:
        placed: list[tuple[float, float, float]] = []

        def see(written: str, _: Any, at: list[float], font: Any, size: float, placed: Any = placed) -> None:
            if written.strip() and "/" not in written:
                bold = font is not None and "Bold" in font["/BaseFont"]
                placed.append((at[4], at[4] + letters.width(written.strip(), size, bold=bold), at[5]))

        page.extract_text(visitor_text=see)
        assert placed
        assert min(left for left, _, _ in placed) >= 14 * MILLIMETRE - 1
        assert max(right for _, right, _ in placed) <= 196 * MILLIMETRE + 1
        assert min(low for _, _, low in placed) > 5 * MILLIMETRE


def test_long_names_are_whole(long_names: Snapshot) -> None:
    found = words(read(long_names, DISTRICTS[0], Lang.UZ))
    assert LONG in found
    assert UNBROKEN in found.replace(" ", "")


def test_the_same_snapshot_gives_the_same_bytes(tiny_snapshot: Snapshot) -> None:
    written = pdf_pack(tiny_snapshot, selected(tiny_snapshot), DISTRICTS[0], Lang.RU)
    story.cache_clear()
    assert pdf_pack(tiny_snapshot, selected(tiny_snapshot), DISTRICTS[0], Lang.RU) == written


@pytest.mark.parametrize("value", [Value.COUNT, Value.CHANGE_YEAR, Value.OVERDUE, Value.SPOTS])
@pytest.mark.parametrize("rule", [ClassRule.USUAL, ClassRule.CATEGORY])
def test_any_view_makes_pages(tiny_snapshot: Snapshot, value: Value, rule: ClassRule) -> None:
    assert len(read(tiny_snapshot, REGION, value=value, classes=rule, period=Period.parse("2025Q4-4")).pages) == 7


def test_an_unknown_area_is_refused(tiny_snapshot: Snapshot) -> None:
    with pytest.raises(KeyError):
        pdf_pack(tiny_snapshot, selected(tiny_snapshot), "1710999", Lang.UZ)
