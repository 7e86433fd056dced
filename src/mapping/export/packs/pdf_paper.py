"""Sheets of A4 with a foot on each: text, tables with page breaks, pictures, columns by quarter; by millimetres."""

from __future__ import annotations

import io
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from fpdf import FPDF
from PIL import Image

from mapping.export.packs import letters
from mapping.export.packs.columns import column_widths, row_heights
from mapping.export.packs.letters import BOLD, FAMILY, REGULAR
from mapping.export.packs.story import Grid, Stamp
from mapping.model.periods import Quarter

LEFT, TOP, RIGHT, BOTTOM = 14.0, 13.0, 196.0, 281.0
WIDTH = RIGHT - LEFT
SIDE, ABOVE = 1.2, 0.55  # millimetres inside a cell
DARK, GREY, ACCENT, PALE, ALARM = (26, 29, 36), (84, 90, 102), (29, 79, 145), (157, 182, 218), (160, 28, 38)
HEAD, BAND, RULE, NOTICE = (223, 230, 243), (245, 247, 251), (197, 204, 218), (246, 207, 78)
_POINT = 25.4 / 72  # millimetres
_ASCENT = 1.069  # of the size, from the top of a line to where letters stand
Colour = tuple[int, int, int]


class Paper(FPDF):
    """A document whose every page tells day, snapshot, notice and its number."""

    def __init__(self, title: str, stamp: Stamp, lang: str, day: date) -> None:
        super().__init__(format="A4")
        self.stamp = stamp
        self.add_font(FAMILY, "", REGULAR)
        self.add_font(FAMILY, "B", BOLD)
        self.set_margins(LEFT, TOP, 210 - RIGHT)
        self.set_auto_page_break(False)
        self.set_title(title)
        self.set_lang(lang)
        self.set_subject(" · ".join(part for part in (stamp.as_of, stamp.snapshot, stamp.notice) if part))
        self.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
        self.set_producer("riskmap")
        self.set_display_mode("fullpage")

    def footer(self) -> None:
        """Called by the library at the end of each page."""
        told = " · ".join(part for part in (self.stamp.as_of, self.stamp.snapshot) if part)
        self.line_of(told, LEFT, 285, 8, colour=GREY)
        self.set_font(FAMILY, "", 8)
        self.set_text_color(*GREY)
        self.set_xy(RIGHT - 40, 285)
        self.cell(40, 4, f"{self.page_no()} / {{nb}}", align="R")
        if self.stamp.notice:
            start = LEFT + letters.width(told, 8) * _POINT + 3
            wide = letters.width(self.stamp.notice, 8, bold=True) * _POINT + 4
            self.set_fill_color(*NOTICE)
            self.rect(start, 284.4, wide, 5, style="F")
            self.line_of(self.stamp.notice, start + 2, 285, 8, bold=True)

    def line_of(
        self, words: str, x: float, y: float, size: float, *, bold: bool = False, colour: Colour = DARK,
        right: float | None = None,
    ) -> None:  # fmt: skip
        """One line whose top is at y, from x, or ending at `right`."""
        if not words:
            return
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)
        start = x if right is None else right - letters.width(words, size, bold=bold) * _POINT
        self.text(start, y + _ASCENT * size * _POINT, words)

    def block(
        self, words: str, x: float, y: float, width: float, size: float, *, bold: bool = False, colour: Colour = DARK,
        right: bool = False,
    ) -> float:  # fmt: skip
        """Words in lines not wider than `width`; gives where the next line would begin."""
        step = letters.LINE * size * _POINT
        for line in letters.lines(words, width / _POINT, size, bold=bold):
            self.line_of(line, x, y, size, bold=bold, colour=colour, right=x + width if right else None)
            y += step
        return y

    def heading(self, title: str, subject: str, bookmarks: Iterable[tuple[str, int]]) -> float:
        """Title and subject at the top of a new page, with bookmarks and their levels from 0; gives where the page goes on."""
        self.add_page()
        for words, level in bookmarks:
            self.start_section(words, level=level, strict=False)
        size = letters.fitting(title, WIDTH / _POINT, 30, (20, 18, 16, 14, 12), bold=True)
        y = self.block(title, LEFT, TOP, WIDTH, size, bold=True)
        return (self.block(subject, LEFT, y, WIDTH, 10.5, colour=GREY) if subject else y) + 2

    def go_on(self, title: str) -> float:
        """A new page that goes on with what the title says; gives where it begins."""
        self.add_page()
        return self.block(title, LEFT, TOP, WIDTH, 10.5, bold=True) + 1

    def picture(self, png: bytes, y: float, width: float, height: float, told: str) -> float:
        """A picture across the page; gives where the page goes on."""
        with Image.open(io.BytesIO(png)) as drawn:
            plain = drawn.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        self.image(plain, LEFT, y, width, height, alt_text=told)
        return y + height + 2

    def grid(self, grid: Grid, y: float, size: float, *, title: str) -> float:
        """A table across the page, its heads again on each page that it goes on; gives where the page goes on.

        `title` stands above what goes on.
        """
        widths = [one * _POINT for one in column_widths(grid, WIDTH / _POINT, size, side=SIDE / _POINT)]
        points = [one / _POINT for one in widths]
        found = row_heights(grid, points, size, side=SIDE / _POINT, top=ABOVE / _POINT)
        head, *heights = (one * _POINT for one in found)
        self.row(grid.head, y, widths, head, size, bold=True, ground=HEAD, numbers=grid.numbers)
        y += head
        for at, (cells, height) in enumerate(zip(grid.rows, heights, strict=True)):
            if y + height > BOTTOM:
                y = self.go_on(title)
                self.row(grid.head, y, widths, head, size, bold=True, ground=HEAD, numbers=grid.numbers)
                y += head
            self.row(cells, y, widths, height, size, ground=BAND if at % 2 else None, numbers=grid.numbers)
            y += height
        return y + 3

    def grid_on_page(self, grid: Grid, y: float, sizes: Sequence[float], *, title: str) -> None:
        """A table in the first of the sizes in which it ends on this page."""
        size = sizes[-1]
        for size in sizes:
            widths = column_widths(grid, WIDTH / _POINT, size, side=SIDE / _POINT)
            high = sum(row_heights(grid, widths, size, side=SIDE / _POINT, top=ABOVE / _POINT))
            if y + high * _POINT <= BOTTOM:
                break
        self.grid(grid, y, size, title=title)

    def row(
        self, cells: Sequence[str], y: float, widths: Sequence[float], height: float, size: float, *,
        numbers: Sequence[bool], bold: bool = False, ground: Colour | None = None, alarm: Container[int] = (),
    ) -> None:  # fmt: skip
        """One row of a table with a line below; the cells in `alarm` are bold and red."""
        if ground:
            self.set_fill_color(*ground)
            self.rect(LEFT, y, sum(widths), height, style="F")
        self.set_draw_color(*RULE)
        self.set_line_width(0.15)
        self.line(LEFT, y + height, LEFT + sum(widths), y + height)
        x = LEFT
        for at, (words, width, number) in enumerate(zip(cells, widths, numbers, strict=True)):
            strong = bold or at in alarm
            colour = ALARM if at in alarm else DARK
            room = width - 2 * SIDE
            self.block(words, x + SIDE, y + ABOVE, room, size, bold=strong, colour=colour, right=number)
            x += width

    def tally(self, counted: Sequence[tuple[str, str]], y: float) -> float:
        """Numbers in large letters, and below each what it counts; gives where the page goes on."""
        width = WIDTH / len(counted)
        room = width - 2 * SIDE
        low = max(letters.height(words, room / _POINT, 8.5) for _, words in counted) * _POINT
        self.set_fill_color(*BAND)
        self.rect(LEFT, y, WIDTH, 8 + low + 1, style="F")
        for at, (number, words) in enumerate(counted):
            x = LEFT + at * width + SIDE
            size = letters.fitting(number, room / _POINT, 30, (16, 14, 12, 10), bold=True)
            self.line_of(number, x, y + 0.6, size, bold=True)
            self.block(words, x, y + 8, room, 8.5, colour=GREY)
        return y + 8 + low + 4

    def columns(
        self, title: str, quarters: Sequence[Quarter], series: Sequence[float | None], written: Sequence[str],
        period: Container[Quarter], y: float, height: float,
    ) -> float:  # fmt: skip
        """Cases by quarter as columns, those of the period darker; where there is no figure, only its sign."""
        top = self.block(title, LEFT, y, WIDTH, 9.5, bold=True) + 4
        floor, wide = y + height - 8, WIDTH / len(quarters)
        most = max((one for one in series if one is not None), default=0) or 1
        for at, (quarter, cases, words) in enumerate(zip(quarters, series, written, strict=True)):
            high = (floor - top) * (cases or 0) / most
            x = LEFT + at * wide
            self.set_fill_color(*(ACCENT if quarter in period else PALE))
            self.rect(x + wide * 0.14, floor - high, wide * 0.72, high, style="F")
            self._middle(words, x + wide / 2, floor - high - 4, 8)
            self._middle(quarter.roman, x + wide / 2, floor + 0.3, 8)
        for year, first, last in _years(quarters):
            self._middle(str(year), LEFT + (first + last + 1) * wide / 2, floor + 3.8, 8)
        self.set_draw_color(*GREY)
        self.line(LEFT, floor, RIGHT, floor)
        return y + height + 2

    def _middle(self, words: str, x: float, y: float, size: float) -> None:
        self.line_of(words, x - letters.width(words, size) * _POINT / 2, y, size)

    def whole(self) -> bytes:
        """The file."""
        return bytes(self.output())


def _years(quarters: Sequence[Quarter]) -> Iterator[tuple[int, int, int]]:
    """Each year with the places of its first and last quarter."""
    for year in dict.fromkeys(quarter.year for quarter in quarters):
        places = [at for at, quarter in enumerate(quarters) if quarter.year == year]
        yield year, places[0], places[-1]
