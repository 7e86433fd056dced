"""Rules as people read them: severity, section of `docs/data-spec.md`, and the message in the reader's language."""

from __future__ import annotations

from mapping.model.locale import Lang, has_text, text
from mapping.model.problems import Problem
from mapping.reading.messages import explain
from mapping.reading.registry import Severity, sectioned

# The rules of the strict reader that tables on their way in are held to as well.
STRICT_SECTIONS = {
    "cells_in_row": "4.10",
    "value_missing": "5.1",
    "count_number": "5.2",
    "count_fraction": "5.2",
    "count_negative": "5.2",
    "share_range": "5.2",
    "flag_form": "5.2",
    "quarter_form": "5.3",
    "year_form": "5.3",
    "date_form": "5.3",
    "choice_unknown": "5.4",
    "term_unknown": "5.4",
    "indicator_unknown": "5.4",
    "short_code": "5.4",
    "part_of_itself": "5.4",
    "key_twice": "5.5",
    "control_sign": "5.6",
    "done_without_date": "6.10",
}

_OF_BOUNDARIES = ("2.", "3.4")  # what was drawn otherwise, and parts that were joined
_LIST_OF = {
    "level": "level.", "found": "level.", "group": "group.", "unplaced": "unplaced.", "fault": "profile_fault.",
    "cover": "events_cover.", "remark": "event_remark.", "format": "file_format.", "advice": "file_format_advice.",
    "kind": "checked.kind_", "written": "checked.kind_",
}  # fmt: skip


def severity_of(problem: Problem) -> Severity:
    """What the problem means; problems that are only counted mean what those of their rule do."""
    found = sectioned().get(rule_of(problem))
    return found.severity if found else Severity.MUST


def is_to_be_seen(problem: Problem) -> bool:
    """Whether it is shown where one acts: all but what is only told, and of that what was changed in boundaries."""
    return severity_of(problem) is not Severity.INFO or section_of(problem).startswith(_OF_BOUNDARIES)


def section_of(problem: Problem) -> str:
    """The section that says the rule."""
    found = sectioned().get(rule_of(problem))
    return found.section if found else STRICT_SECTIONS[rule_of(problem)]


def rule_of(problem: Problem) -> str:
    """The rule that is broken; that of those which are only counted (`more`)."""
    return problem.details["rule"] if problem.rule == "more" else problem.rule


def message(problem: Problem, lang: Lang) -> str:
    """What is wrong and what to do."""
    if not has_text(f"check.{problem.rule}"):
        return explain(problem, lang)
    value = problem.details.get("called", problem.value or "")
    given = {"file": problem.file, "row": problem.row, "column": problem.column or "", "value": value}
    told = {name: _word(name, value, lang) for name, value in problem.details.items()}
    return text(f"check.{problem.rule}", lang, **(given | told))


def _word(detail: str, value: str, lang: Lang) -> str:
    """A detail in the reader's language, where it is a code that the catalogue names."""
    key = f"{_LIST_OF.get(detail)}{value}"
    return text(key, lang) if has_text(key) else value
