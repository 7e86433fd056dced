"""What a snapshot holds, counted by hand from the tiny data set's description."""

from __future__ import annotations

from mapping.store import Snapshot
from mapping.views.oversight.holdings import holdings, mahallas_in


def test_holes_are_where_the_data_set_has_them(tiny_snapshot: Snapshot) -> None:
    rows = {(row.table, row.indicator): row.mahallas for row in holdings(tiny_snapshot)}
    assert mahallas_in(tiny_snapshot) == 8
    quarters = [str(quarter) for quarter in tiny_snapshot.quarters]
    total = dict(zip(quarters, rows["statistic", "crime_total"], strict=True))
    # 1710212004 has no figure in 2025Q3 and no row in 2025Q4
    assert total == {**dict.fromkeys(quarters[:6], 8), "2025Q3": 7, "2025Q4": 7}
    people = dict(zip(quarters, rows["population", ""], strict=True))
    # people of 1710212003 are not known in 2025
    assert people == {quarter: 8 if quarter.startswith("2024") else 7 for quarter in quarters}


def test_every_table_of_mahallas_has_a_row(tiny_snapshot: Snapshot) -> None:
    rows = holdings(tiny_snapshot)
    assert {row.table for row in rows} == {"statistic", "population", "category", "factor", "measure"}
    assert all(len(row.mahallas) == len(tiny_snapshot.quarters) for row in rows)
