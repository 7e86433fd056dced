"""The map as a picture: SVG, and PNG drawn from it, with title, legend, scale, day, source and snapshot."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import resvg_py

from mapping.export.packs import letters
from mapping.export.packs.letters import FONTS
from mapping.export.packs.view_facts import view_of
from mapping.model import wording
from mapping.model.levels import Level
from mapping.model.locale import Lang, name_column, text
from mapping.model.markup import Markup, joined, markup
from mapping.model.names import bare_name
from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.absence import why_bare
from mapping.views.map.bounds import class_bounds
from mapping.views.map.display import TILE, read_set, set_name
from mapping.views.map.palettes import INK
from mapping.views.map.titles import kind_pattern, kind_word, unsure_word, what_and_when, without_word
from mapping.views.map.view import HIDDEN, NO_FIGURE, View, class_string, colours, compute, faint_colours, outlined

INCHES = 13.333  # the width of a wide slide
UNITS = 120  # of a sheet in an inch
FIGURE_WIDTH, FIGURE_HEIGHT = 5.8, 3.34  # inches on a slide
FIGURE_DPI = 250
FAMILY = "Noto Sans, Segoe UI, DejaVu Sans, sans-serif"
EQUATOR = 40_075_016.69  # metres
_INK = INK["light"]
SHEET = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" '
    'font-family="{family}" fill="{ink}"><rect width="{wide:g}" height="{high:g}" fill="#ffffff"/>{parts}</svg>'
)
PATTERN = Markup(
    '<pattern id="{}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="scale({:.6f})">'
    '<rect width="8" height="8" fill="{}"/>{}</pattern>'
)
MARKS = {
    "hatch": Markup('<path d="M-2 6L2 10M0 0L8 8M6 -2L10 2" stroke="{}" stroke-opacity="{}" stroke-width="1.1"/>'),
    "lines": Markup('<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="{}" stroke-opacity="{}" stroke-width="1.1"/>'),
    "dots": Markup('<circle cx="4" cy="4" r="1.3" fill="{}" fill-opacity="{}"/>'),
}
GROUP = Markup('<g transform="{}" stroke-linejoin="round">{}</g>')
FILL = Markup('<path d="{}" fill="{}" fill-rule="evenodd"/>')
LINE = Markup('<path d="{}" fill="none" stroke="{}" stroke-width="{:.3f}"/>')
BORDERS = Markup(
    '<g transform="{}"><path d="{}" fill="none" stroke="{}" stroke-width="{:.3f}" stroke-linejoin="round"/></g>'
)
HALO = Markup(
    '<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="700" text-anchor="middle" stroke="#ffffff" '
    'stroke-width="4" stroke-linejoin="round">{words}</text>'
    '<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="700" text-anchor="middle">{words}</text>'
)
SCALE_BAR = Markup(
    '<path d="M{left:g} {top:g}v8h{wide:.1f}v-8" fill="none" stroke="{ink}" stroke-width="2"/>'
    '<text x="{after:.1f}" y="{base:g}" font-size="{size:g}">{words}</text>'
)
TITLE = Markup(
    '<text x="{left:g}" y="58" font-size="38" font-weight="700">{name}</text>'
    '<text x="{left:g}" y="92" font-size="22">{words}</text>{notice}'
)
NOTICE = Markup(
    '<rect x="{left:.0f}" y="26" width="{wide:.0f}" height="32" rx="4" fill="#f6cf4e"/>'
    '<text x="{middle:.0f}" y="48" font-size="17" font-weight="700" text-anchor="middle">{words}</text>'
)
SWATCH = Markup('<rect x="{:g}" y="{:g}" width="{:g}" height="{:g}" fill="{}" stroke="{}" stroke-width="{}"/>')
SPAN = Markup('<tspan x="{:g}" y="{:g}">{}</tspan>')
FOOT = Markup('<text x="{:g}" y="{:g}" font-size="16" fill="#545a66">{}</text>')
_SCALE_BAR = 26  # units that the scale bar takes under the map


@dataclass(frozen=True)
class Frame:
    """A sheet in units of `UNITS` an inch: where the map lies, where the legend begins, and how large letters are.

    A sheet that is `whole` has a title above and a foot below; another is a figure for a page that has its own.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    column: float
    scale: float = 1.0
    whole: bool = False


