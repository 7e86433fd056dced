"""Which of the official lists the demonstration counts, and what it says of its source."""

from __future__ import annotations

from mapping.model.lists import official_rows, official_terms, parts_of_totals
from mapping.model.schemas import INDICATOR
from mapping.model.vocabulary import Group, TermKind

TOTAL = "crime_total"
SOURCE = (
    "Namoyish uchun to‘qilgan raqamlar / Намойиш учун тўқилган рақамлар / "
    "Вымышленные цифры для демонстрации / Invented figures for demonstration"
)
KINDS: tuple[str, ...] = tuple(code for code, total in parts_of_totals().items() if total == TOTAL)
SERIES: tuple[tuple[str, Group], ...] = (
    *((row["code"], Group.ALL) for row in official_rows(INDICATOR)),
    *((TOTAL, group) for group in (Group.YOUTH, Group.WOMEN, Group.UNEMPLOYED)),
)
FACTORS: tuple[str, ...] = tuple(term["code"] for term in official_terms(TermKind.FACTOR))
SECTORS: tuple[str, ...] = tuple(term["code"] for term in official_terms(TermKind.SECTOR))
AGENCIES: tuple[str, ...] = tuple(term["code"] for term in official_terms(TermKind.AGENCY))
