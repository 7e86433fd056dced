"""A report as a table and as one HTML page that needs nothing else, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import geopandas as gpd
import pandas as pd
import shapely

from mapping.model.locale import Lang, text
from mapping.model.markup import Markup, each, joined, markup
from mapping.model.problems import Problem
from mapping.reading.boundaries.repair import on_the_globe
from mapping.reading.registry import Severity
from mapping.reading.report import Report
from mapping.reading.specification import message, rule_of, section_of, severity_of

_COLUMNS = ("severity", "file", "sheet", "row", "column", "value", "rule", "section", "message")
_STYLE = Markup("""
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,"Segoe UI",sans-serif;max-width:80rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2rem}
.verdict{font-weight:600;padding:.6rem 1rem;border-left:.4rem solid}
.yes{border-color:#1a7f5a}.no{border-color:#b3261e}
table{border-collapse:collapse;width:100%}.wide{overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #8886}
th{white-space:nowrap}td{overflow-wrap:break-word;max-width:30rem}td.message{min-width:16rem}
td.n{text-align:right;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content auto;gap:.2rem 1rem}dt{opacity:.75}dd{margin:0}
svg{max-width:100%;height:auto;max-height:36rem}
""")
PAGE = Markup('<!doctype html>\n<html lang="{}"><head>{}<style>{}</style></head><body>{}</body></html>\n')
TABLE = Markup('<h2>{}</h2><div class="wide"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>')
PICTURE = Markup(
    '<svg viewBox="-12 -12 {:.0f} {:.0f}" role="img" aria-label="{}">'
    '<g fill="none" stroke="currentColor" stroke-opacity=".6">{}</g>{}</svg>'
)
_PICTURE_WIDTH = 900
_LONG = 40  # signs: a cell of more is kept wide


def report_frame(report: Report, lang: Lang) -> pd.DataFrame:
    """One row per problem, the gravest first: severity, file, sheet, row, column, value, rule, section, message."""
    order = list(Severity)
    problems = sorted(report.problems, key=lambda problem: order.index(severity_of(problem)))
    frame = pd.DataFrame([_cells(problem, lang) for problem in problems], columns=list(_COLUMNS))
    return frame.astype({"row": "Int64"})


def report_header(lang: Lang) -> dict[str, str]:
    """The headings of `report_frame` in words."""
    return {name: text(f"checked.{name}", lang) for name in _COLUMNS}


def as_html(report: Report, lang: Lang, file: str) -> Markup:
    """The report as a whole page."""
    title = text("checked.title", lang, file=file)
    verdict = "refused" if not report.publishable else "asks" if report.asked else "publishable"
    decision = text(f"checked.{verdict}", lang, rules=", ".join(sorted({rule_of(problem) for problem in report.asked})))
    body = [
        markup("<h1>{}</h1>", title),
        markup('<p class="verdict {}">{}</p>', "yes" if verdict == "publishable" else "no", decision),
        _numbers(report, lang),
        *(_problems(report, severity, lang) for severity in Severity),
        _suggestions(report, lang),
        _repairs(report, lang),
        _coverage(report, lang),
    ]
    head = markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{}</title>', title)
    return PAGE.format(lang, head, _STYLE, joined(body))


def kind_word(report: Report, lang: Lang) -> str:
    """What the file holds."""
    return text(f"checked.kind_{report.kind}" if report.kind else "checked.no_kind", lang)


def summary(report: Report, lang: Lang) -> list[tuple[str, str]]:
    """The numbers at the head of a report, each with its name."""
    found = {
        "kind": kind_word(report, lang),
        "rows": str(report.rows),
        "accepted": str(report.accepted),
        "by_code": str(report.by_code),
        "by_name": str(report.by_name),
        "unmatched": str(len(report.unmatched)),
    }
    return [(text(f"checked.{name}", lang), value) for name, value in found.items()]


def _cells(problem: Problem, lang: Lang) -> tuple[object, ...]:
    severity = text(f"severity.{severity_of(problem).value.lower()}", lang)
    sheet = problem.details.get("sheet", "")
    place = (problem.file, sheet, problem.row, problem.column or "", problem.value or "")
    return (severity, *place, problem.rule, section_of(problem), message(problem, lang))


def _numbers(report: Report, lang: Lang) -> Markup:
    return markup("<dl>{}</dl>", each("<dt>{}</dt><dd>{}</dd>", summary(report, lang)))


def _problems(report: Report, severity: Severity, lang: Lang) -> Markup:
    problems = [problem for problem in report.problems if severity_of(problem) is severity]
    names = ("file", "sheet", "row", "column", "value", "message", "rule", "section")
    shown = [name for name in names if name != "sheet" or any(problem.details.get("sheet") for problem in problems)]
    position = {name: _COLUMNS.index(name) for name in shown}
    rows = [[cells[position[name]] for name in shown] for cells in (_cells(problem, lang) for problem in problems)]
    title = f"{text(f'checked.{severity.value.lower()}', lang)} ({len(problems)})"
    return _table(title, [text(f"checked.{name}", lang) for name in shown], rows)


def _suggestions(report: Report, lang: Lang) -> Markup:
    rows = [
        (one.row, one.name, f"{found.name} ({found.code})", found.score)
        for one in report.unmatched
        for found in one.suggestions
    ]
    headers = [text(f"checked.{name}", lang) for name in ("row", "name", "suggestions", "likeness")]
    return _table(text("checked.suggestions", lang), headers, rows)


def _repairs(report: Report, lang: Lang) -> Markup:
    headers = [text(f"checked.{name}", lang) for name in ("row", "name", "rule", "area_change")]
    rows = [(one.row, one.name, one.rule, round(one.area_change_m2, 1)) for one in report.repaired]
    return _table(text("checked.repaired", lang), headers, rows)


def _table(title: str, headers: Sequence[str], rows: Sequence[Iterable[object]]) -> Markup:
    if not rows:
        return Markup()
    body = each("<tr>{}</tr>", (joined(map(_cell, row)) for row in rows))
    return TABLE.format(title, each("<th>{}</th>", headers), body)


def _cell(value: object) -> Markup:
    shown = "" if value is None else str(value)
    kind = "n" if isinstance(value, int | float) else "message" if len(shown) > _LONG else ""
    return markup('<td class="{}">{}</td>', kind, shown)


def _coverage(report: Report, lang: Lang) -> Markup:
    """How well neighbours fit, with a picture of where they do not."""
    if report.coverage is None:
        return Markup()
    areas = {"gaps": f"{report.coverage.gaps_m2:.0f}", "overlaps": f"{report.coverage.overlaps_m2:.0f}"}
    drawn = picture(report, lang)
    caption = markup("<p>{}</p>", text("checked.picture", lang)) if drawn else ""
    return markup("<h2>{}</h2>{}{}", text("checked.coverage", lang, **areas), drawn, caption)


def picture(report: Report, lang: Lang) -> Markup:
    """The outlines as SVG with a circle round every gap and overlap that is too wide to be closed; "" where there is none."""
    places = [problem.details["place"] for problem in report.problems if "place" in problem.details]
    is_drawn = bool(places) and isinstance(report.frame, gpd.GeoDataFrame)
    return _picture(report.frame, places, lang) if is_drawn else Markup()


def _picture(areas: gpd.GeoDataFrame, places: Sequence[str], lang: Lang) -> Markup:
    """The outlines with a circle round every gap and overlap that is too wide to be closed."""
    drawn = areas.geometry[~areas.geometry.is_empty & areas.geometry.notna() & on_the_globe(areas.geometry.to_numpy())]
    west, south, east, north = drawn.total_bounds
    flat = 0.78  # a degree of longitude against one of latitude, at 38.9 degrees
    scale = _PICTURE_WIDTH / max((east - west) * flat, north - south, 1e-9)
    simple = drawn.simplify(1 / scale)

    def point(x: float, y: float) -> str:
        return f"{(x - west) * flat * scale:.1f},{(north - y) * scale:.1f}"

    rings = [ring for geometry in shapely.get_parts(simple.to_numpy()) for ring in shapely.get_rings(geometry)]
    lines = each('<polygon points="{}"/>', (" ".join(point(*xy) for xy in ring.coords) for ring in rings))
    marks = joined(_mark(place, point) for place in places)
    width, height = (east - west) * flat * scale, (north - south) * scale
    return PICTURE.format(width + 24, height + 24, text("checked.picture", lang), lines, marks)


def _mark(place: str, point: Callable[[float, float], str]) -> Markup:
    x, y = point(*map(float, place.split())).split(",")
    return markup('<circle cx="{}" cy="{}" r="9" fill="none" stroke="#b3261e" stroke-width="3"/>', x, y)
