"""What the checks remark, seen before it is published: counts, the first of each rule, where the rest are; and the sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mapping.cli.printing import out, print_table, printable
from mapping.model.locale import Lang, text

if TYPE_CHECKING:
    from mapping.model.problems import Problem
    from mapping.publishing import ComparedSum

_OF_ONE_RULE = 5
_SUMS = 20


def print_remarks(problems: Iterable[Problem], lang: Lang) -> None:
    """Questions, warnings, then what was changed in boundaries: how many of each rule, and the first five of it."""
    from mapping.reading.registry import Severity  # noqa: PLC0415 (heavy)
    from mapping.reading.specification import is_to_be_seen, rule_of, severity_of  # noqa: PLC0415 (heavy)

    by_rule: dict[tuple[int, str], list[Problem]] = {}
    order = [Severity.ASK, Severity.SHOULD, Severity.INFO]
    for problem in problems:
        if severity_of(problem) in order and is_to_be_seen(problem):
            by_rule.setdefault((order.index(severity_of(problem)), rule_of(problem)), []).append(problem)
    for (severity, rule), told in sorted(by_rule.items(), key=lambda pair: pair[0]):
        _print_rule(rule, order[severity].value.lower(), told, lang)


def _print_rule(rule: str, severity: str, problems: Sequence[Problem], lang: Lang) -> None:
    from mapping.reading.messages import place  # noqa: PLC0415 (heavy)
    from mapping.reading.specification import message, section_of  # noqa: PLC0415 (heavy)

    counted = sum(int(one.details.get("more", 1)) if one.rule == "more" else 1 for one in problems)
    named = text(f"severity.{severity}", lang).capitalize()
    out().print(f"  {named}: {rule} ({counted}; docs/data-spec.md, {section_of(problems[0])})", style="bold")
    shown = [one for one in problems if one.rule != "more"][:_OF_ONE_RULE]
    for one in shown:
        out().print(printable(f"    {place(one, lang)}: {message(one, lang)}"))
    if counted > len(shown):
        out().print("    " + text("importing.more_of_rule", lang, count=counted - len(shown)))


def print_sums(sums: Sequence[ComparedSum], lang: Lang) -> None:
    """Cells and sums of each file beside those of the result, those that differ first."""
    if not sums:
        return
    keys = ("sum_of", "file_cells", "file_sum", "result_cells", "result_sum")
    ordered = sorted(sums, key=lambda one: not one.differs)
    rows = [("≠ " if one.differs else "= ", one.file, *one.of, *map(str, one[3:])) for one in ordered[:_SUMS]]
    lines = [(sign + " ".join(told[:-4]), *told[-4:]) for sign, *told in rows]
    print_table([text(f"importing.{key}", lang) for key in keys], lines, title=text("importing.sums", lang))
    if len(ordered) > _SUMS:
        differing = sum(one.differs for one in ordered[_SUMS:])
        out().print(text("importing.more_sums", lang, count=len(ordered) - _SUMS, differ=differing))


def print_questions(rules: Sequence[str], lang: Lang) -> None:
    """What is still to be agreed to, as options to add."""
    options = " ".join(f"--accept {rule}" for rule in rules)
    out().print(text("importing.questions", lang, count=len(rules), options=options), style="bold")
