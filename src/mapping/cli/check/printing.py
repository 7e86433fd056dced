"""Telling people what a file came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from mapping.cli.printing import out as console
from mapping.cli.printing import printable
from mapping.model.locale import Lang, text

if TYPE_CHECKING:
    from mapping.model.problems import Problem
    from mapping.reading.report import Report

SHOWN = 20


def print_report(report: Report, file: str, lang: Lang) -> None:
    """The numbers, then the problems by severity, then the verdict."""
    from mapping.reading.registry import Severity  # noqa: PLC0415 (heavy)
    from mapping.reading.reporting import summary  # noqa: PLC0415 (heavy)
    from mapping.reading.specification import rule_of, severity_of  # noqa: PLC0415 (heavy)

    out = console()
    out.print(printable(text("checked.title", lang, file=file)), style="bold")
    out.print("  ".join(f"{name}: {value}." for name, value in summary(report, lang)))
    for severity in Severity:
        problems = [problem for problem in report.problems if severity_of(problem) is severity]
        _print_problems(out, text(f"checked.{severity.value.lower()}", lang), problems, lang)
    out.print()
    rules = sorted({rule_of(problem) for problem in report.asked})
    verdict = "asks" if report.publishable and rules else "publishable" if report.publishable else "refused"
    out.print(text(f"checked.{verdict}", lang, rules=", ".join(rules)), style="bold")


def _print_problems(out: Console, title: str, problems: Sequence[Problem], lang: Lang) -> None:
    from mapping.reading.messages import place  # noqa: PLC0415 (heavy)
    from mapping.reading.specification import message, section_of  # noqa: PLC0415 (heavy)

    if not problems:
        return
    out.print()
    out.print(f"{title} ({len(problems)})", style="bold")
    for problem in problems[:SHOWN]:
        sheet = (
            [text("checked.place_sheet", lang, sheet=problem.details["sheet"])] if "sheet" in problem.details else []
        )
        where = ", ".join([place(problem, lang), *sheet])
        out.print(printable(f"  {where} [{problem.rule}, {section_of(problem)}]"))
        out.print(printable(f"    {message(problem, lang)}"))
    if len(problems) > SHOWN:
        out.print("  " + text("checked.more", lang, count=len(problems) - SHOWN))
