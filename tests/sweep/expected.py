"""What a view must show of each area by the files: a figure, that it is hidden, or that there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mapping.model.levels import Level
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.map.categories import indicator_of, rules_in_force
from mapping.views.map.view import before_of, drawn_codes
from tests.sweep.truth import Truth


@dataclass(frozen=True)
class Expected:
    """Of each area drawn: `known` where there is something to show, `value` where it can be found simply, `count`.

    Whether what is shown, and whether the count beside it, may be hidden as small; what is shown only where `counted`.
    """

    known: pd.Series
    value: pd.Series
    count: pd.Series
    counted: pd.Series
    hides: bool = False
    hides_counts: bool = False


def expected_of(truth: Truth, snapshot: Snapshot, selection: Selection) -> Expected:
    """What the files say of a view."""
    found = _expected(truth, snapshot, selection)
    by_category = selection.classes is ClassRule.CATEGORY
    if not snapshot.hides(selection.group) or (selection.value.is_execution and not by_category):
        return found
    by_rule = selection.value.is_category and not by_category  # of everybody, whatever the group
    found = replace(found, hides=not (by_category or by_rule), hides_counts=not by_rule)
    if selection.drawn_level is Level.MAHALLA or selection.value is Value.COUNT:
        return found
    # A wide area's rate keeps the cases of mahallas without people where taking them away would tell a small count.
    return replace(found, value=pd.Series(np.nan, index=found.value.index))


def _expected(truth: Truth, snapshot: Snapshot, selection: Selection) -> Expected:
    codes, level = drawn_codes(snapshot, selection), selection.drawn_level
    chosen = (selection.indicator, str(selection.group), selection.period)
    found = truth.figures(*chosen, level)
    count = found["count"]
    if snapshot.hides(selection.group) and level is not Level.MAHALLA:
        count = truth.reported(*chosen, level)
    value = pd.Series(np.nan, index=count.index)
    total = truth.figures(*chosen, Level.REGION)["cases"].iloc[0]
    judged = found["cases"].notna() & bool(total > 0)
    if selection.classes is ClassRule.CATEGORY:
        given = truth.categories(selection.period.year)
        return _of(codes, given.notna(), given, count)
    match selection.value:
        case Value.COUNT:
            return _of(codes, count.notna(), count, count)
        case Value.RATE:
            return _of(codes, found["cases"].notna(), found["rate"], count)
        case Value.CHANGE | Value.CHANGE_YEAR:
            before = before_of(selection)
            change = truth.difference(*chosen, before, level)
            earlier = truth.reported(*chosen[:2], before, level)
            return replace(_of(codes, change.notna(), change, count), counted=(count.notna() & earlier.notna())[codes])
        case Value.RISK if level is not Level.MAHALLA:
            average = truth.figures(*chosen, Level.REGION)["rate"].iloc[0]
            return _of(codes, judged, found["rate"] / average, count)
        case Value.RISK | Value.PROBABILITY | Value.SPOTS | Value.GETIS | Value.TOGETHER | Value.CLUSTERS:
            return _of(codes, judged, value, count)
        case Value.COMPUTED | Value.AGREEMENT:
            return _by_rule(truth, snapshot, selection, codes)
        case Value.GAPS:
            return _of(codes, pd.Series(data=True, index=count.index), value, value)
    measures = truth.measures(str(selection.period.last), selection.sector, selection.agency, level)
    asked = measures["asked"] > 0
    done = measures["done"].where(asked)
    if selection.value is Value.DONE:
        return _of(codes, asked, 100 * done / measures["asked"], done)
    return _of(codes, asked, value, value)


def _by_rule(truth: Truth, snapshot: Snapshot, selection: Selection, codes: pd.Index) -> Expected:
    """By rule there is a category where the rules' indicator has a figure and people in the rules' year."""
    rules = rules_in_force()
    year = Period.parse(str(rules.figures_year(selection.period.year)))
    asked = (indicator_of(snapshot, rules), str(Group.ALL), year)
    found = truth.figures(*asked, Level.MAHALLA)
    known = found["cases"].notna() & bool(truth.figures(*asked, Level.REGION)["cases"].iloc[0] > 0)
    if selection.value is Value.AGREEMENT:
        known &= truth.categories(selection.period.year).notna()
    return _of(codes, known, pd.Series(np.nan, index=known.index), found["count"])


def _of(codes: pd.Index, known: pd.Series, value: pd.Series, count: pd.Series) -> Expected:
    return Expected(known.reindex(codes), value.reindex(codes), count.reindex(codes), count.reindex(codes).notna())
