"""Tables of figures keep each text once, whatever they were made of."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from mapping.model.schemas import STATISTIC
from mapping.store.frames import empty, read_table, stacked, typed

ROWS = pd.DataFrame(
    [("1710207002", "2025Q2", "theft", "all", 3), ("1710207001", "2025Q1", "theft", "women", None)],
    columns=STATISTIC.names,
)


def texts(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame[list(STATISTIC.key)].astype("str").itertuples(index=False, name=None))


def test_an_empty_table_takes_the_rows_that_are_brought() -> None:
    for frames in ([empty(STATISTIC), ROWS], [ROWS, empty(STATISTIC)], [empty(STATISTIC), empty(STATISTIC)]):
        found = stacked(frames, STATISTIC)
        assert all(found[name].cat.categories.dtype == "str" for name in STATISTIC.key)
        assert texts(found) == [row for frame in frames for row in texts(frame)]


def test_categories_stand_in_the_order_of_texts_whatever_the_rows_and_the_file_say(tmp_path: Path) -> None:
    both = stacked([ROWS, ROWS.assign(area="1710207000", indicator="fraud")], STATISTIC)
    both.to_parquet(tmp_path / "new.parquet", index=False)
    both.astype(dict.fromkeys(STATISTIC.key, "str")).to_parquet(tmp_path / "of_an_earlier_version.parquet", index=False)
    for frame in (both, *(read_table(path, STATISTIC) for path in sorted(tmp_path.iterdir()))):
        assert frame["area"].cat.categories.tolist() == ["1710207000", "1710207001", "1710207002"]
        assert texts(frame) == texts(both)
        assert frame["count"].isna().tolist() == [False, True, False, True]
    assert typed(both, STATISTIC).dtypes.equals(both.dtypes)
