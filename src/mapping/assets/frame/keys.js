// The reader's keys. Leaflet's own only move the map; here they go from area to area, and what is pointed at is told aloud.

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function watchKeys(own) {
  const box = own.map.getContainer();
  own.map.keyboard.disable();
  box.tabIndex = 0;
  box.addEventListener("keydown", (event) => {
    const held = event.ctrlKey || event.altKey || event.metaKey;
    if (!held && own.set && event.target === box && pressed(own, event.key)) event.preventDefault();
  });
  box.addEventListener("blur", () => own.hover(null));
  // What stands there forbids enlarging by two fingers.
  for (const meta of document.querySelectorAll('meta[name="viewport"]')) meta.setAttribute("content", "width=device-width, initial-scale=1");
}

// Does what a key asks for; whether it asked for anything.
function pressed(own, key) {
  const acts = {
    Enter: () => own.hovered >= 0 && own.choose(own.set.codes[own.hovered]),
    Backspace: () => own.up(),
    Escape: () => own.hover(null),
    "+": () => own.map.zoomIn(),
    "=": () => own.map.zoomIn(),
    "-": () => own.map.zoomOut(),
    0: () => own.showAim(),
  };
  if (WAYS[key]) own.pointTo(own.hovered >= 0 ? neighbour(own.set, own.hovered, WAYS[key]) : start(own));
  else if (acts[key]) acts[key]();
  else return false;
  return true;
}

// Where the arrows begin: at the selected area, else at the one nearest to the middle of what is seen.
function start({ map, set, view }) {
  const selected = set.index.get(view.selected);
  if (selected !== undefined) return selected;
  const middle = map.project(map.getCenter(), set.zoom).subtract(set.origin);
  const far = (at) => Math.hypot(set.points[2 * at] - middle.x, set.points[2 * at + 1] - middle.y);
  return set.codes.reduce((best, _, at) => (far(at) < far(best) ? at : best), 0);
}

// The nearest area on that side, what lies aslant counted as farther; the same area where there is none.
export function neighbour({ points, codes }, from, [x, y]) {
  let best = from;
  let least = Infinity;
  for (let at = 0; at < codes.length; at += 1) {
    const dx = points[2 * at] - points[2 * from];
    const dy = points[2 * at + 1] - points[2 * from + 1];
    const ahead = dx * x + dy * y;
    const way = ahead + 2 * Math.abs(dx * y + dy * x);
    if (ahead > 0 && way < least) [best, least] = [at, way];
  }
  return best;
}
