"""Events: tables of incidents with date, kind and place, counted into areas."""

from mapping.reading.events.counting import Progress, Reading, count_events
from mapping.reading.events.headings import Role
from mapping.reading.events.places import Places
from mapping.reading.events.readings import Kinds
from mapping.reading.events.reasons import Reason
from mapping.reading.events.sources import open_source
from mapping.reading.events.tally import Tally, covered_quarters, statistics

__all__ = [
    "Kinds", "Places", "Progress", "Reading", "Reason", "Role", "Tally", "count_events", "covered_quarters",
    "open_source", "statistics",
]  # fmt: skip
