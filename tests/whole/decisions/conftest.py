"""A home of its own for each test that writes: decisions are kept beside the snapshots."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def own_home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny dataset, published, in a home that nobody else looks at."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    return home
