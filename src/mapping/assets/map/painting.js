// What every map of ours is painted with: fills by class, patterns, lines.
import { classOf, colourOf, HIDDEN, isFaint, NO_DATA } from "./areas.js";

/** @type {(ink: Ink, place: Place) => void} */
const use = (ink, [scale, x, y]) => ink.setTransform(scale, 0, 0, scale, x, y);

/** Lines of a fixed width on the screen whatever the zoom.
 * @type {(ink: Ink, place: Place, path: Path2D, width: number, colour: string) => void} */
export function stroke(ink, place, path, width, colour) {
  use(ink, place);
  ink.lineWidth = (width * place[3]) / place[0];
  ink.lineJoin = "round";
  ink.strokeStyle = colour;
  ink.stroke(path);
}

const MANY = 2000; // areas between which finer lines are drawn

/** The borders of the areas drawn, and of the districts `around` them, which stand out where they part all that is drawn.
 * @type {(ink: Ink, placeIn: (set: AreaSet) => Place, of: { set: AreaSet, around: AreaSet | null, isWhole: boolean, colours: Record<string, string> }) => void} */
export function paintBorders(ink, placeIn, { set, around, isWhole, colours }) {
  const width = set.codes.length > MANY ? 0.35 : set.level === "mahalla" ? 0.7 : 1.2;
  if (around && !isWhole) stroke(ink, placeIn(around), around.borders, 1, colours.around);
  stroke(ink, placeIn(set), set.borders, width, colours.border);
  if (around && isWhole) stroke(ink, placeIn(around), around.borders, 1.6, colours.strong);
}

/** The border of the area looked at.
 * @type {(ink: Ink, place: Place, path: Path2D, width: number, colours: Record<string, string>) => void} */
export function strokeSelected(ink, place, path, width, { halo, selected }) {
  stroke(ink, place, path, width + 2.5, halo);
  stroke(ink, place, path, width, selected);
}

/** Fills the areas of a set; `marks` has a character for each (see `areas.js`).
 * @type {(ink: Ink, place: Place, set: AreaSet, marks: ArrayLike<string> & Iterable<string>, view: Colouring) => void} */
export function paintAreas(ink, place, set, marks, view) {
  use(ink, place);
  // Class by class: setting a fill style costs more than filling a small area.
  for (const mark of new Set(marks)) {
    ink.fillStyle = fillOf(ink, place, mark, view);
    for (let at = 0; at < set.paths.length; at += 1) if (marks[at] === mark) ink.fill(set.paths[at], "evenodd");
  }
}

/** @type {(ink: Ink, place: Place, mark: string, view: Colouring) => string | CanvasPattern} */
function fillOf(ink, place, mark, view) {
  const ground = colourOf(mark, view);
  if (mark === NO_DATA) return patternOf(ink, place, "hatch", view.ink.none_line, ground);
  if (mark === HIDDEN) return patternOf(ink, place, "dots", view.ink.none_line, ground);
  if (isFaint(mark)) return patternOf(ink, place, "hatch", view.ink.veil, ground);
  const kind = view.patterns?.[classOf(mark)];
  return kind ? patternOf(ink, place, kind, view.ink.pattern, ground) : ground;
}

/** A pattern is drawn in the screen's pixels, so that its grain does not change with the zoom.
 * @type {(ink: Ink, place: Place, kind: string, colour: string, ground: string) => CanvasPattern} */
function patternOf(ink, [scale, , , ratio], kind, colour, ground) {
  const tile = document.createElement("canvas");
  const side = Math.round(8 * ratio);
  tile.width = tile.height = side;
  const pen = /** @type {Ink} */ (tile.getContext("2d"));
  pen.fillStyle = ground;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = ratio * 1.2;
  pen.beginPath();
  if (kind === "dots") {
    pen.arc(side / 2, side / 2, ratio * 1.4, 0, 2 * Math.PI);
    pen.fill();
  } else {
    const [from, to] = kind === "lines" ? [side, 0] : [0, side];
    for (const shift of [-side, 0, side]) {
      pen.moveTo(shift, from);
      pen.lineTo(shift + side, to);
    }
    pen.stroke();
  }
  const pattern = /** @type {CanvasPattern} */ (ink.createPattern(tile, "repeat"));
  pattern.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, 0, 0]));
  return pattern;
}
