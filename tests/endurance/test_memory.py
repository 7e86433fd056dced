"""Snapshots no longer looked at go, and what was found from them, while the server stays up."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from subprocess import run

import pytest

from tests.endurance.succession import STATM

ROOT = Path(__file__).resolve().parents[2]
MOST_ALIVE = 4
MOST_GROWTH = 40_000_000
"""Bytes that fifteen more snapshots may take. Fifteen tabs that are left open hold about 20 million, the rest 5."""


@pytest.mark.skipif(not STATM.exists(), reason="a process reads what it takes of memory on Linux alone")
def test_snapshots_that_nobody_looks_at_go_and_memory_stays_flat(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.endurance.succession", str(tmp_path)]
    ended = run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode == 0, ended.stderr[-4000:]
    seen = json.loads(ended.stdout.splitlines()[-1])
    assert seen["alive"] <= MOST_ALIVE
    assert seen["growth"] <= MOST_GROWTH
