"""Where the browser's files lie: scripts, styles and fonts, which are data to every room but the browser."""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"
