"""Names by code in a reader's language, as looked up many times in every view."""

from __future__ import annotations

import pandas as pd

from mapping.model.locale import Lang, name_column
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.store.kept import kept


@kept
def area_names(snapshot: Snapshot, lang: Lang) -> dict[str, str]:
    """The names of all areas."""
    return _by_code(snapshot.areas, lang)


@kept
def indicator_names(snapshot: Snapshot, lang: Lang) -> dict[str, str]:
    """The names of all indicators."""
    return _by_code(snapshot.indicators, lang)


@kept
def term_names(snapshot: Snapshot, kind: TermKind, lang: Lang) -> dict[str, str]:
    """The names of an open list."""
    return _by_code(snapshot.terms(kind), lang)


def _by_code(frame: pd.DataFrame, lang: Lang) -> dict[str, str]:
    return {str(code): str(name) for code, name in frame[name_column(lang)].items()}
