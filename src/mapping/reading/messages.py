"""Problems in the reader's language."""

from __future__ import annotations

from mapping.model.locale import Lang, text
from mapping.model.problems import Problem


def explain(problem: Problem, lang: Lang) -> str:
    """What is wrong and what to do."""
    value = "" if problem.value is None else problem.value
    given = {"file": problem.file, "row": problem.row, "column": problem.column, "value": value}
    return text(f"rule.{problem.rule}", lang, **(given | problem.details))


def place(problem: Problem, lang: Lang) -> str:
    """File, row and column, as far as they are known."""
    parts = [problem.file]
    if problem.row is not None:
        parts.append(text("cli.place_row", lang, row=problem.row))
    if problem.column is not None:
        parts.append(text("cli.place_column", lang, column=problem.column))
    return ", ".join(parts)
