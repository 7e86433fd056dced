"""A column of texts, read once per distinct text of a piece, so that millions of rows cost little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapping.reading.events.grid import Ints

Mask = npt.NDArray[np.bool_]
MISSING, UNREADABLE = -1, -2
NO_BLANKS = " \t\u00a0"


def as_text(column: pa.Array) -> Any:
    """The column as texts, empty where it has no value."""
    return pc.fill_null(column.cast(pa.string()), "")


def by_text(column: Any, read: Callable[[str], int], odd: Counter[str] | None = None) -> Ints:
    """What `read` makes of each text, asked once for each; unreadable ones are counted in `odd`, as far as wanted."""
    coded = pc.fill_null(column, "").dictionary_encode()
    texts = coded.dictionary.to_pylist()
    meant = np.array([read(text) for text in texts], dtype=np.int64)
    codes = coded.indices.to_numpy(zero_copy_only=False)
    if odd is not None and (meant == UNREADABLE).any():
        times = np.bincount(codes, minlength=len(texts))
        odd.update({texts[n]: int(times[n]) for n in np.flatnonzero(meant == UNREADABLE)})
    return meant[codes] if len(codes) else np.empty(0, dtype=np.int64)
