"""A home of its own for each test that writes: decisions are kept beside the snapshots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping.live.decisions.journal import _kept
from mapping.model.settings import settings
from mapping.store.sql.opened import _opened
from tests.databases import KINDS, new_address, postgresql

__all__ = ["postgresql"]


@pytest.fixture
def own_home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny dataset, published, in a home that nobody else looks at."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    return home


@pytest.fixture(params=KINDS)
def keeping(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home whose database is of each kind: the file of the home, and PostgreSQL."""
    home = tmp_path / "keeping"
    with new_address(request.param, tmp_path, request) as address:
        if request.param == "postgresql":
            monkeypatch.setenv("RISKMAP_DATABASE", address)
        settings.cache_clear()
        yield home
        forget()


def forget() -> None:
    """What this process keeps of databases, as another process would not have it."""
    _kept.cache_clear()
    _opened.cache_clear()
    settings.cache_clear()
