"""A deck of wide slides: titles, text, real tables, native charts, pictures and notes, by inches; the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import pptx
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from mapping.export.packs import columns, letters
from mapping.export.packs.columns import column_widths, parted, row_heights
from mapping.export.packs.letters import FAMILY
from mapping.export.packs.same_zip import same_zip
from mapping.export.packs.slides_font import embed_font
from mapping.export.packs.story import Grid, Stamp
from mapping.model.periods import Quarter

WIDTH, HEIGHT = 13.333, 7.5  # inches
LEFT, RIGHT = 0.4, 12.93
BOTTOM = 6.95  # where what a slide tells ends; the foot is below
CELL_SIDE, CELL_TOP = 0.08, 0.02  # inches inside a cell
DARK, GREY, ACCENT, PALE, NOTICE = "1A1D24", "545A66", "1D4F91", "9DB6DA", "F6CF4E"
HEAD, BAND, RULE = "DFE6F3", "F5F7FB", "C5CCDA"
_TITLES = (48, 44, 40, 36, 30, 26, 22, 18, 14)  # points
_TITLE_ONLY = 5  # the layout of the library's own template
_POINTS = 72
_LOOSEST = 1.3
_NUMBER = 0.38  # inches of a row of large numbers
_ROOF = 1.15  # of the highest column: its number stands above it


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Deck:
    """Slides of one file, each with a title, a foot and notes."""

    def __init__(self, title: str, stamp: Stamp, lang: str, day: date) -> None:
        self.deck: Presentation = pptx.Presentation()
        self.stamp, self.day, self.lang = stamp, day, lang
        _widen(self.deck)
        _use_font(self.deck)
        told = self.deck.core_properties
        told.title, told.language, told.author, told.last_modified_by = title, lang, "", ""
        told.comments, told.revision = " · ".join(part for part in (stamp.snapshot, stamp.notice) if part), 1
        told.created = told.modified = datetime(day.year, day.month, day.day)

    def slide(self, title: str, notes: Iterable[str], *, size: float = 30, box: Box | None = None) -> Slide:
        """A new slide with its title, the notice beside it, and notes for the speaker."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[_TITLE_ONLY])
        notice = (
            letters.width(self.stamp.notice, 12, bold=True, anywhere=True) / _POINTS + 0.3 if self.stamp.notice else 0
        )
        place = box or Box(LEFT, 0.25, RIGHT - LEFT - notice - 0.2, 0.62)
        heading = slide.shapes.title
        heading.left, heading.top, heading.width, heading.height = _emu(place)
        sizes = [one for one in _TITLES if one <= size]
        fit = letters.fitting(title, place.width * _POINTS, place.height * _POINTS, sizes, bold=True, anywhere=True)
        _write(heading.text_frame, [title], fit, bold=True)
        if notice:
            self._notice(slide, Box(RIGHT - notice, 0.36, notice, 0.4))
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        return slide

    def text(
        self, slide: Slide, box: Box, words: Sequence[str], sizes: Sequence[float], *, bold: bool = False,
        colour: str = DARK, right: bool = False,
    ) -> None:  # fmt: skip
        """Paragraphs in the first of the sizes in which they fit into the box."""
        fit = letters.fitting(
            "\n".join(words), box.width * _POINTS, box.height * _POINTS, sizes, bold=bold, anywhere=True
        )
        frame = slide.shapes.add_textbox(*_emu(box)).text_frame
        _write(frame, words, fit, bold=bold, colour=colour, right=right)

    def picture(self, slide: Slide, box: Box, png: bytes, told: str) -> None:
        """A picture as wide and high as the box, with words for those who cannot see it."""
        shape = slide.shapes.add_picture(io.BytesIO(png), *_emu(box))
        shape._element.nvPicPr.cNvPr.set("descr", told)

    def table(self, slide: Slide, box: Box, grid: Grid, shares: Sequence[float], size: float, *, told: str) -> None:
        """A table with a row of heads; rows are as high as they need, and a little more if the box has room."""
        heights = heights_of(grid, shares, size)
        loose = min(_LOOSEST, max(1.0, box.height / sum(heights)))
        heights = [height * loose for height in heights]
        place = _emu(Box(box.left, box.top, box.width, sum(heights)))
        shape = slide.shapes.add_table(1 + len(grid.rows), len(shares), *place)
        shape._element.nvGraphicFramePr.cNvPr.set("descr", told)
        table = shape.table
        _plain_table(shape._element)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Inches(share)
        for row, height in zip(table.rows, heights, strict=True):
            row.height = Inches(height)
        for at, (cells, row) in enumerate(zip((grid.head, *grid.rows), table.rows, strict=True)):
            ground = HEAD if at == 0 else BAND if at % 2 == 0 else "FFFFFF"
            for words, number, cell in zip(cells, grid.numbers, row.cells, strict=True):
                cell.margin_left = cell.margin_right = Inches(CELL_SIDE)
                cell.margin_top = cell.margin_bottom = Inches(CELL_TOP)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(ground)
                _underline(cell)
                _write(cell.text_frame, [words], size, bold=at == 0, right=number, margins=False)

    def tally(self, slide: Slide, box: Box, counted: Sequence[tuple[str, str]], *, told: str) -> None:
        """A table of two rows: numbers in large letters, and below each what it counts."""
        shape = slide.shapes.add_table(2, len(counted), *_emu(box))
        shape._element.nvGraphicFramePr.cNvPr.set("descr", told)
        _plain_table(shape._element)
        room = (box.width / len(counted) - 0.08) * _POINTS
        low = (box.height - _NUMBER) * _POINTS
        size = min(letters.fitting(words, room, low, (14, 13, 12, 11, 10, 9), anywhere=True) for _, words in counted)
        for row, high in zip(shape.table.rows, (_NUMBER, box.height - _NUMBER), strict=True):
            row.height = Inches(high)
        for place, (number, words) in enumerate(counted):
            large = letters.fitting(number, room, 40, (20, 18, 16, 14), bold=True, anywhere=True)
            for at, (part, points) in enumerate(((number, large), (words, size))):
                cell = shape.table.cell(at, place)
                cell.margin_left = cell.margin_right = Inches(0.04)
                cell.margin_top = cell.margin_bottom = Inches(0)
                cell.vertical_anchor = MSO_ANCHOR.TOP if at else MSO_ANCHOR.BOTTOM
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(BAND)
                _write(cell.text_frame, [part], points, bold=not at, colour=GREY if at else DARK, margins=False)

    def chart(
        self, slide: Slide, box: Box, name: str, quarters: Sequence[Quarter], series: Sequence[float | None],
        period: Container[Quarter],
    ) -> None:  # fmt: skip
        """Cases by quarter as columns, years below quarters, those of the period darker; no column without a figure."""
        data = CategoryChartData(number_format="#,##0")
        year = None
        for quarter in quarters:
            if year is None or year.label != str(quarter.year):
                year = data.add_category(str(quarter.year))
            year.add_sub_category(quarter.roman)
        data.add_series(name, series)
        frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *_emu(box), data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", name)
        _style_chart(frame.chart, name)
        for at, quarter in enumerate(quarters):
            if quarter in period:
                fill = frame.chart.plots[0].series[0].points[at].format.fill
                fill.solid()
                fill.fore_color.rgb = RGBColor.from_string(ACCENT)

    def save(self) -> bytes:
        """The whole file; feet are written when the number of slides is known."""
        slides = list(self.deck.slides)
        for number, slide in enumerate(slides, start=1):
            self._foot(slide, number, len(slides))
        embed_font(self.deck)
        target = io.BytesIO()
        self.deck.save(target)
        return same_zip(target.getvalue(), self.day)

    def _notice(self, slide: Slide, box: Box) -> None:
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(NOTICE)
        shape.line.fill.background()
        shape.shadow.inherit = False
        _write(shape.text_frame, [self.stamp.notice], 12, bold=True, margins=False)
        shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER

    def _foot(self, slide: Slide, number: int, of: int) -> None:
        told = " · ".join(part for part in (self.stamp.as_of, self.stamp.snapshot, self.stamp.notice) if part)
        self.text(slide, Box(LEFT, 7.05, 11.2, 0.3), [told], (12, 11, 10), colour=GREY)
        frame = slide.shapes.add_textbox(*_emu(Box(RIGHT - 1.2, 7.05, 1.2, 0.3))).text_frame
        _write(frame, [""], 12, colour=GREY, right=True)
        paragraph = frame.paragraphs[0]
        field = etree.SubElement(
            paragraph._p, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum"
        )
        looks = etree.SubElement(field, qn("a:rPr"), lang=self.lang, sz="1200")
        etree.SubElement(etree.SubElement(looks, qn("a:solidFill")), qn("a:srgbClr"), val=GREY)
        etree.SubElement(field, qn("a:t")).text = str(number)
        run = paragraph.add_run()
        run.text = f" / {of}"
        run.font.size, run.font.color.rgb = Pt(12), RGBColor.from_string(GREY)


