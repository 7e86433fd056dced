"""A home of its own for each test that writes: decisions are kept beside the snapshots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping.store.opened import snapshot_by_id


@pytest.fixture
def own_home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The tiny dataset, published, in a home that nobody else looks at."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    snapshot_by_id.cache_clear()
    yield home
    snapshot_by_id.cache_clear()
