"""Which events were met before, by the ids that a column gives them: eight bytes an id, none for running numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapping.reading.events.columns import NO_BLANKS, Mask
from mapping.reading.events.grid import Ints

Keys = npt.NDArray[np.uint64]
NO_ID = np.uint64(0)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_WORD = 8  # bytes


def keys_of(column: pa.Array) -> Keys:
    """A number for each id, `NO_ID` for none: whole numbers as they are, texts by their letters (64 bits, so that two of ten
    million ids are taken for one in one file of some four hundred thousand)."""
    text = pc.utf8_trim(pc.fill_null(column.cast(pa.string()), ""), NO_BLANKS)
    try:
        numbers = text.cast(pa.int64()).to_numpy(zero_copy_only=False)
        if (numbers > 0).all():
            return numbers.astype(np.uint64)
    except pa.ArrowInvalid:
        pass
    return _mixed(text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text)


def _mixed(text: pa.Array) -> Keys:
    """Texts of one length at a time, eight letters at a time."""
    text = pa.array(text.cast(pa.large_string()))
    _, offsets_buffer, letters_buffer = text.buffers()
    offsets = np.frombuffer(offsets_buffer, dtype=np.int64)[text.offset : text.offset + len(text) + 1]
    letters = np.frombuffer(letters_buffer, dtype=np.uint8) if letters_buffer else np.empty(0, np.uint8)
    lengths = np.diff(offsets)
    keys = np.zeros(len(text), dtype=np.uint64)
    for length in np.unique(lengths[lengths > 0]).tolist():
        rows = np.flatnonzero(lengths == length)
        padded = np.zeros((len(rows), -(-length // _WORD) * _WORD), dtype=np.uint8)
        padded[:, :length] = letters[offsets[rows][:, None] + np.arange(length)]
        key = np.full(len(rows), np.uint64(length), dtype=np.uint64)
        for word in padded.view(np.uint64).T:
            key = (key ^ word) * _ODD
            key ^= key >> _SHIFT
        keys[rows] = np.maximum(key, np.uint64(1))
    return keys


class Met:
    """The ids met so far: numbers that follow one another without a gap as their first and last, others in sorted runs."""

    def __init__(self) -> None:
        self._spans: list[tuple[np.uint64, np.uint64]] = []
        self._runs: list[Keys] = []

    def again(self, keys: Keys) -> Mask:
        """Which of the keys stood before, in this call or an earlier one; `NO_ID` never does. All are remembered."""
        met = np.zeros(len(keys), dtype=bool)
        there = np.flatnonzero(keys != NO_ID)
        real = keys[there]
        if not len(real):
            return met
        for first, last in self._spans:
            met[there] |= (real >= first) & (real <= last)
        if bool((real[1:] == real[:-1] + np.uint64(1)).all()):
            self._find(met, there, real)
            self._span(real[0], real[-1])
            return met
        order = np.argsort(real, kind="stable")
        ordered = real[order]
        met[there[order[1:]]] |= ordered[1:] == ordered[:-1]
        self._find(met, there, real)
        self._remember(ordered[np.append(True, ordered[1:] != ordered[:-1])])
        return met

    def _find(self, met: Mask, there: Ints, real: Keys) -> None:
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, real), len(run) - 1)
            met[there] |= run[place] == real

    def _span(self, first: np.uint64, last: np.uint64) -> None:
        if self._spans and self._spans[-1][1] + np.uint64(1) == first:
            first = self._spans.pop()[0]
        self._spans.append((first, last))

    def _remember(self, ordered: Keys) -> None:
        """Runs of like length are merged, so that there are few of them."""
        self._runs.append(ordered)
        while len(self._runs) > 1 and 2 * len(self._runs[-1]) >= len(self._runs[-2]):
            both = np.concatenate([self._runs.pop(), self._runs.pop()])
            both.sort()
            self._runs.append(both)