def shares_of(grid: Grid, width: float, size: float) -> list[float]:
    """How wide the columns of a table are on a slide, in inches."""
    found = column_widths(grid, width * _POINTS, size, side=CELL_SIDE * _POINTS, anywhere=True)
    return [one / _POINTS for one in found]


def heights_of(grid: Grid, shares: Sequence[float], size: float) -> list[float]:
    """How high the row of heads and each row must be on a slide, in inches."""
    widths = [one * _POINTS for one in shares]
    found = row_heights(grid, widths, size, side=CELL_SIDE * _POINTS, top=CELL_TOP * _POINTS, anywhere=True)
    return [one / _POINTS for one in found]


def breaks_words(grid: Grid, shares: Sequence[float], size: float) -> bool:
    """Whether a word of the table is wider than its column on a slide."""
    widths = [one * _POINTS for one in shares]
    return columns.breaks_words(grid, widths, size, side=CELL_SIDE * _POINTS, anywhere=True)


def parted_rows(grid: Grid, shares: Sequence[float], size: float, room: float) -> Grid:
    """The table with each row that would be higher than the room, in inches, as several."""
    widths, side = [one * _POINTS for one in shares], CELL_SIDE * _POINTS
    high = (room - 2 * CELL_TOP) * _POINTS
    rows = (part for cells in grid.rows for part in parted(cells, widths, size, high, side=side, anywhere=True))
    return replace(grid, rows=tuple(rows))


