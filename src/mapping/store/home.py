"""Where snapshots lie: the one place that reads RISKMAP_HOME."""

from __future__ import annotations

import errno
import os
from pathlib import Path

HOME_VARIABLE = "RISKMAP_HOME"
_PROJECT = Path(__file__).resolve().parents[3]


def require_name(home: Path) -> Path:
    """The folder itself. Raises OSError when its name is not UTF-8 text: the database could open nothing in it."""
    try:
        str(home).encode()
    except UnicodeEncodeError as fault:
        raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(home)) from fault
    return home


def default_home() -> Path:
    """The folder named by RISKMAP_HOME; else `snapshots/` in the project, or in the current folder once installed."""
    named = os.environ.get(HOME_VARIABLE, "").strip()
    if named:
        return Path(os.path.expanduser(named))  # noqa: PTH111 (as it is where there is no such user)
    root = _PROJECT if (_PROJECT / "pyproject.toml").is_file() else Path.cwd()
    return root / "snapshots"
