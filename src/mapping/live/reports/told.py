"""Reports as the reader sees them: who, when and what, in words; ready for JSON. Texts are as typed: escape them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mapping.live.reports.report import Act, Draft, Report
from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.views.map import addresses


def told(report: Report, names: Mapping[str, str], lang: Lang) -> dict[str, Any]:
    """One report. `names`: of people, by the ids of their accounts."""
    more: dict[str, Any] = {}
    if report.act is Act.FILE:
        more["file"] = {"address": addresses.evidence(report.file), "name": report.words, "size": report.size}
    return {
        "seq": report.seq,
        "measure": report.measure,
        "version": report.version,
        "act": report.act.value,
        "said": said(report, lang),
        "words": "" if report.act is Act.FILE else report.words,
        "time": report.time.isoformat(timespec="seconds"),
        "time_text": wording.moment(report.time, lang),
        "person": names.get(report.person) or text("report.nobody", lang),
        "key": report.key,
        **more,
    }


def told_all(reports: Sequence[Report], names: Mapping[str, str], lang: Lang) -> list[dict[str, Any]]:
    """A history, the last first."""
    return [told(one, names, lang) for one in reversed(reports)]


def in_one_line(report: Report, names: Mapping[str, str], lang: Lang) -> str:
    """What was reported, in its words, who and when."""
    one = told(report, names, lang)
    what = ": ".join(filter(None, [one["said"], report.words]))
    return f"{what} · {one['person']}, {one['time_text']}"


def said(report: Report | Draft, lang: Lang) -> str:
    """What was reported, without its words."""
    value = ""
    if report.act is Act.PROGRESS and report.progress is not None:
        value = wording.per_cent(float(report.progress), lang)
    elif day := _day(report):
        value = wording.day(day, lang)
    return text(f"report.was_{report.act}", lang, value=value)


def _day(report: Report | Draft) -> date | None:
    return {Act.DONE: report.done_on, Act.DEADLINE: report.deadline}.get(report.act)
