"""What every drawing of a map says and is inked in: it depends on language and theme alone, and is fetched once."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any

from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.names import DISTRICT_WORDS
from mapping.stats.change import Change
from mapping.views.map.palettes import INK, Theme

_OF_THE_MAP = (
    "zoom_in", "zoom_out", "count", "people", "rate", "interval", "before", "change", "none", "no_people", "missing",
    "without",
)  # fmt: skip
_OF_RISK = ("risk", "probability", "above", "below", "unsure")


@cache
def look(lang: Lang, theme: Theme) -> dict[str, Any]:
    """Language, theme, inks and words, as `assets/frame/frame.js` lays them under a drawing."""
    return {
        "lang": str(lang),
        "locale": wording.number_locale(lang),
        "theme": theme,
        "ink": asdict(INK[theme]),
        "words": {
            **{key: text(f"map.{key}", lang) for key in _OF_THE_MAP},
            **{key: text(f"risk.{key}", lang) for key in _OF_RISK},
            **{str(label): text(f"change.{label}", lang) for label in Change if label},
            **{f"category_{side}": text(f"column.category_{side}", lang) for side in ("official", "computed")},
            "keys": text("help.map_keys", lang),
            "counted": text("risk.counted", lang),
            "asked": text("column.asked", lang),
            "cancelled": text("measure.cancelled_beside", lang),
            "hidden": text("hidden.legend", lang),
            "tails": DISTRICT_WORDS,
        },
    }
