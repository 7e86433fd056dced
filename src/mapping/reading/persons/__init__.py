"""The person guard: tables and boundaries that carry persons are refused."""

from mapping.reading.persons.documents import has_personal_numbers, holds_personal_number, is_personal_number
from mapping.reading.persons.guard import (
    PERSON_COLUMN,
    is_person_like,
    looks_like_person,
    person_columns,
    persons_in,
    refuse_persons,
)
from mapping.reading.persons.headings import is_person_heading

__all__ = [
    "PERSON_COLUMN", "has_personal_numbers", "holds_personal_number", "is_person_heading", "is_person_like", "is_personal_number",
    "looks_like_person", "person_columns", "persons_in", "refuse_persons",
]  # fmt: skip