def _emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


def _write(
    frame: TextFrame, words: Sequence[str], size: float, *, bold: bool = False, colour: str = DARK,
    right: bool = False, margins: bool = True,
) -> None:  # fmt: skip
    """Paragraphs without any markup: a run each."""
    frame.word_wrap = True
    if margins:
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for at, part in enumerate(words):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        if not part:
            continue
        run = paragraph.add_run()
        run.text = part
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour)


def _widen(deck: Presentation) -> None:
    """From the library's narrow template to wide slides, with its layouts."""
    grown = Inches(WIDTH) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = deck.slide_master
    for shapes in (master.shapes, *(layout.shapes for layout in deck.slide_layouts)):
        for shape in shapes:
            if shape._element.xpath(".//a:xfrm"):
                shape.left, shape.width = round(shape.left * grown), round(shape.width * grown)


def _use_font(deck: Presentation) -> None:
    """The product's font wherever the theme's is used."""
    theme = next(part for part in deck.slide_master.part.rels.values() if part.reltype.endswith("/theme")).target_part
    tree = etree.fromstring(theme.blob)
    for kind in ("majorFont", "minorFont"):
        tree.find(f".//{{*}}{kind}/{{*}}latin").set("typeface", FAMILY)
    theme._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _plain_table(frame: etree._Element) -> None:
    """No style of the template: grounds and lines are written into the cells."""
    found = frame.find(f".//{qn('a:tableStyleId')}")
    found.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"


def _underline(cell: _Cell) -> None:
    """A thin line below a cell."""
    line = etree.Element(qn("a:lnB"), w=str(Pt(0.75)))
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=RULE)
    cell._tc.get_or_add_tcPr().insert(0, line)


def _style_chart(chart: Chart, name: str) -> None:
    chart.font.size, chart.font.name = Pt(12), FAMILY
    chart.has_legend, chart.has_title = False, True
    title = chart.chart_title.text_frame
    title.text = name
    title.paragraphs[0].runs[0].font.size, title.paragraphs[0].runs[0].font.bold = Pt(14), True
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 35, True
    plot.data_labels.font.size, plot.data_labels.position = Pt(11), XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(PALE)
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart.value_axis.minimum_scale = 0
    chart.value_axis.maximum_scale = _ROOF * max((one for one in plot.series[0].values if one), default=1)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.tick_labels.font.size = Pt(12)
