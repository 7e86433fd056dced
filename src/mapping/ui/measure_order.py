"""The whole of a list of measures in an order that one chooses, or only those that hold what one looks for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.measures.urgency import by_urgency
from mapping.model.locale import Lang, name_column
from mapping.model.names import fold
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.ui.measure_words import word_of
from mapping.ui.state import Screen
from mapping.views.oversight.situation import all_measures

BACKWARDS = "-"
"""What stands before an order's name where it is turned round."""
RESPONSIBLE = ("seven_member", "district_post", "region_post")
_SCRIPT = str.maketrans({"ё": "е", "‘": "", "’": ""})  # one letter in a list of names; marks that part no words


def orders() -> list[str]:
    """The orders that a list offers, by name; the first is by urgency and cannot be turned round."""
    return ["", *_KEYS]


def is_order(written: str) -> bool:
    """Whether a link names an order."""
    return written in orders() or (written.startswith(BACKWARDS) and written[1:] in _KEYS)


def ordered(screen: Screen, measures: pd.DataFrame, order: str) -> pd.DataFrame:
    """All the measures, as `with_state` gives them, in an order; those that it cannot tell of last, whichever way it is turned.

    Measures that are equal in it stand by urgency.
    """
    urgent = by_urgency(measures)
    if not order:
        return urgent
    rank = _KEYS[order.removeprefix(BACKWARDS)](screen, urgent)
    way = -1 if order.startswith(BACKWARDS) else 1
    return urgent.iloc[np.argsort(np.where(np.isnan(rank), np.inf, way * rank), kind="stable")]


def holding(screen: Screen, measures: pd.DataFrame, words: str) -> pd.DataFrame:
    """The measures that hold every one of the words, in their text or id or in a name of their mahalla or district.

    As in the search for places neither letters' size nor apostrophes matter, and the Latin and Cyrillic scripts are one.
    """
    texts, places = _texts(screen.snapshot), _places(screen.snapshot)
    left = measures
    for word in fold(words).split():
        there = [word in texts[at] or word in places[area] for at, area in zip(left.index, left["area"], strict=True)]
        left = left[there]
    return left


@kept
def _texts(snapshot: Snapshot) -> dict[int, str]:
    """What is looked for in each measure, by its place in the table."""
    measures = all_measures(snapshot)
    written = measures["text"].fillna("").astype(str) + " " + measures["id"].astype(str)
    return dict(zip(measures.index.tolist(), map(fold, written), strict=True))


@kept
def _places(snapshot: Snapshot) -> dict[str, str]:
    """What is looked for in the names of each mahalla and its district, in all languages."""
    columns = [name_column(lang) for lang in Lang]
    names = snapshot.areas[columns].fillna("").agg(" ".join, axis=1).map(fold).to_dict()
    return {str(code): f"{key} {names.get(str(code)[:7], '')}" for code, key in names.items()}


Ranks = npt.NDArray[np.float64]
"""Where each measure stands in an order, NaN where it cannot be told."""


def _days(_screen: Screen, measures: pd.DataFrame) -> Ranks:
    """The longest overdue first."""
    return -measures["days_overdue"].to_numpy(dtype=float, na_value=np.nan)


def _deadline(_screen: Screen, measures: pd.DataFrame) -> Ranks:
    deadline = measures["deadline"].to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(deadline), np.nan, deadline.astype("int64").astype(float))


def _progress(_screen: Screen, measures: pd.DataFrame) -> Ranks:
    return measures["progress"].to_numpy(dtype=float, na_value=np.nan)


def _place(screen: Screen, measures: pd.DataFrame) -> Ranks:
    """By the district's name, within it by the mahalla's."""
    ranks = _place_ranks(screen.snapshot, screen.lang)
    return np.array([ranks[str(code)] for code in measures["area"]], dtype=float)


@kept
def _place_ranks(snapshot: Snapshot, lang: Lang) -> dict[str, int]:
    names = {str(code): _letters(str(name)) for code, name in snapshot.areas[name_column(lang)].items()}
    in_order = sorted(names, key=lambda code: (names.get(code[:7], ""), names[code], code))
    return {code: rank for rank, code in enumerate(in_order)}


def _text(_screen: Screen, measures: pd.DataFrame) -> Ranks:
    return _ranked(measures["text"].map(lambda words: _letters(str(words)), na_action="ignore"))


def _responsible(screen: Screen, measures: pd.DataFrame) -> Ranks:
    """By who answers in the mahalla, then in the district, then in the region."""
    words = [_words_ranked(screen, measures, column) for column in RESPONSIBLE]
    told = np.isnan(np.array(words)).all(axis=0)
    number = np.unique(np.nan_to_num(np.array(words), nan=np.inf), axis=1, return_inverse=True)[1].reshape(-1)
    return np.where(told, np.nan, number.astype(float))


def _words_ranked(screen: Screen, measures: pd.DataFrame, column: str) -> Ranks:
    codes = measures[column].astype("object").where(lambda given: given.notna() & (given != ""))
    words = {code: _letters(word_of(screen, column, code)) for code in codes.dropna().unique()}
    return _ranked(codes.map(words))


def _ranked(words: pd.Series) -> Ranks:
    numbers = pd.factorize(words.astype("object"), sort=True)[0]
    return np.where(numbers < 0, np.nan, numbers.astype(float))


def _letters(words: str) -> str:
    return words.casefold().translate(_SCRIPT)


_KEYS: dict[str, Callable[[Screen, pd.DataFrame], Ranks]] = {
    "days": _days, "place": _place, "text": _text, "responsible": _responsible, "deadline": _deadline, "progress": _progress,
}  # fmt: skip
