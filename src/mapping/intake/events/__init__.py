"""Events: tables of incidents with date, kind and place, counted into areas."""

from mapping.intake.events.counting import Progress, Reading, count_events
from mapping.intake.events.headings import Role
from mapping.intake.events.places import Places
from mapping.intake.events.readings import Kinds
from mapping.intake.events.reasons import Reason
from mapping.intake.events.sources import open_source
from mapping.intake.events.tally import Tally, covered_quarters, statistics

__all__ = [
    "Kinds", "Places", "Progress", "Reading", "Reason", "Role", "Tally", "count_events", "covered_quarters",
    "open_source", "statistics",
]  # fmt: skip
