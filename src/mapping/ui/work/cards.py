"""A measure as a card: what is asked, where, how many days, what was said of it last, and what whoever looks at it may report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from mapping.access import accounts
from mapping.live.reports import book
from mapping.live.reports.report import Report
from mapping.live.reports.told import told
from mapping.measures.progress import State
from mapping.model import wording
from mapping.store.sql import database
from mapping.store.sql.opened import is_begun
from mapping.ui.measure_rows import has
from mapping.ui.reporting import may_report_on, offered
from mapping.ui.state import Screen

Shown = Callable[[Sequence[Report]], Sequence[Report]]
"""What of a measure's history, the first first, its card shows."""


def cards_told(screen: Screen, measures: pd.DataFrame, shown: Shown) -> list[dict[str, Any]]:
    """The cards of measures, in words; texts are as typed, and are drawn as text. `shown`: which of the reports stand on them."""
    one, snapshot = may_report_on(screen), screen.snapshot
    histories, names = _histories(screen, measures["id"].tolist())
    return [
        {
            "id": str(row["id"]),
            "state": str(row["state"]),
            "days": days_words(screen, row),
            "deadline": screen.text("work.deadline", day=wording.day(row["deadline"], screen.lang)),
            "place": screen.area_name(str(row["area"])),
            "within": screen.area_name(str(row["area"])[:7]),
            "text": str(row["text"]) if has(row["text"]) else "",
            "reports": [
                told(report, names, screen.lang) for report in reversed(shown(histories.get(str(row["id"]), [])))
            ],
            "has_more": len(histories.get(str(row["id"]), [])),
            "report": offered(snapshot, one, str(row["id"])) if one else {},
        }
        for row in measures.to_dict("records")
    ]


def days_words(screen: Screen, row: Any) -> str:
    """How many days a measure is late, or has left; of any other how it stands."""
    if row["state"] == State.OVERDUE:
        return screen.text("gap.overdue_line", days=wording.number(row["days_overdue"], screen.lang))
    if has(row["days_left"]):
        left = int(row["days_left"])
        return (
            screen.text("work.days_left", days=wording.number(left, screen.lang))
            if left
            else screen.text("work.last_day")
        )
    return screen.text(f"state.{row['state']}")


def _histories(screen: Screen, measures: list[str]) -> tuple[dict[str, list[Report]], dict[str, str]]:
    """What was reported of measures until what is shown, by measure, and the names of those who did."""
    home, until = screen.snapshot.home, screen.selection.seq
    if not measures or not is_begun(home):
        return {}, {}
    with database(home).reading() as connection:
        every = book.histories(connection, measures)
    found = {
        one: [report for report in reports if until is None or report.seq <= until] for one, reports in every.items()
    }
    return found, accounts.names_in(home, (report.person for reports in found.values() for report in reports))
