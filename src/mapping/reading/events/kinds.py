"""What kinds of events mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pyarrow as pa

from mapping.reading.events.columns import MISSING, UNREADABLE, as_text, by_text
from mapping.reading.events.grid import Ints
from mapping.reading.tables.words import counted, folded


class Kinds:
    """The indicators that kinds of events mean, by position in `codes`."""

    def __init__(self, codes: Iterable[str], words: Mapping[str, str]) -> None:
        """`words` maps what people write to one of the codes; what the vocabulary of tables knows is added."""
        self.codes = sorted(set(codes))
        self._positions = {code: position for position, code in enumerate(self.codes)}
        self._meant = {folded(word): code for word, code in words.items()}

    def read(self, column: pa.Array, unknown: Counter[str]) -> Ints:
        """The position of each kind's indicator, or `MISSING`, `UNREADABLE`; the latter are counted in `unknown`."""
        return by_text(as_text(column), self._position, unknown)

    def _position(self, text: str) -> int:
        if not text.strip():
            return MISSING
        code = text if text in self._positions else self._meant.get(folded(text)) or counted("indicator", text)
        return self._positions.get(code or "", UNREADABLE)
