// The map of the presenter: the areas of the region in one canvas, lines, names and marks in another.
// A painting is drawn in one go, so between two frames the canvas never stands empty.
const { NO_DATA, HIDDEN, isFaint, classOf, stroke, paintAreas } = globalThis.riskmapDrawing;

const ROOM = 0.97; // of the canvas that the whole of an area may fill
const ROOM_OF_ONE = 0.42; // a mahalla is shown among its neighbours

export class PresentMap {
  constructor(box, { region, tails }) {
    Object.assign(this, { box, region, tails, paints: 0 });
    [this.fills, this.lines] = box.querySelectorAll("canvas");
    this.probe = document.createElement("canvas").getContext("2d");
    new ResizeObserver(() => this.seen && this.show(this.seen)).observe(box);
  }

  // What is shown: { area, sets: { region, around, inside }, painting, look, names (by code, or null), marks (codes) }.
  show(seen) {
    this.seen = seen;
    this.fit();
    this.draw();
    this.paints += 1;
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
    const { area, sets } = this.seen;
    this.width = this.box.clientWidth;
    this.height = this.box.clientHeight;
    this.ratio = window.devicePixelRatio || 1;
    const one = this.set.index.get(area);
    const [left, top, right, bottom] = one === undefined ? this.set.whole : this.set.boxes[one];
    const room = one === undefined ? ROOM : ROOM_OF_ONE;
    this.unit = 2 ** (sets.region.zoom - this.set.zoom);
    this.scale = (room * Math.min(this.width / (right - left), this.height / (bottom - top))) / this.unit;
    const middle = [(left + right) / 2, (top + bottom) / 2].map((at, side) => this.unit * (this.set.origin[side] + at));
    this.shift = [this.width / 2 - this.scale * middle[0], this.height / 2 - this.scale * middle[1]];
  }

  // The transform from a set's pixels to the canvas: scale, shift, and the screen's pixels per CSS pixel.
  place(set) {
    const scale = this.scale * 2 ** (this.seen.sets.region.zoom - set.zoom);
    return [this.ratio * scale, ...[0, 1].map((side) => this.ratio * (this.shift[side] + scale * set.origin[side])), this.ratio];
  }

  // Where a point of a set lies on the canvas, in CSS pixels.
  seat(set, at) {
    const [scale, x, y, ratio] = this.place(set);
    return [(set.points[2 * at] * scale + x) / ratio, (set.points[2 * at + 1] * scale + y) / ratio];
  }

  // The pixel in the window of a point inside an area; null for an unknown code.
  point(code) {
    const at = this.set.index.get(code);
    if (at === undefined) return null;
    const frame = this.box.getBoundingClientRect();
    const [x, y] = this.seat(this.set, at);
    return [frame.left + x, frame.top + y];
  }

  mark(code) {
    return this.seen.painting.classes[this.seen.sets.region.index.get(code)];
  }

  color(code) {
    const { painting, look } = this.seen;
    const mark = this.mark(code);
    if (mark === undefined) return null;
    if (mark === NO_DATA || mark === HIDDEN) return look.ink.none_ground;
    return (isFaint(mark) ? painting.faint : painting.colours)[classOf(mark)];
  }

  // ---------------------------------------------------------------- drawing

  draw() {
    this.drawFills();
    this.drawLines();
  }

