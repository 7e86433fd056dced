"""From the names people write to the codes of areas."""

from mapping.reading.matching.match import Matches, Suggestion, Unmatched, likely_levels, match_areas, settled_key
from mapping.reading.matching.reference import Reference, registered_names, shipped_reference

__all__ = [
    "Matches",
    "Reference",
    "Suggestion",
    "Unmatched",
    "likely_levels",
    "match_areas",
    "registered_names",
    "settled_key",
    "shipped_reference",
]
