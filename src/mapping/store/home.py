"""Where snapshots lie: the one place that reads RISKMAP_HOME."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "RISKMAP_HOME"
_PROJECT = Path(__file__).resolve().parents[3]


def default_home() -> Path:
    """The folder named by RISKMAP_HOME; else `snapshots/` in the project, or in the current folder once installed."""
    named = os.environ.get(HOME_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    root = _PROJECT if (_PROJECT / "pyproject.toml").is_file() else Path.cwd()
    return root / "snapshots"
