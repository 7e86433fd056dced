"""What a file may hold, as `riskmap check --kind` names it."""

from __future__ import annotations

from enum import StrEnum

from mapping.model.schemas import ASSIGNMENT, CATEGORY, FACTOR, MEASURE, POPULATION, STATISTIC, Table


class Kind(StrEnum):
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
    Kind.POPULATION: POPULATION,
    Kind.STATISTICS: STATISTIC,
    Kind.MEASURES: MEASURE,
    Kind.ASSIGNMENTS: ASSIGNMENT,
    Kind.FACTORS: FACTOR,
    Kind.CATEGORIES: CATEGORY,
}
