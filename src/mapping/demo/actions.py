"""The wording of measures: for each factor, what may be done, for whom, and who answers for it.

Texts are in Uzbek (Latin), as the lists of mahallas are written; `{name}` is the mahalla, `{n}` how many.
"""

from __future__ import annotations

from dataclasses import dataclass

from mapping.demo.words import rows
from mapping.model.vocabulary import Group, SevenMember

ACTIONS_PER_FACTOR = 5


@dataclass(frozen=True)
class Action:
    """A measure's text, the smallest and largest number in it, target group, seven-member, agency."""

    text: str
    low: int
    high: int
    group: Group
    seven_member: SevenMember
    agency: str


def _actions() -> dict[str, tuple[Action, ...]]:
    by_factor: dict[str, list[Action]] = {}
    for row in rows("actions.csv"):
        by_factor.setdefault(row["factor"], []).append(
            Action(
                row["text"],
                int(row["low"]),
                int(row["high"]),
                Group(row["group"]),
                SevenMember(row["seven_member"]),
                row["agency"],
            )
        )
    return {factor: tuple(actions) for factor, actions in by_factor.items()}


ACTIONS = _actions()
"""The actions that answer each factor."""
DONE_RESULTS, LATE_RESULTS, CANCELLED_RESULTS = (
    tuple(row["text"] for row in rows("results.csv") if row["kind"] == kind) for kind in ("done", "late", "cancelled")
)
