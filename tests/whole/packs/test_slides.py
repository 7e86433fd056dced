"""Slides, read back: figures worked out in tests/conftest.py, nothing outside a slide, nothing over another."""

from __future__ import annotations

import io
import itertools
import re
import struct
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pptx
import pytest
from PIL import ImageFont

from mapping.export.packs.letters import BOLD, REGULAR
from mapping.export.packs.slides import slides_pack
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
INCH = 914400


def selected(snapshot: Snapshot, period: str = "2025Q4") -> Selection:
    return replace(default_selection(snapshot), period=Period.parse(period))


def read(written: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(written))


def slides_of(snapshot: Snapshot, area: str, lang: Lang = Lang.EN, **changes: Any) -> list[Any]:
    return list(read(slides_pack(snapshot, replace(selected(snapshot), **changes), area, lang)).slides)


def tables(slide: Any) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in one.table.rows] for one in slide.shapes if one.has_table]


def chart(slide: Any) -> Any:
    (found,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    return found


def shown(slide: Any) -> str:
    words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    return "\n".join([*words, *(cell for table in tables(slide) for row in table for cell in row)])


def test_a_region_has_a_title_itself_its_districts_and_the_method(tiny_snapshot: Snapshot) -> None:
    slides = slides_of(tiny_snapshot, REGION)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    names = tiny_snapshot.areas["name_en"]
    assert titles == [
        names[REGION], names[REGION], f"{names[REGION]}: Districts and cities", *names[list(DISTRICTS)],
        text("html_pack.method", Lang.EN),
    ]  # fmt: skip


def test_a_districts_figures_are_those_worked_out_by_hand(tiny_snapshot: Snapshot) -> None:
    """In 2025Q4 mahallas 1 to 4 have 8 + 9 + 10 + 11 cases and 11,000 people, a year before 4 + 5 + 6 + 7."""
    slide = slides_of(tiny_snapshot, DISTRICTS[0])[0]
    head, total, theft, *_ = tables(slide)[0]
    assert head == ["Indicator", "Count", "Per 100,000", "Year before", "Change"]
    assert total[:4] == ["Crimes, total", "38", "345.5", "22"]
    assert theft[1] == str(8 // 2 + 9 // 2 + 10 // 2 + 11 // 2)
    assert list(chart(slide).plots[0].series[0].values) == [10 + 4 * quarter for quarter in range(8)]
    labels = [tuple(levels) for levels in chart(slide).plots[0].categories.flattened_labels]
    assert labels[0] == ("2024", "I") and labels[-1] == ("2025", "IV")


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("lang", Lang)
def test_tables_and_notes_tell_the_story_in_each_language(tiny_snapshot: Snapshot, area: str, lang: Lang) -> None:
    slides = slides_of(tiny_snapshot, area, lang)
    slide = slides[1] if area == REGION else slides[0]
    told = story(tiny_snapshot, view_of(selected(tiny_snapshot), area, lang))
    figures, tally, attention = tables(slide)
    assert figures == [list(told.figures.head), *map(list, told.figures.rows)]
    assert list(zip(*tally, strict=True)) == list(told.tally)
    assert attention[1:] == [list(row) for row in told.attention or [(text("html_pack.attention_none", lang),)]]
    notes = slide.notes_slide.notes_text_frame.text
    assert notes.split("\n") == list(told.notes)
    assert all(row[1] in notes for row in told.figures.rows)
    assert str(tiny_snapshot.areas.at[area, name_column(lang)]) in notes


def test_no_figure_is_a_dash_and_no_column_but_zero_is_zero(tiny_snapshot: Snapshot) -> None:
    slide = slides_of(tiny_snapshot, MAHALLAS[7])[0]
    assert tables(slide)[0][1][1:3] == ["—", "—"]
    assert list(chart(slide).plots[0].series[0].values)[-2:] == [None, None]
    youth = slides_of(tiny_snapshot, MAHALLAS[0], group=Group.YOUTH)[0]
    assert tables(youth)[0][1][1] == "0"
    assert set(chart(youth).plots[0].series[0].values) == {0}


def test_small_counts_stay_hidden(small_counts: Snapshot) -> None:
    slide = slides_of(small_counts, MAHALLAS[0], group=Group.YOUTH)[0]
    assert tables(slide)[0][1][1:3] == ["hidden", "hidden"]
    assert list(chart(slide).plots[0].series[0].values)[-1] is None
    assert "hidden" in slide.notes_slide.notes_text_frame.text
    district = slides_of(small_counts, DISTRICTS[0], group=Group.YOUTH)
    rows = next(one for slide in district[1:] for one in tables(slide))
    assert {row[1] for row in rows[1:]} == {"hidden"}


def test_an_infinite_ratio_is_told_as_such(tiny_snapshot: Snapshot) -> None:
    """Mahalla 1 has 1 // 2 thefts in 2024Q1 and 5 // 2 in 2025Q1."""
    chosen = replace(selected(tiny_snapshot, "2025Q1"), indicator="crime_theft")
    slide = read(slides_pack(tiny_snapshot, chosen, MAHALLAS[0], Lang.EN)).slides[0]
    assert "ratio of the rates ∞" in slide.notes_slide.notes_text_frame.text


def test_names_and_texts_stay_text(tiny_snapshot: Snapshot) -> None:
    written = slides_pack(tiny_snapshot, selected(tiny_snapshot), DISTRICTS[0], Lang.UZ)
    cells = [row[0] for slide in read(written).slides for table in tables(slide) for row in table]
    assert "<script>alert(1)</script>" in cells
    assert "=1+1" in cells
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b'TargetMode="External"' in part or b"hlinkClick" in part for part in parts.values())
    for name in (name for name in parts if name.endswith(".xlsx")):
        with zipfile.ZipFile(io.BytesIO(parts[name])) as book:
            assert not any(b"<f>" in book.read(one) for one in book.namelist())


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("names", ["tiny_snapshot", "long_names"])
@pytest.mark.parametrize("lang", [Lang.UZ, Lang.RU])
def test_nothing_lies_outside_a_slide_or_over_another(
    request: pytest.FixtureRequest, area: str, names: str, lang: Lang
) -> None:
    snapshot: Snapshot = request.getfixturevalue(names)
    deck = read(slides_pack(snapshot, selected(snapshot), area, lang))
    for number, slide in enumerate(deck.slides, start=1):
        boxes = [(one.left, one.top, one.left + one.width, one.top + _height(one), one.name) for one in slide.shapes]
        for left, top, right, bottom, name in boxes:
            assert left >= 0 and top >= 0 and right <= deck.slide_width and bottom <= deck.slide_height, (number, name)
        for one, other in itertools.combinations(boxes, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (number, one[4], other[4])


DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans{}.ttf"
FOOT = 7.05


@cache
def _drawn(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(DEJAVU.format("-Bold" if bold else ""), 100, layout_engine=ImageFont.Layout.BASIC)


def _lines(words: str, room: float, size: float, bold: bool) -> tuple[int, list[str]]:
    """How many lines DejaVu Sans takes for the words, and which of them are broken; `room` in points."""
    number, used, broken = 1, 0.0, []
    space = _drawn(bold).getlength(" ") * size / 100
    for word in words.split():
        wide = _drawn(bold).getlength(word) * size / 100
        if wide > room:
            broken.append(word)
        if used and used + space + wide > room:
            number, used = number + 1, 0.0
        used += wide + (space if used else 0)
    return number + len(broken), broken


@pytest.mark.skipif(not Path(DEJAVU.format("")).exists(), reason="DejaVu Sans is not installed here")
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("lang", Lang)
def test_where_only_dejavu_is_installed_tables_stay_above_the_foot_and_no_word_is_broken(
    tiny_snapshot: Snapshot, area: str, lang: Lang
) -> None:
    for slide in slides_of(tiny_snapshot, area, lang):
        for shape in (one for one in slide.shapes if one.has_table):
            bottom = shape.top / INCH
            for row in shape.table.rows:
                highest = 0.0
                for cell, column in zip(row.cells, shape.table.columns, strict=True):
                    run = next((run for one in cell.text_frame.paragraphs for run in one.runs), None)
                    if run is None:
                        continue
                    room = (column.width - cell.margin_left - cell.margin_right) / INCH * 72
                    number, broken = _lines(cell.text, room, run.font.size.pt, run.font.bold)
                    assert broken == [], cell.text
                    margins = (cell.margin_top + cell.margin_bottom) / INCH
                    highest = max(highest, number * 1.164 * run.font.size.pt / 72 + margins)
                bottom += max(highest, row.height / INCH)
            assert bottom <= FOOT


def _height(shape: Any) -> int:
    return sum(row.height for row in shape.table.rows) if shape.has_table else int(shape.height)


def test_long_names_are_whole(long_names: Snapshot) -> None:
    words = "\n".join(shown(slide) for slide in slides_of(long_names, DISTRICTS[0], Lang.UZ))
    assert LONG in words
    assert UNBROKEN in words


@pytest.mark.parametrize("area", AREAS)
def test_the_map_has_at_least_200_dots_an_inch(tiny_snapshot: Snapshot, area: str) -> None:
    pictures = [shape for slide in slides_of(tiny_snapshot, area) for shape in slide.shapes if shape.shape_type == 13]
    assert pictures
    for picture in pictures:
        wide, high = picture.image.size
        assert wide / (picture.width / INCH) >= 200
        assert high / (picture.height / INCH) >= 199.5
        assert wide / high == pytest.approx(picture.width / picture.height, rel=0.01)


def test_letters_are_large_enough(tiny_snapshot: Snapshot) -> None:
    for slide in slides_of(tiny_snapshot, REGION, Lang.UZ_CYRL):
        for shape in slide.shapes:
            if shape.has_table and len(shape.table.rows) > 2:
                sizes = {run.font.size.pt for row in shape.table.rows for cell in row.cells
                         for paragraph in cell.text_frame.paragraphs for run in paragraph.runs}  # fmt: skip
                assert min(sizes) >= 11
        assert slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt >= 22


@pytest.mark.parametrize("lang", Lang)
def test_every_slide_tells_day_snapshot_number_and_notice(tiny_snapshot: Snapshot, lang: Lang) -> None:
    slides = slides_of(tiny_snapshot, REGION, lang)
    known = stamp(tiny_snapshot, lang)
    for number, slide in enumerate(slides, start=1):
        words = shown(slide)
        assert all(part in words for part in (known.as_of, known.snapshot, known.notice, f"{number} / {len(slides)}"))


def test_the_same_snapshot_gives_the_same_bytes(tiny_snapshot: Snapshot) -> None:
    chosen = selected(tiny_snapshot)
    written = slides_pack(tiny_snapshot, chosen, DISTRICTS[0], Lang.UZ)
    tiny_snapshot.results.clear()
    assert slides_pack(tiny_snapshot, chosen, DISTRICTS[0], Lang.UZ) == written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        book = next(archive.read(name) for name in archive.namelist() if name.endswith(".xlsx"))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert set(re.findall(rb"Z?>(\d{4}-\d\d-\d\d)T", archive.read("docProps/core.xml"))) == {b"2026-01-15"}
    told = read(written).core_properties
    assert (told.created.date(), told.language) == (tiny_snapshot.as_of, "uz")
    assert told.title.startswith("G‘uzor tumani")


def test_the_font_is_inside(tiny_snapshot: Snapshot) -> None:
    written = slides_pack(tiny_snapshot, selected(tiny_snapshot), MAHALLAS[0], Lang.UZ)
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        fonts = [archive.read(f"ppt/fonts/font{number}.fntdata") for number in (1, 2)]
        listed = archive.read("ppt/presentation.xml").decode()
        theme = archive.read("ppt/theme/theme1.xml").decode()
    for held, path in zip(fonts, (REGULAR, BOLD), strict=True):
        size, font_size, version, flags = struct.unpack_from("<4I", held)
        assert (size, font_size, version, flags) == (len(held), path.stat().st_size, 0x00020002, 0)
        assert struct.unpack_from("<H", held, 34) == (0x504C,)
        assert held.endswith(path.read_bytes())
        assert "Noto Sans".encode("utf-16-le") in held[82:200]
    assert re.search(r"<p:notesSz[^>]*/><p:embeddedFontLst><p:embeddedFont><p:font typeface=.Noto Sans.", listed)
    assert theme.count('<a:latin typeface="Noto Sans"') == 2


@pytest.mark.parametrize("value", [Value.COUNT, Value.CHANGE_YEAR, Value.OVERDUE, Value.SPOTS])
@pytest.mark.parametrize("rule", [ClassRule.USUAL, ClassRule.CATEGORY])
def test_any_view_makes_slides(tiny_snapshot: Snapshot, value: Value, rule: ClassRule) -> None:
    assert len(slides_of(tiny_snapshot, REGION, value=value, classes=rule, period=Period.parse("2025Q4-4"))) == 6


def test_an_unknown_area_is_refused(tiny_snapshot: Snapshot) -> None:
    with pytest.raises(KeyError):
        slides_pack(tiny_snapshot, selected(tiny_snapshot), "1710999", Lang.UZ)
