"""Gaps: who has not done what. One rule a file, told to the registry."""

from mapping.measures.gaps.registry import RULES, find_gaps
from mapping.measures.gaps.situation import CONCERNED, Limits, Situation

__all__ = ["CONCERNED", "RULES", "Limits", "Situation", "find_gaps"]
