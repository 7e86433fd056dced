"""Draws the house, docs/images/house.svg, from the imports as they are: `make house`. A test holds the picture to them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "house.svg"
PAGES = "app, pages"
KNOWS = {
    PAGES: "the entry; a script a page",
    "cli": "one module a command",
    "ui": "Streamlit",
    "web": "routes and the door",
    "assets": "the browser",
    "demo": "the demonstration",
    "access": "who, and what they may",
    "live": "what people write",
    "export": "a view as a file",
    "publishing": "from frames to a snapshot",
    "views": "what may be shown",
    "reading": "files to checked frames",
    "stats": "numbers",
    "measures": "rules of measures",
    "store": "snapshots",
    "model": "words, periods, places, texts",
}
WIDTH, BOX, HIGH, FLOOR, MARGIN = 980, 178, 52, 100, 24


@dataclass(frozen=True)
class Box:
    """A room in the picture: its upper left corner."""

    room: str
    x: float
    y: float


def floors() -> list[list[str]]:
    """The rooms from the top floor down, as the import contract lists them; the browser's side stands with `ui` and `web`."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    below = [[room.strip() for room in layer.split("|")] for layer in layers]
    rooms = {path.name for path in (ROOT / "src" / "mapping").iterdir() if (path / "__init__.py").exists()}
    below = [[room for room in floor if room in rooms] for floor in below]
    browser = next(floor for floor in below if "ui" in floor)
    browser.insert(browser.index("web") + 1, "assets")
    return [[PAGES, *below[0]], *below[1:]]


def arrows() -> list[tuple[str, str]]:
    """Room and room it imports from."""
    links: set[tuple[str, str]] = set()
    package = ROOT / "src" / "mapping"
    files = [(path.relative_to(package).parts[0], path) for path in package.rglob("*.py")]
    files += [(PAGES, path) for path in (ROOT / "app.py", *(ROOT / "pages").glob("*.py"))]
    for room, path in files:
        links |= {(room, used) for used in _rooms_of(path) if used != room}
    return sorted(links)


def _rooms_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "mapping":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mapping."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("mapping."))


def drawn() -> str:
    """The picture: arrows that no longer way replaces are dark, the others faint."""
    boxes, links = _placed(floors()), arrows()
    parts = [_arrow(boxes[start], boxes[end], direct=_direct((start, end), links)) for start, end in links]
    parts += [_box(box) for box in boxes.values()]
    height = max(box.y for box in boxes.values()) + HIGH + MARGIN
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" font-family="sans-serif">'
    mark = (
        '<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#35506b"/></marker></defs>'
    )
    return "\n".join([head, mark, f'<rect width="{WIDTH}" height="{height:g}" fill="#fff"/>', *parts, "</svg>", ""])


def _placed(levels: list[list[str]]) -> dict[str, Box]:
    boxes = {}
    for floor, rooms in enumerate(levels):
        gap = (WIDTH - len(rooms) * BOX) / (len(rooms) + 1)
        for place, room in enumerate(rooms):
            boxes[room] = Box(room, gap + place * (BOX + gap), MARGIN + floor * FLOOR)
    return boxes


def _direct(link: tuple[str, str], links: list[tuple[str, str]]) -> bool:
    """Whether no other room stands between the two."""
    start, end = link
    between = {used for user, used in links if user == start and used != end}
    seen: set[str] = set()
    while between:
        room = between.pop()
        seen.add(room)
        between |= {used for user, used in links if user == room} - seen
    return end not in seen


def _arrow(start: Box, end: Box, *, direct: bool) -> str:
    x1, y1, x2, y2 = start.x + BOX / 2, start.y + HIGH, end.x + BOX / 2, end.y
    middle = (y1 + y2) / 2
    look = (
        'stroke="#35506b" stroke-width="1.6" marker-end="url(#end)"' if direct else 'stroke="#9fb3c8" stroke-width=".7"'
    )
    title = escape(f"{start.room} uses {end.room}")
    path = f"M{x1:g} {y1:g}C{x1:g} {middle:g} {x2:g} {middle:g} {x2:g} {y2:g}"
    return f'<path d="{path}" fill="none" {look}><title>{title}</title></path>'


def _box(box: Box) -> str:
    middle = box.x + BOX / 2
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{BOX}" height="{HIGH}" rx="6" fill="#eef3f8" stroke="#35506b"/>'
        f'<text x="{middle:g}" y="{box.y + 22:g}" text-anchor="middle" font-size="15" font-weight="700" fill="#14304b">'
        f'{escape(box.room)}</text><text x="{middle:g}" y="{box.y + 40:g}" text-anchor="middle" font-size="11.5" '
        f'fill="#35506b">{escape(KNOWS[box.room])}</text>'
    )


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
