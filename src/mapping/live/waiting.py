"""What was reported done and waits for those above to confirm it, and what was said of it meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from mapping.live.reports.report import Act, Report
from mapping.live.view import LiveView
from mapping.measures.progress import State
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import all_measures


@kept
def waiting(snapshot: Snapshot) -> pd.DataFrame:
    """The measures that were reported done and are not confirmed, with `reporter` (an account's id, "" where nobody signs in) and `since` (when it was
    reported), the longest waiting first; not to be changed."""
    measures = all_measures(snapshot)
    found = measures[measures["state"] == State.REPORTED]
    stands = [snapshot.standing(one) for one in found["id"]] if isinstance(snapshot, LiveView) else []
    since = pd.Series([one.since for one in stands], index=found.index, dtype="datetime64[us, UTC]")
    told = found.assign(
        reporter=pd.Series([one.reporter for one in stands], index=found.index, dtype="str"), since=since
    )
    return told.sort_values(["since", "id"], kind="stable")


def since_the_last_answer(reports: Sequence[Report]) -> list[Report]:
    """Of a history, the first first, what came after a measure was last confirmed or returned."""
    answered = [place for place, one in enumerate(reports) if one.act in (Act.CONFIRM, Act.RETURN)]
    return list(reports[answered[-1] + 1 if answered else 0 :])
