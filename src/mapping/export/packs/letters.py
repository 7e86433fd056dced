"""How wide words are, and how they break into lines: by the font that comes with the product.

Pages and pictures are laid out by these widths. Slides are opened by programs that know no fonts inside a file, on machines that have
DejaVu Sans alone: what shall find room there too is measured `anywhere`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from fontTools.ttLib import TTFont

from mapping.model.assets import ASSETS

FONTS = ASSETS / "fonts"
FAMILY = "Noto Sans"
REGULAR, BOLD = FONTS / "NotoSans-Regular.ttf", FONTS / "NotoSans-Bold.ttf"
LINE = 1.36  # height of a line, of the size: ascent and descent of the font
_WIDER, _LOWER = (1.17, 1.24), 1.17
"""How many times as wide DejaVu Sans, regular and bold, is in the texts of the catalogue (99 of 100 are narrower), and its height of a line."""
_UNKNOWN = 600  # of 1,000: a letter that the font has not, drawn by another


def width(words: str, size: float, *, bold: bool = False, anywhere: bool = False) -> float:
    """How wide the words are in one line, in the unit of `size`."""
    known = _widths(bold)
    wider = _WIDER[bold] if anywhere else 1
    return sum([known.get(letter, _UNKNOWN) for letter in words]) * wider * size / 1000


def lines(words: str, room: float, size: float, *, bold: bool = False, anywhere: bool = False) -> list[str]:
    """The words in lines not wider than `room` (in the unit of `size`); what is written with line ends keeps them.

    A word wider than a line is broken between letters. No words make one empty line.
    """
    if anywhere:
        room /= _WIDER[bold]
    found: list[str] = []
    space = width(" ", size, bold=bold)
    for paragraph in words.split("\n"):
        line, used = "", 0.0
        for word in paragraph.split(" "):
            wide = width(word, size, bold=bold)
            if line and used + space + wide <= room:
                line, used = f"{line} {word}", used + space + wide
                continue
            if line:
                found.append(line)
            *whole, line = [word] if wide <= room else _pieces(word, room, size, bold)
            found += whole
            used = width(line, size, bold=bold)
        found.append(line)
    return found


def height(words: str, room: float, size: float, *, bold: bool = False, anywhere: bool = False) -> float:
    """How high the words are in lines not wider than `room`, in the unit of `size`."""
    own = len(lines(words, room, size, bold=bold)) * LINE * size
    other = len(lines(words, room, size, bold=bold, anywhere=True)) * _LOWER * size if anywhere else 0
    return max(own, other)


def fitting(
    words: str, room: float, high: float, sizes: Iterable[float], *, bold: bool = False, anywhere: bool = False
) -> float:
    """The first of the sizes in which the words fit into a box without a word broken, else the last."""
    chosen = 0.0
    for chosen in sizes:
        longest = max((width(word, chosen, bold=bold, anywhere=anywhere) for word in words.split()), default=0)
        if longest <= room and height(words, room, chosen, bold=bold, anywhere=anywhere) <= high:
            break
    return chosen


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@cache
def _widths(bold: bool) -> dict[str, int]:
    """Advance width of each letter, in thousandths of the size."""
    font = TTFont(BOLD if bold else REGULAR, lazy=True)
    scale, advances = 1000 / font["head"].unitsPerEm, font["hmtx"].metrics
    return {chr(code): round(advances[glyph][0] * scale) for code, glyph in font.getBestCmap().items()}
