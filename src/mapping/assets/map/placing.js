// Where areas lie on a screen. A display set has pixels of the world at one zoom, so all placing is a scale and a shift.

/** @type {(stand: Stand, set: AreaSet) => Place} */
export function placeOf({ zoom, left, top, ratio }, set) {
  const scale = 2 ** (zoom - set.zoom);
  const [x, y] = set.origin;
  return [ratio * scale, ratio * (x * scale - left), ratio * (y * scale - top), ratio];
}

/** A stand that shows the whole of a box of a set in the middle of a screen, of which it fills at most the share `room`.
 * @type {(set: AreaSet, box: Box, screen: { size: Size, room: number, ratio: number }) => Stand} */
export function showing(set, [left, top, right, bottom], { size: [wide, tall], room, ratio }) {
  const scale = room * Math.min(wide / (right - left), tall / (bottom - top));
  const [x, y] = set.origin;
  return {
    zoom: set.zoom + Math.log2(scale),
    left: scale * (x + (left + right) / 2) - wide / 2,
    top: scale * (y + (top + bottom) / 2) - tall / 2,
    ratio,
  };
}

/** The stand so many times nearer; what lies at a pixel of the screen stays there.
 * @type {(stand: Stand, by: number, at: Point) => Stand} */
export function nearer(stand, by, [x, y]) {
  return { ...stand, zoom: stand.zoom + Math.log2(by), left: by * (stand.left + x) - x, top: by * (stand.top + y) - y };
}

/** Where the point inside an area lies on the screen, in pixels of CSS.
 * @type {(place: Place, set: AreaSet, at: number) => Point} */
export const seatOf = ([scale, x, y, ratio], set, at) =>
  [(set.points[2 * at] * scale + x) / ratio, (set.points[2 * at + 1] * scale + y) / ratio];

/** How wide and tall an area is on the screen, in pixels of CSS.
 * @type {(place: Place, set: AreaSet, at: number) => Size} */
export function extentOf([scale, , , ratio], set, at) {
  const [left, top, right, bottom] = set.boxes[at];
  return [((right - left) * scale) / ratio, ((bottom - top) * scale) / ratio];
}

/** The area at a pixel of the screen, in pixels of CSS; -1 where there is none.
 * @type {(place: Place, set: AreaSet, at: Point) => number} */
export const areaAt = ([scale, left, top, ratio], set, [x, y]) =>
  areaIn(set, [(x * ratio - left) / scale, (y * ratio - top) / scale]);

/** @type {Ink | null} */
let probe = null;

/** The area at a pixel of its set; -1 where there is none.
 * @type {(set: AreaSet, at: Point) => number} */
export function areaIn(set, [x, y]) {
  probe ??= /** @type {Ink} */ (document.createElement("canvas").getContext("2d"));
  const ink = probe;
  return set.boxes.findIndex(
    ([left, top, right, bottom], at) =>
      x >= left && x <= right && y >= top && y <= bottom && ink.isPointInPath(set.paths[at], x, y, "evenodd"),
  );
}
