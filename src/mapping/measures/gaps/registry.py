"""The rules of gaps, in the order of the agenda. A rule is a module with CODE and `find`; a new one gets a line here.

Each is worded in the catalogue: `gap.<code>` names it, `gap.<code>_line` tells one gap with its details.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mapping.measures.gaps import (
    copied_text,
    group_unanswered,
    main_factor,
    no_measure,
    no_owner,
    overdue,
    owner_too_low,
    post_overloaded,
    red_unattended,
)
from mapping.measures.gaps.situation import Situation

RULES: dict[str, Callable[[Situation], pd.DataFrame]] = {
    rule.CODE: rule.find
    for rule in (
        no_measure,
        no_owner,
        main_factor,
        group_unanswered,
        red_unattended,
        owner_too_low,
        overdue,
        copied_text,
        post_overloaded,
    )
}


def find_gaps(situation: Situation) -> pd.DataFrame:
    """Every gap: rule, area, measure (id, or empty), details; rules in the order of the agenda."""
    found = [find(situation).assign(rule=code) for code, find in RULES.items()]
    return pd.concat(found, ignore_index=True)[["rule", "area", "measure", "details"]].astype({"rule": "str"})
