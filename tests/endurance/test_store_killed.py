"""A publisher killed at any moment: readers see whole snapshots only, and the next publisher cleans up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from mapping import store

SCRIPT = Path(__file__).parents[1] / "whole" / "stamped.py"
TIMES, SEED = 100, 20261124


def _start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), *(str(one) for one in arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _said(process: subprocess.Popen[str]) -> dict[str, Any]:
    written, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return dict(json.loads(written))


def test_readers_never_see_an_error_or_a_mixture_while_publishers_are_killed_at_100_random_moments(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    home, stop = tmp_path / "home", tmp_path / "stop"
    reader = _start("read", home, stop)
    try:
        published = _said(_start("publish", tiny_dataset / "geo", tiny_dataset / "data", home, TIMES, SEED))
    finally:
        stop.touch()
    read = _said(reader)
    assert read["faults"] == []
    assert read["reads"] >= TIMES
    assert len(read["seen"]) > TIMES / 10
    assert TIMES / 2 < published["killed"] <= TIMES  # the others had just finished
    ids = store.snapshot_ids(home)
    assert all(store.verify(home, one).files for one in ids)
    assert {path.name for path in home.iterdir()} == {".lock", "current", *ids}  # the last one was left alone
    assert store.list_snapshots(home)[-1].id == store.current_id(home)