  sheet(canvas) {
    const [width, height] = [Math.round(this.width * this.ratio), Math.round(this.height * this.ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const ink = canvas.getContext("2d");
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, width, height);
    return ink;
  }

  drawFills() {
    const { sets, painting, look } = this.seen;
    const ink = this.sheet(this.fills);
    const view = { ...look, ...painting };
    paintAreas(ink, this.place(sets.region), sets.region, painting.classes, view);
    stroke(ink, this.place(sets.region), sets.region.borders, 0.8, look.border);
    if (!sets.inside) return;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.fillStyle = look.curtain;
    ink.fillRect(0, 0, this.fills.width, this.fills.height);
    paintAreas(ink, this.place(sets.inside), sets.inside, sets.inside.codes.map((code) => this.mark(code)), view);
  }

  drawLines() {
    const { area, sets, look, names } = this.seen;
    const ink = this.sheet(this.lines);
    if (sets.inside) stroke(ink, this.place(sets.inside), sets.inside.borders, 1.2, look.border);
    stroke(ink, this.place(sets.around), sets.around.borders, sets.inside ? 2 : 2.4, sets.inside ? look.ink.around : look.ink.strong);
    const own = sets.inside ? sets.around.codes.findIndex((code) => area.startsWith(code)) : -1;
    if (own >= 0) stroke(ink, this.place(sets.around), sets.around.paths[own], 3, look.ink.strong);
    const chosen = sets.inside?.index.get(area);
    if (chosen !== undefined) {
      stroke(ink, this.place(sets.inside), sets.inside.paths[chosen], 9, look.ink.halo);
      stroke(ink, this.place(sets.inside), sets.inside.paths[chosen], 6, look.ink.selected);
    }
    this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const taken = this.drawMarks(ink);
    if (names) this.writeNames(ink, names, taken);
  }

  // The places that need attention carry their number. Gives back the boxes that are taken.
  drawMarks(ink) {
    const { marks, look } = this.seen;
    const size = 2.2 * this.rem;
    ink.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    return marks.flatMap((code, place) => {
      const at = this.set.index.get(code);
      if (at === undefined) return [];
      const [x, y] = this.seat(this.set, at);
      ink.beginPath();
      ink.arc(x, y, size, 0, 2 * Math.PI);
      ink.fillStyle = look.ink.text;
      ink.fill();
      ink.lineWidth = 0.3 * this.rem;
      ink.strokeStyle = look.ink.halo;
      ink.stroke();
      ink.font = `700 ${2.8 * this.rem}px "Noto Sans", sans-serif`;
      ink.fillStyle = look.ink.halo;
      ink.fillText(String(place + 1), x, y + 0.1 * this.rem);
      return [[x - size, y - size, x + size, y + size]];
    });
  }

  // Names of districts, inside a district those of its mahallas: each where it meets no other, on a line or beside it.
  writeNames(ink, names, taken) {
    const { sets, look, area } = this.seen;
    const set = sets.inside ?? sets.around;
    const size = (sets.inside ? 2.4 : 2.8) * this.rem;
    ink.font = `700 ${size}px "Noto Sans", sans-serif`;
    ink.lineJoin = "round";
    const breadth = (at) => (set.codes[at] === area ? Infinity : set.boxes[at][2] - set.boxes[at][0]);
    const order = set.codes.map((_, at) => at).sort((a, b) => breadth(b) - breadth(a));
    for (const at of order) {
      const words = this.shortName(names[set.codes[at]] ?? "");
      const [x, y] = this.seat(set, at);
      const wide = ink.measureText(words).width / 2 + 0.4 * this.rem;
      const free = [0, 1.05, -1.05, 2.1, -2.1].map((line) => y + line * size)
        .find((line) => this.isFree([x - wide, line - size * 0.6, x + wide, line + size * 0.6], taken));
      if (free === undefined) continue;
      taken.push([x - wide, free - size * 0.6, x + wide, free + size * 0.6]);
      ink.lineWidth = 0.6 * this.rem;
      ink.strokeStyle = look.ink.halo;
      ink.strokeText(words, x, free);
      ink.fillStyle = look.ink.text;
      ink.fillText(words, x, free);
    }
  }

  isFree(box, taken) {
    const inside = box[0] >= 0 && box[1] >= 0 && box[2] <= this.width && box[3] <= this.height;
    return inside && !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  }

  shortName(name) {
    return this.tails.reduce((words, tail) => (words.endsWith(tail) ? words.slice(0, -tail.length) : words), name);
  }

  // ---------------------------------------------------------------- the mouse

  // The code of the area at a pixel of the canvas: of the finer set where it reaches, else of the region's.
  areaAt(x, y) {
    for (const set of [this.seen.sets.inside, this.seen.sets.region]) {
      const code = set && this.codeIn(set, x, y);
      if (code) return code;
    }
    return null;
  }

  codeIn(set, x, y) {
    const [scale, left, top, ratio] = this.place(set);
    const [px, py] = [(x * ratio - left) / scale, (y * ratio - top) / scale];
    const at = set.boxes.findIndex(
      (box, i) => px >= box[0] && px <= box[2] && py >= box[1] && py <= box[3] && this.probe.isPointInPath(set.paths[i], px, py, "evenodd"),
    );
    return set.codes[at];
  }
}
