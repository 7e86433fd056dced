"""The whole of a list of measures in an order that one chooses, or only those that hold what one looks for.

Lists are parts of `all_measures`: a snapshot's measures are ranked and made ready for the search once, by their place there.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.measures.urgency import by_urgency
from mapping.model.locale import Lang, name_column
from mapping.model.names import fold, fold_all
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.ui.measure_words import word_in
from mapping.views.oversight.situation import all_measures

BACKWARDS = "-"
"""What stands before an order's name where it is turned round."""
RESPONSIBLE = ("seven_member", "district_post", "region_post")
_SCRIPT = str.maketrans({"ё": "е", "‘": "", "’": ""})  # one letter in a list of names; marks that part no words
Ranks = npt.NDArray[np.float64]
"""Where each measure of a snapshot stands in an order, NaN where it cannot be told."""


def orders() -> list[str]:
    """The orders that a list offers, by name; the first is by urgency and cannot be turned round."""
    return ["", *_RANKS]


def is_order(written: str) -> bool:
    """Whether a link names an order."""
    return written in orders() or (written.startswith(BACKWARDS) and written[1:] in _RANKS)


def places_in(snapshot: Snapshot, measures: pd.DataFrame, order: str, lang: Lang) -> npt.NDArray[np.intp]:
    """The positions of the measures in an order; those that it cannot tell of last, whichever way it is turned.

    Measures that are equal in it stand by urgency. Names and words are put in order as the language has them.
    """
    at = measures.index.to_numpy()
    urgency = _urgency(snapshot)[at]
    if not order:
        return np.argsort(urgency)
    rank = _ranks(snapshot, order.removeprefix(BACKWARDS), lang)[at]
    way = -1 if order.startswith(BACKWARDS) else 1
    return np.lexsort((urgency, np.where(np.isnan(rank), np.inf, way * rank)))


@kept
def _urgency(snapshot: Snapshot) -> npt.NDArray[np.int64]:
    measures = all_measures(snapshot)
    places = np.empty(len(measures), dtype=np.int64)
    places[by_urgency(measures).index.to_numpy()] = np.arange(len(measures))
    return places


@kept
def _ranks(snapshot: Snapshot, order: str, lang: Lang) -> Ranks:
    return _RANKS[order](snapshot, all_measures(snapshot), lang)


def holding(snapshot: Snapshot, measures: pd.DataFrame, words: str) -> pd.DataFrame:
    """The measures that hold every one of the words, in their text or id or in a name of their mahalla or district.

    As in the search for places neither letters' size nor apostrophes matter, and the Latin and Cyrillic scripts are one.
    """
    left = measures
    for word in fold(words).split():
        texts, places = _texts(snapshot), _places(snapshot)
        there = [word in texts[at] or word in places[area] for at, area in zip(left.index, left["area"], strict=True)]
        left = left[np.array(there, dtype=bool)]
    return left


@kept
def _texts(snapshot: Snapshot) -> list[str]:
    """What is looked for in each measure."""
    measures = all_measures(snapshot)
    pairs = zip(measures["text"].fillna("").tolist(), measures["id"].tolist(), strict=True)
    return fold_all([f"{text} {code}" for text, code in pairs])


@kept
def _places(snapshot: Snapshot) -> dict[str, str]:
    """What is looked for in the names of each mahalla and its district, in all languages."""
    names = snapshot.areas[[name_column(lang) for lang in Lang]].fillna("")
    keys = dict(zip(names.index, fold_all([" ".join(row) for row in names.to_numpy().tolist()]), strict=True))
    return {str(code): f"{key} {keys.get(str(code)[:7], '')}" for code, key in keys.items()}


def _days(_snapshot: Snapshot, measures: pd.DataFrame, _lang: Lang) -> Ranks:
    """The longest overdue first."""
    return -measures["days_overdue"].to_numpy(dtype=float, na_value=np.nan)


def _deadline(_snapshot: Snapshot, measures: pd.DataFrame, _lang: Lang) -> Ranks:
    deadline = measures["deadline"].to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(deadline), np.nan, deadline.astype("int64").astype(float))


def _progress(_snapshot: Snapshot, measures: pd.DataFrame, _lang: Lang) -> Ranks:
    return measures["progress"].to_numpy(dtype=float, na_value=np.nan)


def _place(snapshot: Snapshot, measures: pd.DataFrame, lang: Lang) -> Ranks:
    """By the district's name, within it by the mahalla's."""
    names = {str(code): _letters(str(name)) for code, name in snapshot.areas[name_column(lang)].items()}
    return _ranked(measures["area"], lambda code: (names.get(code[:7], ""), names.get(code, ""), code))


def _text(_snapshot: Snapshot, measures: pd.DataFrame, _lang: Lang) -> Ranks:
    return _ranked(measures["text"], _letters)


def _responsible(snapshot: Snapshot, measures: pd.DataFrame, lang: Lang) -> Ranks:
    """By who answers in the mahalla, then in the district, then in the region; nobody last."""
    found = np.zeros(len(measures))
    nobody = np.ones(len(measures), dtype=bool)
    for column in RESPONSIBLE:
        ranks = _ranked(measures[column], lambda code: _letters(word_in(snapshot, column, code, lang)))  # noqa: B023 - used at once
        last = np.nanmax(ranks, initial=-1) + 1
        found = found * (last + 1) + np.where(np.isnan(ranks), last, ranks)
        nobody &= np.isnan(ranks)
    return np.where(nobody, np.nan, found)


def _ranked(values: pd.Series, key: Callable[[str], object]) -> Ranks:
    """The rank of each value by its key, equal keys alike, NaN for none."""
    numbers, distinct = pd.factorize(values)
    keys = [key(str(one)) if one else None for one in distinct]
    in_order = {one: rank for rank, one in enumerate(sorted({one for one in keys if one is not None}))}  # type: ignore[type-var]
    ranks = np.array([*(np.nan if one is None else in_order[one] for one in keys), np.nan])
    return ranks[numbers]  # -1, for missing, is the last


def _letters(words: str) -> str:
    return words.casefold().translate(_SCRIPT)


_RANKS: dict[str, Callable[[Snapshot, pd.DataFrame, Lang], Ranks]] = {
    "days": _days, "place": _place, "text": _text, "responsible": _responsible, "deadline": _deadline, "progress": _progress,
}  # fmt: skip
