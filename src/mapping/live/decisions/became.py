"""What became of a meeting's decisions: how the measures stand that they are by now, so that the next meeting can begin with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mapping.live.decisions.decision import Decision
from mapping.live.decisions.measures import ID_BEGINS, measure_id
from mapping.measures.progress import State
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import all_measures


@dataclass(frozen=True)
class Became:
    """A decision and, for each mahalla in which it is to be carried out, how its measure stands; None where it is no measure yet."""

    decision: Decision
    states: Mapping[str, State | None]


def last_meeting(decisions: Iterable[Decision], before: date) -> date | None:
    """The day of the last meeting before a day that decided anything still in force."""
    return max((day for one in decisions if not one.withdrawn and (day := one.content.meeting) < before), default=None)


def became(snapshot: Snapshot, decisions: Iterable[Decision], meeting: date) -> list[Became]:
    """What became of what a meeting decided and did not withdraw, in the order of the decisions."""
    states = _states(snapshot)
    taken = [one for one in decisions if one.content.meeting == meeting and not one.withdrawn]
    return [Became(one, {code: states.get(measure_id(one.id, code)) for code in one.content.mahallas}) for one in taken]


def counted(found: Iterable[Became]) -> dict[State | None, int]:
    """How many measures stand how, in the order of `State`; None: not among the measures yet. A decision without a mahalla counts once, as that."""
    numbers = Counter(state for one in found for state in (one.states.values() or [None]))
    return {state: numbers[state] for state in (*State, None) if numbers[state]}


@kept
def _states(snapshot: Snapshot) -> dict[str, State]:
    """By id, of the measures that were decisions."""
    measures = all_measures(snapshot)
    decided = measures[measures["id"].str.startswith(ID_BEGINS)]
    return {str(one): State(state) for one, state in zip(decided["id"], decided["state"], strict=True)}
