"""Maps that Leaflet draws as SVG: the n-th path is the n-th feature of the file."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

from bench.sides.side import SETTLED_FRAMES, Goal, Side, View, frame_with, offset

PANE = ".leaflet-overlay-pane svg g"
HIT = """([pane, at]) => {
    const path = document.querySelector(pane).children[at], box = path.getBoundingClientRect(), hits = [];
    for (let i = 1; i < 24; i++) for (let j = 1; j < 24; j++) {
        const [x, y] = [box.left + box.width * i / 24, box.top + box.height * j / 24];
        if (document.elementFromPoint(x, y) === path) hits.push([x, y]);
    }
    if (!hits.length) return null;
    const mid = [0, 1].map(k => hits.reduce((sum, hit) => sum + hit[k], 0) / hits.length);
    const far = hit => (hit[0] - mid[0]) ** 2 + (hit[1] - mid[1]) ** 2;
    return hits.reduce((a, b) => far(b) < far(a) ? b : a);
}"""


class LeafletPaths(Side):
    """Shared by the peers whose areas are SVG paths."""

    @property
    def layers(self) -> int:
        """How many paths each area has, one layer above the other."""
        return 1

    def paint_goal(self, view: View, colours: Mapping[str, str]) -> Goal:
        place = self._places(view)
        probes = [[place[code], colour] for code, colour in colours.items()]
        return {"kind": "leafletPaths", "frames": SETTLED_FRAMES, "count": len(place) * self.layers, "probes": probes}

    def point(self, page: Page, code: str) -> tuple[float, float]:
        place = self._places(self.view)
        frame = frame_with(page, PANE)
        found = frame.evaluate(HIT, [PANE, place[code] + len(place) * (self.layers - 1)])
        if found is None:
            raise LookupError(f"no point of {code} can be clicked")
        left, top = offset(page, frame)
        return left + found[0], top + found[1]

    def _places(self, view: View) -> dict[str, int]:
        codes = self.dataset.shown(view.level, view.parent)["code"]
        return {code: at for at, code in enumerate(codes)}
