"""The picture of docs/method.md: what is found of a cluster, and how often maps without one are called."""

from __future__ import annotations

from html import escape

from bench.pieces import Row

FOUND, CALLED = "#2f78c4", "#c2500f"
LEFT, SCALE, HEIGHT = 420, 400, 34


def picture(found: list[Row], patternless: list[Row]) -> str:
    """Bars for each way: the mahallas found of a cluster with twice the risk, and the worst share of maps called."""
    worst = {
        row["way of calling"]: max(share for name, share in row.items() if name != "way of calling")
        for row in patternless
    }
    bars = "".join(
        _bars(place, str(row["way of calling"]), float(row["RR 2: mahallas"]), float(worst[row["way of calling"]]))
        for place, row in enumerate(found)
    )
    legend = _sign(LEFT, FOUND, "found of a cluster with RR 2") + _sign(
        LEFT + 210, CALLED, "maps called without a cluster, at worst"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {60 + HEIGHT * len(found)}" font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="#fff"/>{legend}{bars}</svg>\n'
    )


def _sign(x: int, colour: str, words: str) -> str:
    return f'<rect x="{x}" y="14" width="12" height="10" fill="{colour}"/><text x="{x + 18}" y="23" font-size="13">{words}</text>'


def _bars(place: int, name: str, found: float, called: float) -> str:
    y = 46 + place * HEIGHT
    name = name.replace("\\*", "*").replace("`", "")
    words = f'<text x="{LEFT - 8}" y="{y + 14}" font-size="13" text-anchor="end">{escape(name)}</text>'
    return words + _bar(y, found, FOUND) + _bar(y + 12, called, CALLED)


def _bar(y: int, share: float, colour: str) -> str:
    length = SCALE * share
    return (
        f'<rect x="{LEFT}" y="{y}" width="{max(1.0, length):.0f}" height="10" fill="{colour}"/>'
        f'<text x="{LEFT + 6 + length:.0f}" y="{y + 9}" font-size="11">{100 * share:.1f} %</text>'
    )
