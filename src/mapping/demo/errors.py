"""Why no region comes out."""

from __future__ import annotations


class NotBuilt(ValueError):
    """Too few mahallas, too little room for them, or too few crimes for what is planted."""
