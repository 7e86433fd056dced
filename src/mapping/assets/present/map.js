// The map of the presenter: the areas of the region in one canvas, lines, names and marks in another.
// A painting is drawn in one go, so between two frames the canvas never stands empty.
import { colourOf } from "../map/areas.js";
import { BaseMap } from "../map/base.js";
import { paintAreas, stroke, strokeSelected } from "../map/painting.js";
import { areaAt, placeOf, seatOf, showing } from "../map/placing.js";
import { bareName, writeNames, writePlaces } from "../map/writing.js";

const FONT = '"Noto Sans", sans-serif';
const ROOM = 0.97; // of the canvas that the whole of an area may fill
const ROOM_OF_ONE = 0.42; // a mahalla is shown among its neighbours
const LINES = [0, 1, -1, 2, -2]; // that a name may stand on, beside its own

export class PresentMap {
  /** @type {any} */
  seen = null;
  paints = 0;
  ratio = 1;

  constructor(box, { tails, base, pinned }) {
    this.box = box;
    this.tails = tails;
    this.lang = pinned.lang;
    this.base = base && new BaseMap(base, () => this.again());
    box.querySelector("#credit").textContent = base?.attribution ?? "";
    this.fills = box.querySelector("#fills");
    this.ground = box.querySelector("#ground");
    this.lines = box.querySelector("#lines");
    new ResizeObserver(() => this.seen && this.show(this.seen)).observe(box);
  }

  // What is shown: { area, sets: { region, around, inside }, painting, look, names (by code, or null), marks (codes) }.
  show(seen) {
    this.seen = seen;
    this.fit();
    this.drawFills();
    this.drawBase();
    this.drawLines();
    this.paints += 1;
  }

  // With the tiles of the base map that came.
  again() {
    this.drawBase();
    this.drawLines();
  }

  get codes() {
    return this.set.codes;
  }

  // The set that is looked into: all mahallas of the region, or, finer, those of one district.
  get set() {
    return this.seen.sets.inside ?? this.seen.sets.region;
  }

  // Shows the whole of the area looked at.
  fit() {
    const one = this.set.index.get(this.seen.area);
    const [box, room] = one === undefined ? [this.set.whole, ROOM] : [this.set.boxes[one], ROOM_OF_ONE];
    this.ratio = window.devicePixelRatio || 1;
    this.stand = showing(this.set, box, { size: this.size, room, ratio: this.ratio });
  }

  /** @returns {Size} */
  get size() {
    return [this.box.clientWidth, this.box.clientHeight];
  }

  place(set) {
    return placeOf(/** @type {Stand} */ (this.stand), set);
  }

  // The pixel in the window of a point inside an area; null for an unknown code.
  point(code) {
    const at = this.set.index.get(code);
    if (at === undefined) return null;
    const frame = this.box.getBoundingClientRect();
    const [x, y] = seatOf(this.place(this.set), this.set, at);
    return [frame.left + x, frame.top + y];
  }

  mark(code) {
    return this.seen.painting.classes[this.seen.sets.region.index.get(code)];
  }

  get view() {
    return { ...this.seen.look, ...this.seen.painting };
  }

  color(code) {
    const mark = this.mark(code);
    return mark === undefined ? null : colourOf(mark, this.view);
  }

  // -------------------------------------------------------------- drawing

  sheet(canvas) {
    const [width, height] = this.size.map((side) => Math.round(side * this.ratio));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const ink = canvas.getContext("2d");
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, width, height);
    return ink;
  }

  drawFills() {
    const { sets, painting, look } = this.seen;
    const ink = this.sheet(this.fills);
    paintAreas(ink, this.place(sets.region), sets.region, painting.classes, this.view);
    stroke(ink, this.place(sets.region), sets.region.borders, 0.8, look.border);
    if (!sets.inside) return;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.fillStyle = look.curtain;
    ink.fillRect(0, 0, this.fills.width, this.fills.height);
    paintAreas(ink, this.place(sets.inside), sets.inside, sets.inside.codes.map((code) => this.mark(code)), this.view);
  }

  drawBase() {
    const ink = this.sheet(this.ground);
    this.base?.paint(ink, this.stand, this.size, this.seen.look);
  }

  drawLines() {
    const { area, sets, look, names } = this.seen;
    const ink = this.sheet(this.lines);
    if (sets.inside) stroke(ink, this.place(sets.inside), sets.inside.borders, 1.2, look.border);
    stroke(ink, this.place(sets.around), sets.around.borders, sets.inside ? 2 : 2.4, sets.inside ? look.ink.around : look.ink.strong);
    const own = sets.inside ? sets.around.codes.findIndex((code) => area.startsWith(code)) : -1;
    if (own >= 0) stroke(ink, this.place(sets.around), sets.around.paths[own], 3, look.ink.strong);
    const chosen = sets.inside?.index.get(area);
    if (chosen !== undefined) strokeSelected(ink, this.place(sets.inside), sets.inside.paths[chosen], 6, look.ink);
    const taken = this.drawMarks(ink);
    if (names) this.writeNames(ink, names, taken);
  }

  // One unit of all lengths on the screen, in pixels.
  get rem() {
    return parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  // The places that need attention carry their number. Gives back the boxes that are taken.
  drawMarks(ink) {
    const { marks, look } = this.seen;
    const { rem, ratio } = this;
    const size = 2.2 * rem;
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.font = `700 ${2.8 * rem}px ${FONT}`;
    return marks.flatMap((code, place) => {
      const at = this.set.index.get(code);
      if (at === undefined) return [];
      const [x, y] = seatOf(this.place(this.set), this.set, at);
      ink.beginPath();
      ink.arc(x, y, size, 0, 2 * Math.PI);
      ink.fillStyle = look.ink.text;
      ink.fill();
      ink.lineWidth = 0.3 * rem;
      ink.strokeStyle = look.ink.halo;
      ink.stroke();
      ink.fillStyle = look.ink.halo;
      ink.fillText(String(place + 1), x, y + 0.1 * rem);
      return [[x - size, y - size, x + size, y + size]];
    });
  }

  // Names of districts, inside a district those of its mahallas.
  writeNames(ink, names, taken) {
    const { sets, look, area } = this.seen;
    const set = sets.inside ?? sets.around;
    const written = writeNames(ink, this.place(set), set, {
      nameOf: (code) => bareName(names[code] ?? "", this.tails),
      sight: [0, 0, ...this.size],
      taken,
      first: area,
      lines: LINES,
      size: (sets.inside ? 2.4 : 2.8) * this.rem,
      font: FONT,
      weight: 700,
      colours: look.ink,
    });
    if (this.base) this.writePlaces(ink, names, written);
  }

  writePlaces(ink, names, taken) {
    const { ink: colours } = this.seen.look;
    const grown = this.rem / 7; // letters that are read from afar
    const places = this.base.places(this.stand, this.size, this.lang).map((one) => ({ ...one, size: one.size * grown }));
    const own = this.seen.sets.around.codes.map((code) => bareName(names[code] ?? "", this.tails));
    writePlaces(ink, this.ratio, places, { sight: [0, 0, ...this.size], taken, own, font: FONT, colours: { halo: colours.halo, text: colours.place } });
  }

  // -------------------------------------------------------------- the mouse

  // The code of the area at a pixel of the canvas: of the finer set where it reaches, else of the region's.
  areaAt(x, y) {
    for (const set of [this.seen.sets.inside, this.seen.sets.region]) {
      const code = set?.codes[areaAt(this.place(set), set, [x, y])];
      if (code) return code;
    }
    return null;
  }
}
