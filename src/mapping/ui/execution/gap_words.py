"""A gap in the reader's words, and the gaps as a table to take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from mapping.model import wording
from mapping.ui.measure_words import word_of
from mapping.ui.state import Screen

_CODES: dict[str, Callable[[Screen, str], str]] = {
    "factor": lambda screen, code: word_of(screen, "factor", code),
    "post": lambda screen, code: word_of(screen, "post", code),
    "group": lambda screen, code: screen.text(f"group.{code}"),
    "seven_member": lambda screen, code: screen.text(f"seven_member.{code}"),
    "level": lambda screen, code: screen.text(f"level.{code}"),
    "tier": lambda screen, code: screen.text(f"tier.{code}"),
}


def gap_line(screen: Screen, rule: str, details: dict[str, Any]) -> str:
    """What is missing, in one sentence."""
    return screen.text(f"gap.{rule}_line", **{name: _word(screen, name, value) for name, value in details.items()})


def _word(screen: Screen, name: str, value: Any) -> str:
    if name in _CODES:
        return _CODES[name](screen, str(value))
    return wording.figure(name, float(value), screen.lang)


def gap_table(screen: Screen, gaps: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """rule, rule_name, district, area, names, measure, text, detail: one row per gap, as listed on the screen."""
    texts = measures.set_index("id")["text"]
    return pd.DataFrame(
        {
            "rule": gaps["rule"],
            "rule_name": [screen.text(f"gap.{rule}") for rule in gaps["rule"]],
            "area": gaps["area"],
            "district_name": [screen.area_name(code[:7]) for code in gaps["area"]],
            "mahalla_name": [screen.area_name(code) if len(code) > 7 else "" for code in gaps["area"]],
            "detail": [
                gap_line(screen, rule, details) for rule, details in zip(gaps["rule"], gaps["details"], strict=True)
            ],
            "id": gaps["measure"],
            "text": [texts.get(measure, "") for measure in gaps["measure"]],
        }
    )
