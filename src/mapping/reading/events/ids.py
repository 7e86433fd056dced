"""Which events were met before, by the ids that a column gives them: eight bytes an id, a bit for running numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapping.reading.events.columns import NO_BLANKS, Mask

Keys = npt.NDArray[np.uint64]
NO_ID = np.uint64(0)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_WORD = 8  # bytes
_SPARSE = 32  # numbers apart on average, from which a bit for each costs as much as they do
_WHOLE = r"^[0-9]{1,18}$"


def keys_of(column: pa.Array) -> Keys:
    """A number for each id, `NO_ID` for none: whole numbers as they are, texts by their letters (64 bits, so that two of ten
    million ids are taken for one in one file of some four hundred thousand)."""
    try:
        numbers = column.cast(pa.int64())
        if not numbers.null_count:
            values = numbers.to_numpy(zero_copy_only=False)
            if len(values) and values.min() > 0:
                whole: Keys = values.astype(np.uint64)
                return whole
    except pa.ArrowInvalid:
        pass
    text = pc.utf8_trim(pc.fill_null(column.cast(pa.string()), ""), NO_BLANKS)
    keys = _mixed(text)
    numbered = pc.match_substring_regex(text, _WHOLE)
    own = pc.if_else(numbered, text, "0").cast(pa.int64()).to_numpy(zero_copy_only=False).astype(np.uint64)
    return np.where(own > 0, own, keys)


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


class _Dense(NamedTuple):
    """Numbers that lie close together: a bit for each from the first to the last."""

    first: np.uint64
    last: np.uint64
    bits: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, ordered: Keys) -> _Dense:
        there = np.zeros(int(ordered[-1] - ordered[0]) + 1, dtype=bool)
        there[(ordered - ordered[0]).astype(np.int64)] = True
        return cls(ordered[0], ordered[-1], np.packbits(there))

    def holds(self, keys: Keys) -> Mask:
        within = (keys >= self.first) & (keys <= self.last)
        place = np.where(within, keys - self.first, 0).astype(np.int64)
        held: Mask = within & ((self.bits[place >> 3] >> (7 - (place & 7)).astype(np.uint8)) & 1).astype(bool)
        return held


class Met:
    """The ids met so far: numbers that lie close together by bits, others in sorted runs."""

    def __init__(self) -> None:
        self._dense: list[_Dense] = []
        self._runs: list[Keys] = []

    def again(self, keys: Keys) -> Mask:
        """Which of the keys stood before, in this call or an earlier one; `NO_ID` never does. All are remembered."""
        met = np.zeros(len(keys), dtype=bool)
        there = np.flatnonzero(keys != NO_ID)
        real = keys[there]
        if not len(real):
            return met
        ordered = real
        if not (real[1:] > real[:-1]).all():
            order = np.argsort(real, kind="stable")
            ordered = real[order]
            met[there[order[1:]]] |= ordered[1:] == ordered[:-1]
            ordered = ordered[np.append(True, ordered[1:] != ordered[:-1])]
        met[there] |= self._met_before(real, ordered[0], ordered[-1])
        self._remember(ordered)
        return met

    def _met_before(self, real: Keys, first: np.uint64, last: np.uint64) -> Mask:
        met = np.zeros(len(real), dtype=bool)
        for dense in self._dense:
            if first <= dense.last and last >= dense.first:
                met |= dense.holds(real)
        for run in self._runs:
            if first <= run[-1] and last >= run[0]:
                met |= run[np.minimum(np.searchsorted(run, real), len(run) - 1)] == real
        return met

    def _remember(self, ordered: Keys) -> None:
        """Runs of like length are merged, so that there are few of them."""
        if ordered[-1] - ordered[0] < _SPARSE * len(ordered):
            self._dense.append(_Dense.of(ordered))
            return
        self._runs.append(ordered)
        while len(self._runs) > 1 and 2 * len(self._runs[-1]) >= len(self._runs[-2]):
            both = np.concatenate([self._runs.pop(), self._runs.pop()])
            both.sort()
            self._runs.append(both)
