"""Names by code in a reader's language, as looked up many times in every view."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from mapping.model.locale import Lang, name_column
from mapping.store import Snapshot


@lru_cache(maxsize=8)
def area_names(snapshot: Snapshot, lang: Lang) -> dict[str, str]:
    """The names of all areas."""
    return _by_code(snapshot.areas, lang)


@lru_cache(maxsize=8)
def indicator_names(snapshot: Snapshot, lang: Lang) -> dict[str, str]:
    """The names of all indicators."""
    return _by_code(snapshot.indicators, lang)


def _by_code(frame: pd.DataFrame, lang: Lang) -> dict[str, str]:
    return {str(code): str(name) for code, name in frame[name_column(lang)].items()}
