"""How wide a table's columns and how high its rows must be for their words, in points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mapping.export.packs import letters
from mapping.export.packs.story import Grid

_SLACK = 2.0  # points a column: programs round the widths of letters their own way
Row = tuple[str, ...]
_CLOSE = 0.1  # points


def column_widths(grid: Grid, width: float, size: float, *, side: float, anywhere: bool = False) -> list[float]:
    """How wide each column is so that they fill the width; `side` is left free on both sides of a cell; `anywhere` as in `letters`.

    Where there is no room for every cell in one line, the widest columns give way: their cells take more lines, but no
    word is broken if that can be helped.
    """
    least, whole, roomy = [], [], []
    for head, *cells in zip(grid.head, *grid.rows, strict=True):
        words = [word for cell in cells for word in cell.split(" ")]
        narrow = max(_in_two_lines(head, size, anywhere), _longest(words, size, anywhere=anywhere))
        least.append(2 * side + _SLACK + narrow)
        whole.append(2 * side + _SLACK + max(narrow, _longest(cells, size, anywhere=anywhere)))
        roomy.append(max(whole[-1], 2 * side + _SLACK + _longest([head], size, bold=True, anywhere=anywhere)))
    if sum(least) >= width:
        return [one * width / sum(least) for one in least]
    for wished in (roomy, whole):
        if sum(wished) <= width:
            return [one * width / sum(wished) for one in wished]
    low, high = 0.0, width
    while high - low > _CLOSE:
        middle = (low + high) / 2
        fits = sum(_up_to(least, whole, middle)) <= width
        low, high = (middle, high) if fits else (low, middle)
    found = _up_to(least, whole, low)
    return [one * width / sum(found) for one in found]


def breaks_words(grid: Grid, widths: Sequence[float], size: float, *, side: float, anywhere: bool = False) -> bool:
    """Whether a word is wider than its column."""
    return any(
        _longest(cell.split(), size, bold=at == 0, anywhere=anywhere) > width - 2 * side
        for at, cells in enumerate((grid.head, *grid.rows))
        for cell, width in zip(cells, widths, strict=True)
    )


def row_heights(
    grid: Grid, widths: Sequence[float], size: float, *, side: float, top: float, anywhere: bool = False
) -> list[float]:
    """How high the row of heads and each row must be; `top` is left free above and below."""
    rooms = [width - 2 * side - _SLACK / 2 for width in widths]
    return [
        2 * top
        + max(
            letters.height(words, room, size, bold=at == 0, anywhere=anywhere)
            for words, room in zip(cells, rooms, strict=True)
        )
        for at, cells in enumerate((grid.head, *grid.rows))
    ]


def parted(
    cells: Sequence[str], widths: Sequence[float], size: float, room: float, *, side: float, anywhere: bool = False
) -> list[Row]:
    """A row as several that are each not higher than the room, where its words take more lines than that holds."""
    most = max(1, int(room / (letters.LINE * size)))
    broken = [
        letters.lines(words, width - 2 * side - _SLACK / 2, size, anywhere=anywhere)
        for words, width in zip(cells, widths, strict=True)
    ]
    highest = max(map(len, broken))
    if highest <= most:
        return [tuple(cells)]
    return [tuple(" ".join(lines[at : at + most]) for lines in broken) for at in range(0, highest, most)]


def _up_to(least: Sequence[float], whole: Sequence[float], most: float) -> list[float]:
    """Each column as wide as it wishes up to `most`, but not below its least."""
    return [max(low, min(high, most)) for low, high in zip(least, whole, strict=True)]


def _longest(words: Iterable[str], size: float, *, bold: bool = False, anywhere: bool = False) -> float:
    return max((letters.width(word, size, bold=bold, anywhere=anywhere) for word in words), default=0)


def _in_two_lines(head: str, size: float, anywhere: bool) -> float:
    """The least width in which a head takes at most two lines."""
    words = head.split(" ")
    breaks = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, max(2, len(words))))
    return min(_longest(pair, size, bold=True, anywhere=anywhere) for pair in breaks)