WHOLE = Frame(1600, 1000, left=40, top=112, right=1180, bottom=910, column=1215, whole=True)


def _figure(width: float, height: float, *, legend: float) -> Frame:
    """A frame so many inches wide and high, map and legend only; the legend's column takes so many inches."""
    wide, high = width * UNITS, height * UNITS
    column = wide - legend * UNITS
    bottom = high - _SCALE_BAR
    return Frame(wide, high, left=2, top=2, right=column - 14, bottom=bottom, column=column)


def png_pack(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> bytes:
    """The map of an area as PNG, 2,667 × 1,667. Raises KeyError for an unknown area."""
    return map_png(snapshot, view_of(selection, area, lang), lang)


def svg_pack(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> bytes:
    """The map of an area as SVG (UTF-8). Raises KeyError for an unknown area."""
    return map_svg(snapshot, view_of(selection, area, lang), lang).encode()


def map_png(snapshot: Snapshot, selection: Selection, lang: Lang, dpi: int = 200) -> bytes:
    """The picture of `map_svg` for a slide 13.33 inches wide at so many dots an inch."""
    return _drawn(map_svg(snapshot, selection, lang), round(INCHES * dpi))


@kept(most=64)
def figure_png(snapshot: Snapshot, selection: Selection) -> bytes:
    """Map and legend of a view in the selection's language, `FIGURE_WIDTH` by `FIGURE_HEIGHT` inches.

    Slides and pages show the same one, so that it is drawn once; a page shows it wider, with 202 dots an inch.
    """
    frame = _figure(FIGURE_WIDTH, FIGURE_HEIGHT, legend=1.95)
    return _drawn(_svg(_Map(snapshot, selection, frame)), round(FIGURE_WIDTH * FIGURE_DPI))


def _drawn(svg: str, width: int) -> bytes:
    fonts = [str(path) for path in sorted(FONTS.glob("*.ttf"))]
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, background="#ffffff", skip_system_fonts=True, font_files=fonts,
        sans_serif_family="Noto Sans",
    )  # fmt: skip
    return bytes(drawn)


def map_svg(snapshot: Snapshot, selection: Selection, lang: Lang) -> Markup:
    """The view of a selection, 1600 × 1000: the areas of its scope as on the screen, in light colours."""
    return _svg(_Map(snapshot, replace(selection, lang=lang), WHOLE))


@dataclass(frozen=True)
class _Shapes:
    """A display set placed on the sheet: `scale` and shift from its pixels, rings as SVG paths."""

    codes: list[str]
    paths: list[str]
    points: list[tuple[float, float]]
    scale: float
    x: float
    y: float

    @property
    def transform(self) -> str:
        return f"translate({self.x:.3f} {self.y:.3f}) scale({self.scale:.6f})"

    def seat(self, at: int) -> tuple[float, float]:
        """The middle of an area on the sheet."""
        x, y = self.points[at]
        return self.x + self.scale * x, self.y + self.scale * y


class _Map:
    """All that is drawn of one view."""

    def __init__(self, snapshot: Snapshot, selection: Selection, frame: Frame) -> None:
        self.snapshot, self.selection, self.lang, self.frame = snapshot, selection, selection.lang, frame
        self.view: View = compute(snapshot, selection)
        self.marks = class_string(self.view)
        areas = _set(snapshot, selection.drawn_level, selection.scope)
        borders = _set(snapshot, Level.DISTRICT, snapshot.region)
        bounds = _bounds(areas)
        self.areas = _placed(areas, bounds, frame)
        self.borders = _placed(borders, bounds, frame)
        self.metres = _metres_a_unit(bounds, self.areas.scale, areas["zoom"])

    def names(self, code: str) -> str:
        return str(self.snapshot.areas.at[code, name_column(self.lang)])


@kept(most=64)
def _set(snapshot: Snapshot, level: Level, parent: str) -> dict[str, Any]:
    return read_set(snapshot.folder, set_name(level, parent))


def _bounds(shapes: dict[str, Any]) -> tuple[float, float, float, float]:
    """West, north, east, south in parts of the world map."""
    size = TILE * 2 ** shapes["zoom"]
    left, top, right, bottom = shapes["whole"]
    east, south = shapes["origin"]
    return (east + left) / size, (south + top) / size, (east + right) / size, (south + bottom) / size


def _placed(shapes: dict[str, Any], bounds: tuple[float, float, float, float], frame: Frame) -> _Shapes:
    west, north, east, south = bounds
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    room = 0.97 * min(wide / (east - west), high / (south - north))
    size = TILE * 2 ** shapes["zoom"]
    middle = frame.left + wide / 2 - room * (west + east) / 2, frame.top + high / 2 - room * (north + south) / 2
    scale = room / size
    points = list(zip(shapes["points"][::2], shapes["points"][1::2], strict=True))
    return _Shapes(
        shapes["codes"], shapes["paths"], points, scale,
        middle[0] + scale * shapes["origin"][0], middle[1] + scale * shapes["origin"][1],
    )  # fmt: skip


def _metres_a_unit(bounds: tuple[float, float, float, float], scale: float, zoom: int) -> float:
    """Metres that one unit of the sheet stands for, in the middle of the map."""
    middle = math.atan(math.sinh(math.pi * (1 - (bounds[1] + bounds[3]))))
    return float(EQUATOR * math.cos(middle) / (TILE * 2**zoom * scale))


def _svg(drawn: _Map) -> Markup:
    parts = [_definitions(drawn), _areas(drawn), _clusters(drawn), _borders(drawn), _chosen(drawn), _names(drawn)]
    parts += [_scale_bar(drawn), _legend(drawn)]
    if drawn.frame.whole:
        parts += [_title(drawn), _foot(drawn)]
    return SHEET.format(
        wide=drawn.frame.width, high=drawn.frame.height, family=FAMILY, ink=_INK.text, parts=joined(parts)
    )


def _definitions(drawn: _Map) -> Markup:
    """Patterns, in the size of the sheet wherever they are used: on the map, and with an `s` before in the legend."""
    patterns = [
        _pattern(name, kind, line, ground, scale)
        for name, scale in (("{}", 1 / drawn.areas.scale), ("s{}", 1))
        for name, kind, line, ground in (
            (name.format("x"), "hatch", _INK.none_line, _INK.none_ground),
            (name.format("H"), "dots", _INK.none_line, _INK.none_ground),
            (name.format("veil"), "hatch", "#ffffff", "none"),
            (name.format("lines"), "lines", "#000000", "none"),
            (name.format("dots"), "dots", "#000000", "none"),
        )
    ]
    return markup("<defs>{}</defs>", joined(patterns))


def _pattern(name: str, kind: str, line: str, ground: str, scale: float) -> Markup:
    opacity = {"#ffffff": 0.75, "#000000": 0.32}.get(line, 1)
    return PATTERN.format(name, scale, ground, MARKS[kind].format(line, opacity))


def _fill(drawn: _Map, mark: str) -> list[str]:
    """What an area of a class is filled with, from below."""
    if mark in (NO_FIGURE, HIDDEN):
        return [f"url(#{mark})"]
    if mark.islower():
        ramp = faint_colours(drawn.selection, drawn.view, "light") or []
        return [ramp[ord(mark) - ord("a")], "url(#veil)"]
    colour = colours(drawn.selection, drawn.view, "light")[int(mark)]
    pattern = kind_pattern(drawn.view.kinds[int(mark)]) if drawn.view.kinds else ""
    return [colour, *([f"url(#{pattern})"] if pattern else [])]


def _filled(drawn: _Map, places: Iterable[int]) -> Markup:
    """Areas by class, one path for all of a class, then their borders."""
    by_mark: dict[str, list[str]] = {}
    for at in places:
        by_mark.setdefault(drawn.marks[at], []).append(drawn.areas.paths[at])
    fills = [FILL.format("".join(paths), fill) for mark, paths in by_mark.items() for fill in _fill(drawn, mark)]
    outline = "".join(path for paths in by_mark.values() for path in paths)
    return markup("{}{}", joined(fills), LINE.format(outline, _INK.border, 0.7 / drawn.areas.scale))


def _areas(drawn: _Map) -> Markup:
    return GROUP.format(drawn.areas.transform, _filled(drawn, range(len(drawn.marks))))


def _clusters(drawn: _Map) -> Markup:
    """Each cluster's members with a broad border, then filled again: what is left is the border around them all."""
    if not drawn.selection.has_outlines:
        return Markup()
    rings = []
    for members in outlined(drawn.snapshot, drawn.selection):
        ring = "".join(drawn.areas.paths[at] for at in members)
        rings += [LINE.format(ring, _INK.cluster, 7 / drawn.areas.scale), _filled(drawn, members)]
    return GROUP.format(drawn.areas.transform, joined(rings))


def _borders(drawn: _Map) -> Markup:
    inside = [path for code, path in zip(drawn.borders.codes, drawn.borders.paths, strict=True)
              if code.startswith(drawn.selection.scope)]  # fmt: skip
    return BORDERS.format(drawn.borders.transform, "".join(inside), _INK.strong, 1.8 / drawn.borders.scale)


def _chosen(drawn: _Map) -> Markup:
    """The mahalla looked at, told from those around it by a broad border."""
    if drawn.selection.area not in drawn.areas.codes or drawn.selection.area == drawn.selection.scope:
        return Markup()
    path = drawn.areas.paths[drawn.areas.codes.index(drawn.selection.area)]
    strokes = [LINE.format(path, ink, width / drawn.areas.scale) for ink, width in ((_INK.halo, 9), (_INK.selected, 5))]
    return GROUP.format(drawn.areas.transform, joined(strokes))


def _names(drawn: _Map) -> Markup:
    """Names of districts, of a district its mahallas: where there is room beside those written before."""
    districts = drawn.selection.scope == drawn.snapshot.region
    shapes, sizes = (drawn.borders, (17, 15, 13)) if districts else (drawn.areas, (12,))
    written: list[Markup] = []
    for size in sizes:
        written = _names_of(drawn, shapes, size * drawn.frame.scale, districts)
        if len(written) == len(shapes.codes):
            break
    return joined(written)


def _names_of(drawn: _Map, shapes: _Shapes, size: float, districts: bool) -> list[Markup]:
    frame = drawn.frame
    taken: list[tuple[float, float, float, float]] = []
    written = []
    for at, code in enumerate(shapes.codes):
        words = bare_name(drawn.names(code)) if districts else drawn.names(code)
        x, y = shapes.seat(at)
        wide = letters.width(words, size, bold=True) + size / 4
        x = min(max(x, frame.left + wide / 2), frame.right - wide / 2)
        for shift in (0, size * 1.1, -size * 1.1, size * 2.2, -size * 2.2) if districts else (0,):
            box = (x - wide / 2, y + shift - size * 0.6, x + wide / 2, y + shift + size * 0.6)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                written.append(HALO.format(x=x, y=y + shift + size * 0.35, size=size, words=words))
                break
    return written


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale_bar(drawn: _Map) -> Markup:
    """A round number of kilometres, at most a fifth of the map's width."""
    frame = drawn.frame
    most = (frame.right - frame.left) / 5 * drawn.metres / 1000
    step = 10 ** math.floor(math.log10(most))
    length = max(digit * step for digit in (1, 2, 5) if digit * step <= most)
    wide = length * 1000 / drawn.metres
    words = f"{wording.number(length, drawn.lang, digits=0 if length >= 1 else 1)} {text('packs.km', drawn.lang)}"
    return SCALE_BAR.format(
        left=frame.left, top=frame.bottom + 4, wide=wide, ink=_INK.text, after=frame.left + wide + 10,
        base=frame.bottom + 14 * frame.scale, size=16 * frame.scale, words=words,
    )  # fmt: skip


def _title(drawn: _Map) -> Markup:
    selection, lang = drawn.selection, drawn.lang
    subject = " · ".join(what_and_when(drawn.snapshot, selection))
    notice = ""
    if drawn.snapshot.demonstration:
        words = text("page.demonstration", lang)
        wide = letters.width(words, 17, bold=True) + 20
        left = drawn.frame.width - 40 - wide
        notice = NOTICE.format(left=left, wide=wide, middle=left + wide / 2, words=words)
    return TITLE.format(left=drawn.frame.left, name=drawn.names(selection.scope), words=subject, notice=notice)


def _legend(drawn: _Map) -> Markup:
    """A row per class with how many areas have it in full; what is faint, hidden and without a figure last; and why
    nothing is coloured, where it is so."""
    selection, view, lang = drawn.selection, drawn.view, drawn.lang
    *sizes, unsure, hidden, without = view.sizes
    ramp, faint = colours(selection, view, "light"), faint_colours(selection, view, "light")
    labels = [kind_word(one, lang) for one in view.kinds] if view.kinds else class_bounds(selection, view, lang)
    rows: list[tuple[list[str], str, int | None]] = []
    for place, (colour, label, size) in enumerate(zip(ramp, labels, sizes, strict=True)):
        pattern = kind_pattern(view.kinds[place]) if view.kinds else ""
        rows.append(([colour, *([f"url(#s{pattern})"] if pattern else [])], label, size))
    if faint:
        rows.append(([faint[0], "url(#sveil)"], unsure_word(selection.value, lang), unsure))
    if hidden:
        rows.append((["url(#sH)"], text("hidden.legend", lang), hidden))
    rows.append((["url(#sx)"], without_word(selection), without))
    if selection.has_outlines:
        rows.append((["none"], text("legend.outline", lang), None))
    if bare := why_bare(drawn.snapshot, selection, view):
        rows.append(([], bare, None))
    frame, parts, bottom = drawn.frame, Markup(), math.inf
    while bottom > frame.height:
        parts, bottom = _legend_rows(frame, rows)
        frame = replace(frame, scale=frame.scale * 0.95)
    return parts


def _legend_rows(frame: Frame, rows: Iterable[tuple[list[str], str, int | None]]) -> tuple[Markup, float]:
    """The rows from above, and where the last one ends."""
    y, written = frame.top + 20 * frame.whole, []
    for row in rows:
        part, height = _legend_row(frame, y, *row)
        written.append(part)
        y += height
    return joined(written), y


def _legend_row(frame: Frame, y: float, fills: list[str], label: str, size: int | None) -> tuple[Markup, float]:
    """A swatch, its label in as many lines as it needs, and how high the row is; without fills no swatch."""
    stroke, width = (_INK.cluster, 5) if fills == ["none"] else (_INK.border, 1)
    scale = frame.scale
    start, size_of = frame.column + 56 * scale * bool(fills), 18 * scale
    boxes = joined(SWATCH.format(frame.column, y + 1, 44 * scale, 26 * scale, fill, stroke, width) for fill in fills)
    count = "" if size is None else str(size)
    lines = letters.lines(f"{label} {count}".strip(), frame.width - start - 12 * scale, size_of)
    lines[-1] = lines[-1].removesuffix(count).strip()
    counted = markup('<tspan fill="#545a66" dx="{:g}">{}</tspan>', 10 * scale * bool(lines[-1]), count)
    inner = [*lines[:-1], markup("{}{}", lines[-1], counted)]
    spans = joined(SPAN.format(start, y + (20 + 21 * row) * scale, line) for row, line in enumerate(inner))
    height = max(46 if frame.whole else 33, 21 * len(lines) + 12) * scale
    return markup('{}<text font-size="{:g}">{}</text>', boxes, size_of, spans), height


def _foot(drawn: _Map) -> Markup:
    lang, snapshot = drawn.lang, drawn.snapshot
    parts = [
        text("page.as_of", lang, day=wording.day(snapshot.as_of, lang)),
        text("page.snapshot", lang, id=snapshot.id),
        snapshot.title(lang),
    ]
    return FOOT.format(drawn.frame.left, drawn.frame.height - 28, " · ".join(parts))
