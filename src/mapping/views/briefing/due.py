"""The measures of an area in one quarter, as a meeting asks for them: what is late first, and who answers for it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.measures.progress import State, asked
from mapping.measures.urgency import by_urgency
from mapping.model import wording
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Quarter
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.views.briefing.words import cancelled_beside
from mapping.views.oversight.situation import measures_under
from mapping.views.oversight.tallies import counted_under

MOST = 40  # more than any screen has room for beside figures; `every_measure` has the rest


def told_measures(snapshot: Snapshot, area: str, quarter: Quarter, lang: Lang) -> dict[str, Any]:
    """`quarter` in words, the `total` of measures asked for, `beside` it the cancelled in words, and of those asked for the
    first `rows`, the most urgent first.

    A row has id, area, name, text, responsible (posts and agencies never persons), deadline, state as code and in words.
    """
    ordered = by_urgency(asked(measures_under(snapshot, area, str(quarter))))
    return {
        "quarter": wording.quarter(quarter, lang),
        "total": len(ordered),
        "beside": cancelled_beside(counted_under(snapshot, area, quarter).cancelled, lang),
        "rows": [_row(snapshot, row, lang) for row in ordered.head(MOST).to_dict("records")],
    }


def every_measure(snapshot: Snapshot, area: str, quarter: Quarter, lang: Lang) -> list[dict[str, str]]:
    """Every measure of an area in a quarter, as `told_measures` has them, the cancelled last."""
    ordered = by_urgency(measures_under(snapshot, area, str(quarter)))
    return [_row(snapshot, row, lang) for row in ordered.to_dict("records")]


def _row(snapshot: Snapshot, row: Any, lang: Lang) -> dict[str, str]:
    state = str(row["state"])
    late = text("gap.overdue_line", lang, days=wording.number(row["days_overdue"], lang))
    return {
        "id": str(row["id"]),
        "area": str(row["area"]),
        "name": str(snapshot.areas.at[row["area"], name_column(lang)]),
        "text": _given(row["text"]),
        "responsible": _responsible(snapshot, row, lang),
        "deadline": wording.day(row["deadline"], lang),
        "state": state,
        "told": late if state == State.OVERDUE else text(f"state.{state}", lang),
    }


def _responsible(snapshot: Snapshot, row: Any, lang: Lang) -> str:
    """The post of the district, else the member of the mahalla seven; that nobody is named where it is so."""
    post, member = _given(row["district_post"]), _given(row["seven_member"])
    if post:
        return str(snapshot.terms(TermKind.POST)[name_column(lang)].get(post, post))
    return text(f"seven_member.{member}", lang) if member else text("execution.nobody", lang)


def _given(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
