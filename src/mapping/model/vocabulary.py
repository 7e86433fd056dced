"""Closed lists that the software itself reasons about. Open lists (indicators, factors, posts) are data."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """Whose cases are counted, and whose number is the denominator."""

    ALL = "all"
    YOUTH = "youth"
    WOMEN = "women"
    UNEMPLOYED = "unemployed"


class Category(StrEnum):
    """The official category of a mahalla by crime situation; green does not mean free of crime."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class SevenMember(StrEnum):
    """The members of the mahalla seven (mahalla yettiligi)."""

    CHAIR = "chair"
    HOKIM_ASSISTANT = "hokim_assistant"
    YOUTH_LEADER = "youth_leader"
    WOMENS_ACTIVIST = "womens_activist"
    PREVENTION_INSPECTOR = "prevention_inspector"
    TAX_OFFICER = "tax_officer"
    SOCIAL_WORKER = "social_worker"


class MeasureStatus(StrEnum):
    """What the file says of a measure. Overdue is not said: it follows from status, deadline and date."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


class TermKind(StrEnum):
    """The open lists whose entries a dataset names in four languages."""

    FACTOR = "factor"
    SECTOR = "sector"
    AGENCY = "agency"
    POST = "post"
