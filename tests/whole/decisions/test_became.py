"""What became of the last meeting's decisions: the last day before, without what was withdrawn, and how each measure stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from mapping.live.decisions import became as became_module
from mapping.live.decisions.became import became, counted, last_meeting
from mapping.live.decisions.decision import Content, Decision
from mapping.live.decisions.measures import measure_id
from mapping.measures.progress import State
from mapping.store import Snapshot
from tests.conftest import DISTRICTS, MAHALLAS

EARLIER, LAST, TODAY = date(2026, 1, 12), date(2026, 2, 12), date(2026, 3, 12)


def decided(name: str, meeting: date, *mahallas: str, withdrawn: bool = False) -> Decision:
    content = Content(
        area=DISTRICTS[0], mahallas=mahallas, text=name, deadline=date(2026, 6, 30), quarter="2026Q2", meeting=meeting, post="head",
    )  # fmt: skip
    now = datetime.now(UTC)
    return Decision(id=f"D-{name}", version=1, taken=now, changed=now, content=content, withdrawn=withdrawn)


def test_the_last_meeting_is_the_last_day_before_that_decided_what_still_holds() -> None:
    taken = [
        decided("a", EARLIER), decided("b", LAST), decided("c", TODAY), decided("d", date(2026, 2, 20), withdrawn=True)
    ]  # fmt: skip
    assert last_meeting(taken, TODAY) == LAST
    assert last_meeting(taken, LAST) == EARLIER
    assert last_meeting(taken, EARLIER) is None
    assert last_meeting([], TODAY) is None


def test_each_mahalla_of_a_decision_tells_how_its_measure_stands(
    tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = decided("one", LAST, MAHALLAS[0], MAHALLAS[1]), decided("two", LAST)
    others = [decided("gone", LAST, MAHALLAS[0], withdrawn=True), decided("old", EARLIER, MAHALLAS[0])]
    measures = pd.DataFrame(
        {"id": ["M1", measure_id(one.id, MAHALLAS[0])], "state": [State.PLANNED.value, State.OVERDUE.value]}
    )
    monkeypatch.setattr(became_module, "all_measures", lambda _snapshot: measures)
    monkeypatch.setattr(became_module, "_states", became_module._states.__wrapped__)
    found = became(tiny_snapshot, [two, one, *others], LAST)
    assert [(kept.decision.id, dict(kept.states)) for kept in found] == [
        ("D-two", {}),
        ("D-one", {MAHALLAS[0]: State.OVERDUE, MAHALLAS[1]: None}),
    ]
    assert counted(found) == {State.OVERDUE: 1, None: 2}
