"""Numbers out of a file that R saved (`save`, serialisation 2 or 3, XDR): all vectors of numbers in it by their names.

Only what the series of `surveillance` need is read: lists, S4 objects, numbers, texts. What the bytes mean: R Internals,
section 1.8.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from pathlib import Path

import numpy as np

SYMBOL, PAIRS, TEXT, LOGICAL, WHOLE, REAL, TEXTS, LIST, S4 = 1, 2, 9, 10, 13, 14, 16, 19, 25
NOTHING = {254, 253, 252, 251, 250, 249, 248, 242, 241}
REFERENCE = 255


def numbers(path: Path) -> dict[str, np.ndarray]:
    """Every vector of numbers by the name of its slot or element, matrices in R's order (n × m by `dim`)."""
    packed = path.read_bytes()
    opened = {b"\x1f\x8b": gzip.decompress, b"BZ": bz2.decompress, b"\xfd7": lzma.decompress}[packed[:2]](packed)
    reader = _Reader(opened[5:])  # after the line "RDX2" or "RDX3"
    reader.item("")
    return reader.found


class _Reader:
    def __init__(self, content: bytes) -> None:
        assert content[:2] == b"X\n"
        self._content, self._at, self._known = content, 2, [""]
        self.found: dict[str, np.ndarray] = {}
        version, _, _ = (self._whole() for _ in range(3))
        if version == 3:
            self._take(self._whole())

    def item(self, name: str) -> object:
        """The next item, of this name."""
        flags = self._whole()
        kind, has_attributes, has_tag = flags & 255, bool(flags & 512), bool(flags & 1024)
        if kind == PAIRS:
            return self._pairs(has_attributes, has_tag)
        value = self._value(kind, flags, name)
        attributes = self.item("") if has_attributes and kind not in {TEXT, REFERENCE} else {}
        if isinstance(attributes, dict) and isinstance(value, list) and "names" in attributes:
            self.found |= {
                str(key): part
                for key, part in zip(attributes["names"], value, strict=True)
                if isinstance(part, np.ndarray)
            }
        if isinstance(attributes, dict) and isinstance(value, np.ndarray) and "dim" in attributes:
            value = value.reshape([int(size) for size in attributes["dim"]], order="F")
        if isinstance(value, np.ndarray) and name:
            self.found[name] = value
        return value

    def _value(self, kind: int, flags: int, name: str) -> object:
        if kind in NOTHING or kind == S4:
            return None
        if kind == REFERENCE:
            return self._known[(flags >> 8) or self._whole()]
        if kind == SYMBOL:
            self._known.append(str(self.item("")))
            return self._known[-1]
        size = self._whole()
        if kind == TEXT:
            return self._take(max(0, size)).decode("latin-1")
        if kind in {WHOLE, LOGICAL}:
            return np.frombuffer(self._take(4 * size), ">i4").astype(np.float64)
        if kind == REAL:
            return np.frombuffer(self._take(8 * size), ">f8").astype(np.float64)
        assert kind in {TEXTS, LIST}, f"an item of kind {kind} in {name!r}"
        return [self.item("") for _ in range(size)]

    def _pairs(self, has_attributes: bool, has_tag: bool) -> dict[str, object]:
        if has_attributes:
            self.item("")
        tag = str(self.item("")) if has_tag else ""
        pairs = {tag: self.item(tag)}
        rest = self.item("")
        return pairs | (rest if isinstance(rest, dict) else {})

    def _whole(self) -> int:
        return int(struct.unpack(">i", self._take(4))[0])

    def _take(self, size: int) -> bytes:
        self._at += size
        return self._content[self._at - size : self._at]
