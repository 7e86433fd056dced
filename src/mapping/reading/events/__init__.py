"""Events: tables of incidents with date, kind and place, counted into areas."""

from mapping.reading.events.area_names import AreaNames
from mapping.reading.events.counting import Progress, Reading, count_events
from mapping.reading.events.files import count_files
from mapping.reading.events.headings import Role
from mapping.reading.events.kinds import Kinds
from mapping.reading.events.places import Places
from mapping.reading.events.reasons import Reason, Remark
from mapping.reading.events.sources import open_source
from mapping.reading.events.tally import Tally, statistics

__all__ = [
    "AreaNames",
    "Kinds",
    "Places",
    "Progress",
    "Reading",
    "Reason",
    "Remark",
    "Role",
    "Tally",
    "count_events",
    "count_files",
    "open_source",
    "statistics",
]  # fmt: skip
