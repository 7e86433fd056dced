"""Decisions as measures, in the columns of schemas.MEASURE: one row for each mahalla in which one is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from mapping.live.decisions.decision import Content, Decision
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, text
from mapping.model.schemas import MEASURE
from mapping.model.vocabulary import MeasureStatus, TermKind
from mapping.store import Snapshot
from mapping.store.frames import dtypes
from mapping.store.kept import kept
from mapping.views.map.names import term_names
from mapping.views.oversight.duties import posts
from mapping.views.oversight.situation import all_measures

STANDING = ("status", "progress", "done_on", "result")
"""What the snapshot knows better than the decision, once it was imported."""


ID_BEGINS = "D-"
"""How the id of every decision begins, and so that of every measure that was one."""


def measure_id(decision: str, mahalla: str) -> str:
    """The id of the measure that a decision is in a mahalla; the same for every version, so that it is imported over itself."""
    return f"{decision}-{mahalla}"


def measure_rows(snapshot: Snapshot, versions: Iterable[Sequence[Decision]], lang: Lang) -> pd.DataFrame:
    """The measures of decisions, each told by all its versions; columns of schemas.MEASURE, sorted by mahalla.

    How a measure stands is taken from the snapshot where it was imported before. What was imported and is withdrawn, or no
    longer meant for a mahalla, is cancelled; what never was is left out. `lang`: of the words for a post that is not listed.
    """
    known = all_measures(snapshot).set_index("id")
    rows = [row for history in versions for row in _rows(snapshot, history, known, lang)]
    frame = pd.DataFrame(rows, columns=MEASURE.names)
    frame["deadline"], frame["done_on"] = (pd.to_datetime(frame[name]) for name in ("deadline", "done_on"))
    return frame.astype(dtypes(MEASURE)).sort_values(["area", "id"], kind="stable").reset_index(drop=True)


def imported(snapshot: Snapshot, decision: Decision) -> bool:
    """Whether the snapshot has the measures of this decision, all of them."""
    ids = {measure_id(decision.id, mahalla) for mahalla in decision.content.mahallas}
    return bool(ids) and ids <= _measure_ids(snapshot)


@kept
def _measure_ids(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(all_measures(snapshot)["id"])


def _rows(snapshot: Snapshot, history: Sequence[Decision], known: pd.DataFrame, lang: Lang) -> list[dict[str, Any]]:
    last = history[-1]
    wanted = () if last.withdrawn else last.content.mahallas
    ever = dict.fromkeys(mahalla for one in history for mahalla in one.content.mahallas)
    rows: list[dict[str, Any]] = []
    for mahalla in dict.fromkeys((*wanted, *ever)):
        name = measure_id(last.id, mahalla)
        standing = {column: known.at[name, column] for column in STANDING} if name in known.index else None
        if mahalla not in wanted:
            if standing is None:
                continue
            standing["status"] = MeasureStatus.CANCELLED.value
        rows.append(
            {"id": name, "area": mahalla, **_said(snapshot, last.content, lang)}
            | (standing or {"status": MeasureStatus.PLANNED.value, "progress": 0, "done_on": None, "result": None})
        )
    return rows


def _said(snapshot: Snapshot, content: Content, lang: Lang) -> dict[str, Any]:
    """The columns that the decision itself fills."""
    listed = content.post in term_names(snapshot, TermKind.POST, lang)
    side = _side(snapshot, content)
    unlisted = content.post_words or ("" if listed else content.post)
    return {
        "quarter": content.quarter,
        "text": f"{content.text} ({text(f'column.{side}_post_name', lang)}: {unlisted})" if unlisted else content.text,
        "factor": content.factor or None,
        "target_group": str(content.target_group),
        "sector": content.sector or None,
        "seven_member": str(content.seven_member) if content.seven_member else None,
        f"{side}_agency": content.agency or None,
        f"{side}_post": content.post if listed and content.post else None,
        "deadline": pd.Timestamp(content.deadline),
    }


def _side(snapshot: Snapshot, content: Content) -> str:
    """Whether the post answers in the region or in the district: where it sits, else where the decision was taken."""
    level = posts(snapshot).get(content.post) or level_of(content.area)
    return "region" if level is Level.REGION else "district"
