"""Decisions put among the published measures, by the door that a file of them would come in by."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from mapping import publishing
from mapping.live.decisions.decision import Decision
from mapping.live.decisions.files import decisions_csv
from mapping.live.decisions.measures import measure_rows
from mapping.model.kinds import FileKind
from mapping.model.locale import Lang
from mapping.model.problems import Refused
from mapping.model.schemas import MEASURE
from mapping.reading.request import Request
from mapping.store import Manifest, Snapshot
from mapping.views.oversight.situation import all_measures

_FILE = "decisions.csv"


def not_yet_measures(figures: Snapshot, versions: Iterable[Sequence[Decision]], lang: Lang) -> pd.DataFrame:
    """The measures of decisions that are not published, or otherwise than they were decided since; columns of schemas.MEASURE."""
    rows = measure_rows(figures, versions, lang)
    published = all_measures(figures)[MEASURE.names]
    known = set(_lines(published[published["id"].isin(rows["id"])]))
    are_new = pd.Series([line not in known for line in _lines(rows)], index=rows.index, dtype=bool)
    return rows[are_new].reset_index(drop=True)


def _lines(measures: pd.DataFrame) -> list[tuple[str, ...]]:
    """Each row in words, a missing value as none."""
    words = measures.astype("object").where(measures.notna(), "").astype("str")
    return list(words.itertuples(index=False, name=None))


def publish_as_measures(home: Path, figures: Snapshot, rows: pd.DataFrame, lang: Lang) -> Manifest:
    """Publish them over what is current, `figures`.

    Raises Refused with what is wrong or would have to be asked, Overtaken where another publication came first, and StoreError.
    """
    base = publishing.base_of(home)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _FILE
        file.write_bytes(decisions_csv(figures, rows, lang, separator=","))
        request = Request(FileKind.MEASURES, settled=publishing.settled_codes(home))
        made = publishing.propose(publishing.examine_files([file], base, request), base)
        seen = publishing.preview(made, home)
        if questions := made.open_questions():
            raise Refused(questions)
        return publishing.publish_seen(made, seen, home, over=base.snapshot)
