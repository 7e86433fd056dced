"""What a file of tiles says of itself."""

from __future__ import annotations

from dataclasses import dataclass

PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
"""Media types of forms of pictures."""
VECTOR = "pbf"
"""The form of Mapbox vector tiles."""


@dataclass(frozen=True)
class Told:
    """The form of its tiles (a key of `PICTURES`, `VECTOR`, or one that we do not know), whose it is (may be HTML), and its zooms."""

    form: str
    attribution: str
    least: int
    most: int
