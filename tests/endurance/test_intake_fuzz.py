"""A short run of the damaged files; `make fuzz` runs many more."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tests.fuzz.readers import STRUCTURES, Reader, all_readers, damaged, failure

_INPUTS = 480
_STRUCTURES = 1000
_PARTS = 8


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("part", range(_PARTS))
def test_only_refusals_and_reports_come_out_of_damaged_files(part: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = {number: failure(number, Path(folder)) for number in range(part, _INPUTS, _PARTS)}
    assert {number: what for number, what in found.items() if what} == {}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("part", range(_PARTS))
def test_only_refusals_and_reports_come_out_of_whole_files_of_odd_things(part: int) -> None:
    readers = all_readers()
    place = [reader.name for reader in readers].index(STRUCTURES)
    numbers = [place + n * len(readers) for n in range(part, _STRUCTURES, _PARTS)]
    with tempfile.TemporaryDirectory() as folder:
        found = {number: failure(number, Path(folder)) for number in numbers}
    assert {number: what for number, what in found.items() if what} == {}


def _without_clock(reader: Reader, name: str, content: bytes) -> tuple[str, str, bytes | int]:
    """Workbooks and GeoPackages that are built say when they were: of these the size tells."""
    is_stamped = reader.name == STRUCTURES and name.endswith((".xlsx", ".gpkg"))
    return reader.name, name, len(content) if is_stamped else content


def test_a_number_always_tells_the_same_file_and_numbers_tell_different_ones() -> None:
    files = [damaged(number) for number in range(140)]
    again = [damaged(number) for number in range(140)]
    assert [_without_clock(*one) for one in files] == [_without_clock(*one) for one in again]
    assert len({content for _, _, content in files}) > 125
    assert Counter(reader.name for reader, _, _ in files) == {reader.name: 20 for reader in all_readers()}
