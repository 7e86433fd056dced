"""The rectangle that cells span: never told smaller than a reader of workbooks would make room for."""

from __future__ import annotations

import pytest

from mapping.reading.files.sheet_size import TooLarge, span


def sheet(content: str) -> bytes:
    return f"<worksheet><sheetData>{content}</sheetData></worksheet>".encode()


def told(content: bytes, size: int = 1 << 20) -> tuple[int, int]:
    return span(content[start : start + size] for start in range(0, len(content), size))


@pytest.mark.parametrize(
    ("content", "rows", "columns"),
    [
        ('<row r="3"><c r="B3" t="s"><v>1</v></c><c r="AA3"/></row>', 3, 27),
        ("<row r='3'><c  s='1'  r = 'B3'/></row>", 3, 2),
        ('<x:row r="3"><x:c t=">" r="B3"/></x:row>', 3, 2),
        ('<row><c/><c/><c></c></row><row><c/></row>', 2, 3),
        ('<row r="9"/><row><c/></row>', 10, 1),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>a r="ZZ99"</t></is></c></row>', 1, 1),
        ("", 0, 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_rows_and_columns(content: str, rows: int, columns: int, size: int) -> None:
    assert told(sheet(content), size) == (rows, columns)


@pytest.mark.parametrize(
    "place", ["A99999999", "A" + "9" * 400, "ABCD1", "XFE1", "A1048577", "&#65;9999999", "", "A", "A1A1", "A-1"]
)
def test_a_place_that_cannot_be_is_too_large(place: str) -> None:
    with pytest.raises(TooLarge):
        told(sheet(f'<row><c r="{place}"/></row>'))


@pytest.mark.parametrize("content", ['<row><c r="A1', '<row><c a=" r="A1"/></row>', '<row><c <c r="A1"/></row>'])
def test_a_tag_that_does_not_end_is_too_large(content: str) -> None:
    with pytest.raises(TooLarge):
        told(sheet(content))


def test_parts_that_hold_no_cells_are_passed_over() -> None:
    assert told(b'<calcChain><c r="A1"/><c r="ZZZ9999999"/></calcChain>') == (0, 0)
    assert told(bytes(range(256)) * 600) == (0, 0)
