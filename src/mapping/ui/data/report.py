"""What one file came to: its lines, the picture of its gaps, the report to take away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import streamlit as st

from mapping.export.csv import to_csv
from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.markup import Markup, each, joined, markup
from mapping.model.problems import Problem
from mapping.publishing import Item
from mapping.reading.registry import Severity
from mapping.reading.report import Report
from mapping.reading.reporting import as_html, kind_word, picture, report_frame, report_header
from mapping.reading.specification import is_to_be_seen, message, section_of, severity_of
from mapping.ui.components import component
from mapping.ui.panels import show_title
from mapping.ui.plain import as_text

LINE = Markup(
    '<tr class="{kind}"><td><b>{severity}</b></td><td>{place}</td><td>{value}</td>'
    "<td>{message}</td><td><code>{0.rule}</code> {section}</td></tr>"
)
_SHOWN = 25
_OF_ONE_RULE = 5


def show_files(items: Sequence[Item], lang: Lang) -> None:
    """All files at a glance: what each holds, and whether it can be published."""
    good = sum(item.report.publishable and not item.report.asked for item in items)
    note = text("data.accepted_files", lang, good=good, of=len(items))
    show_title(text("data.reports", lang), note)


def headline(item: Item, lang: Lang) -> str:
    """A file's line: whether it can be published, its name, what it holds, how many rows."""
    report = item.report
    asks = is_asking(report) or (report.publishable and bool(report.asked))
    sign = ":material/help:" if asks else ":material/check_circle:" if report.publishable else ":material/error:"
    state = text("data.asks" if asks else "data.ready" if report.publishable else "data.rejected", lang)
    rows = [wording.number(number, lang) for number in (report.accepted, report.rows)]
    told = text("data.rows", lang, accepted=rows[0], rows=rows[1]) if report.rows else ""
    parts = [f"**{as_text(item.path.name)}**", kind_word(report, lang) if report.kind else "", told, state]
    return f"{sign} " + " · ".join(part for part in parts if part)


def is_asking(report: Report) -> bool:
    """Whether answers on the page may be all that is missing: columns, numbers, names."""
    waits = {
        "header_unclear", "kind_unclear", "column_absent", "number_ambiguous",
        "name_unmatched", "name_ambiguous", "name_contradiction", "wider_unknown",
    }  # fmt: skip
    return not report.publishable and {problem.rule for problem in report.refused} <= waits


def needs_a_look(report: Report) -> bool:
    """Whether something is refused, asked or warned of, or boundaries were changed: such a report stands open."""
    return any(map(is_to_be_seen, report.problems))


def show_report(item: Item, lang: Lang) -> None:
    """The gravest lines, the picture, and the whole report as HTML, CSV and JSON."""
    report = item.report
    lines = _chosen(report)
    if lines:
        st.html(markup('<div class="report-lines">{}</div>', _table(lines, lang)))
    if len(report.problems) > len(lines):
        st.caption(text("data.more", lang, count=wording.number(len(report.problems) - len(lines), lang)))
    if drawn := picture(report, lang):
        st.html(markup('<div class="report-caption">{}</div>', text("checked.picture", lang)))
        component("gaps")(key=f"gaps_{item.path.name}", data={"svg": drawn})
    _show_downloads(item, lang)


def _chosen(report: Report) -> list[Problem]:
    """The gravest lines, at most a few of each rule, so that one fault a thousand times hides no other."""
    order = list(Severity)
    counts: dict[str, int] = {}
    chosen = []
    for problem in sorted(report.problems, key=lambda one: order.index(severity_of(one))):
        counts[problem.rule] = counts.get(problem.rule, 0) + 1
        if counts[problem.rule] <= _OF_ONE_RULE:
            chosen.append(problem)
    return chosen[:_SHOWN]


def _table(problems: Iterable[Problem], lang: Lang) -> Markup:
    rows = joined(
        LINE.format(
            problem,
            kind=severity_of(problem).value.lower(),
            severity=text(f"severity.{severity_of(problem).value.lower()}", lang),
            place=_place(problem, lang),
            value=problem.value or "",
            message=message(problem, lang),
            section=section_of(problem),
        )
        for problem in problems
    )
    heads = [text("checked.severity", lang), text("data.place", lang)]
    heads += [text(f"checked.{name}", lang) for name in ("value", "message", "rule")]
    return markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", each("<th>{}</th>", heads), rows)


def _place(problem: Problem, lang: Lang) -> str:
    sheet = problem.details.get("sheet")
    parts = [
        text("data.sheet", lang, sheet=sheet) if sheet else "",
        text("data.row", lang, row=problem.row) if problem.row is not None else "",
        text("data.column", lang, column=problem.column) if problem.column else "",
    ]
    return ", ".join(part for part in parts if part)


def _show_downloads(item: Item, lang: Lang) -> None:
    report, name = item.report, item.path.name
    table = to_csv(report_frame(report, lang), separator=";", header=report_header(lang))
    told = json.dumps(report.as_json(lang), ensure_ascii=False, indent=2)
    files = (
        ("html", as_html(report, lang, name), "text/html"),
        ("csv", table, "text/csv"),
        ("json", told, "application/json"),
    )
    with st.container(horizontal=True, gap="small"):
        for suffix, content, kind in files:
            label = f"{text('data.report', lang)}: {suffix.upper()}"
            st.download_button(
                label, content, file_name=f"{name}.{suffix}", mime=kind, key=f"report_{suffix}_{name}", on_click="ignore",
            )  # fmt: skip
