"""Which snapshots a rule keeps: worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping import store
from mapping.reading import read_dataset
from mapping.store import KeepRule, Manifest
from tests.whole.stamped import publish_stamped

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def _published(month: int) -> Manifest:
    """A snapshot published on the 15th of a month of 2026."""
    return Manifest(
        id=f"2026{month:02}15-00000000", as_of=datetime(2026, 1, 1, tzinfo=UTC).date(),
        created=datetime(2026, month, 15, tzinfo=UTC), demonstration=True, title={}, region="1710", sources=(), rows={},
        joins=(), content="",
    )  # fmt: skip


SNAPSHOTS = [_published(month) for month in (3, 1, 6, 5, 2, 4)]


@pytest.mark.parametrize(
    ("rule", "current", "going"),
    [
        (KeepRule(), 6, []),
        (KeepRule(last=2), 6, [1, 2, 3, 4]),
        (KeepRule(last=2), 1, [2, 3, 4]),
        (KeepRule(last=10), 6, []),
        (KeepRule(months=2), 6, [1, 2, 3, 4]),  # kept from 1 May
        (KeepRule(months=3), 6, [1, 2, 3]),
        (KeepRule(last=4, months=1), 6, [1, 2]),
        (KeepRule(months=12 * 2025), 6, []),  # since the year 1
        (KeepRule(months=999_999_999), 6, []),
        (KeepRule(last=1, months=3), 1, [2, 3]),
    ],
)
def test_what_goes(rule: KeepRule, current: int, going: list[int]) -> None:
    gone = rule.may_go(SNAPSHOTS, _published(current).id, NOW)
    assert [manifest.created.month for manifest in gone] == going


@given(st.integers(1, 12) | st.none(), st.integers(1, 12) | st.none(), st.sampled_from(range(1, 7)))
def test_the_current_one_and_the_last_published_never_go(last: int | None, months: int | None, current: int) -> None:
    gone = {one.id for one in KeepRule(last, months).may_go(SNAPSHOTS, _published(current).id, NOW)}
    assert _published(current).id not in gone
    assert last is None or _published(6).id not in gone
    assert gone <= {one.id for one in SNAPSHOTS}


def test_pruning_removes_what_nothing_keeps_and_nothing_else(tiny_dataset: Path, tmp_path: Path) -> None:
    dataset, home = read_dataset(tiny_dataset / "geo", tiny_dataset / "data"), tmp_path / "home"
    for number in range(4):
        publish_stamped(dataset, home, number)
    ids = [one.id for one in store.list_snapshots(home)]
    store.use_snapshot(home, ids[0])
    told = store.prune(home, KeepRule(last=2), only_tell=True)
    assert [one.id for one in told] == [ids[1]]
    assert store.snapshot_ids(home) == ids
    assert store.prune(home, KeepRule(last=2)) == told
    assert store.snapshot_ids(home) == [ids[0], *ids[2:]]
    assert store.current_id(home) == ids[0]
    assert store.prune(home, replace(KeepRule(last=2), months=1)) == []


def test_a_home_that_is_not_there_has_nothing_to_prune(tmp_path: Path) -> None:
    assert store.prune(tmp_path / "none", KeepRule(last=1)) == []
    assert not (tmp_path / "none").exists()
