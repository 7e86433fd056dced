"""Which snapshots are kept, and which may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from mapping.store.lock import only_writer
from mapping.store.manifest import Manifest
from mapping.store.publishing import remove_snapshots
from mapping.store.shelf import current_id, list_snapshots

MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class KeepRule:
    """Keep the `last` published (from 1), and those published in the last `months` (from 1); without either, all.

    A snapshot stays when one of the two keeps it. The current one always stays.
    """

    last: int | None = None
    months: int | None = None

    def may_go(self, snapshots: Sequence[Manifest], current: str | None, now: datetime) -> list[Manifest]:
        """The snapshots that nothing keeps, the earliest published first."""
        if self.last is None and self.months is None:
            return []
        by_age = sorted(snapshots, key=lambda manifest: manifest.created)
        kept = {manifest.id for manifest in by_age[-self.last :]} if self.last else set()
        if self.months:
            since = _months_before(now, self.months)
            kept |= {manifest.id for manifest in by_age if manifest.created >= since}
        return [manifest for manifest in by_age if manifest.id not in kept | {current}]


def _months_before(now: datetime, months: int) -> datetime:
    """The same time of day so many months earlier; no earlier than dates begin."""
    if months >= MONTHS_IN_YEAR * (now.year - datetime.min.year):
        return datetime.min.replace(tzinfo=UTC)
    return (pd.Timestamp(now) - pd.DateOffset(months=months)).to_pydatetime()


def prune(home: Path, rule: KeepRule, *, now: datetime | None = None, only_tell: bool = False) -> list[Manifest]:
    """Remove the snapshots that the rule does not keep, and give back their manifests.

    `only_tell` removes nothing. Raises StoreError when another process is publishing or nothing can be written.
    """
    moment = now or datetime.now(UTC)
    if only_tell or not home.is_dir():
        return rule.may_go(list_snapshots(home), current_id(home), moment)
    with only_writer(home):
        gone = rule.may_go(list_snapshots(home), current_id(home), moment)
        remove_snapshots(home, [manifest.id for manifest in gone])
    return gone
