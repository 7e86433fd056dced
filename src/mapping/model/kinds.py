"""What a file may hold, as `riskmap check --kind` names it."""

from __future__ import annotations

from enum import StrEnum

from mapping.model.schemas import ASSIGNMENT, CATEGORY, FACTOR, MEASURE, POPULATION, STATISTIC, Table


class FileKind(StrEnum):
    """Boundaries, one of the tables that offices bring, or single events to be counted."""

    BOUNDARIES = "boundaries"
    POPULATION = "population"
    STATISTICS = "statistics"
    MEASURES = "measures"
    ASSIGNMENTS = "assignments"
    FACTORS = "factors"
    CATEGORIES = "categories"
    EVENTS = "events"

    @property
    def table(self) -> Table | None:
        """The schema that the rows are brought to; None for boundaries and events."""
        return _TABLES.get(self)


_TABLES = {
    FileKind.POPULATION: POPULATION,
    FileKind.STATISTICS: STATISTIC,
    FileKind.MEASURES: MEASURE,
    FileKind.ASSIGNMENTS: ASSIGNMENT,
    FileKind.FACTORS: FACTOR,
    FileKind.CATEGORIES: CATEGORY,
}
