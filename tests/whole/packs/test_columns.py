"""Widths of words, lines and columns: what is broken, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from mapping.export.packs import letters
from mapping.export.packs.columns import column_widths, parted, row_heights
from mapping.export.packs.letters import BOLD, REGULAR
from mapping.export.packs.story import Grid

WORDS = st.text(st.sampled_from("abо‘қ ҳWi—\n"), max_size=60)
CELL = st.text(st.sampled_from("abо‘қ ҳWi"), max_size=80)


@pytest.mark.parametrize("words", ["O‘g‘irlik", "Ғузор тумани", "1,23 (0,84–1,77)", "«∞» ≤ ≥ №"])
def test_words_are_as_wide_as_the_font_draws_them(words: str) -> None:
    for path, bold in ((REGULAR, False), (BOLD, True)):
        drawn = ImageFont.truetype(str(path), 1000, layout_engine=ImageFont.Layout.BASIC).getlength(words)
        assert letters.width(words, 1000, bold=bold) == pytest.approx(drawn, rel=0.02)


def test_a_word_wider_than_a_line_is_broken_between_letters() -> None:
    room = letters.width("mmmm", 10)
    assert letters.lines("mmmmmmmmm a", room, 10) == ["mmmm", "mmmm", "m a"]
    assert letters.lines("", room, 10) == [""]
    assert letters.lines("a\nb", room, 10) == ["a", "b"]


@given(words=WORDS, room=st.floats(8, 200), size=st.floats(6, 30))
def test_no_line_is_wider_than_the_room_and_no_letter_is_lost(words: str, room: float, size: float) -> None:
    found = letters.lines(words, room, size)
    assert "".join(found).replace(" ", "") == words.replace(" ", "").replace("\n", "")
    assert all(letters.width(line, size) <= room or len(line) == 1 for line in found)


def test_the_first_size_that_fits_is_taken() -> None:
    wide = letters.width("Qashqadaryo", 20)
    assert letters.fitting("Qashqadaryo", wide, 100, (30, 20, 10)) == 20
    assert letters.fitting("Qashqadaryo", 1, 100, (30, 20, 10)) == 10


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6), width=st.floats(150, 900), size=st.floats(7, 18)
)
def test_columns_fill_the_width_and_rows_hold_their_words(
    rows: list[tuple[str, str, str]], width: float, size: float
) -> None:
    grid = Grid(("Mahalla", "100 mingga", "O‘zgarish"), (False, True, False), tuple(rows))
    widths = column_widths(grid, width, size, side=4)
    assert sum(widths) == pytest.approx(width)
    assert min(widths) > 0
    heights = row_heights(grid, widths, size, side=4, top=2)
    assert len(heights) == 1 + len(rows)
    assert min(heights) >= letters.LINE * size + 4 - 1e-9


@given(cells=st.tuples(CELL, CELL), room=st.floats(15, 60))
def test_a_row_in_parts_keeps_its_words(cells: tuple[str, str], room: float) -> None:
    found = parted(cells, (60, 90), 10, room, side=3)
    for at, words in enumerate(cells):
        assert "".join(part[at] for part in found).replace(" ", "") == words.replace(" ", "")
