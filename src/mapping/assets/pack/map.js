// The map of a pack: it is moved and enlarged by hand, tells of the area under the hand, and a click goes deeper.
import { make } from "../elements.js";
import { both, classOf, prepare } from "../map/areas.js";
import { paintAreas, stroke, strokeSelected } from "../map/painting.js";
import { areaAt, nearer, placeOf, seatOf, showing } from "../map/placing.js";
import { Tip } from "../map/tip.js";
import { bareName, writeLetters, writeNames } from "../map/writing.js";

const FONT = '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';

export class PackMap {
  hovered = -1;
  ratio = devicePixelRatio || 1;
  /** @type {Stand | null} */
  stand = null; // there is none before the map has a size

  constructor(state) {
    const { region } = state;
    this.state = state;
    this.set = prepare(region.shapes);
    this.around = region.around && prepare(region.around);
    this.canvas = make("canvas", { tabindex: 0, role: "img", "aria-label": region.words.map });
    this.tip = new Tip({ class: "tip", role: "status" });
    this.frame = make("div", { class: "frame" }, this.canvas, this.tip.box, this.buttons());
    this.watchHand();
    this.watchKeys();
    new ResizeObserver(() => this.fit()).observe(this.frame);
  }

  buttons() {
    const { words } = this.state.region;
    const button = (sign, label, by) =>
      make("button", { type: "button", "aria-label": label, title: label, onclick: () => this.zoom(by) }, sign);
    return make("div", { class: "zoom" }, button("+", words.zoom_in, 1.5), button("−", words.zoom_out, 1 / 1.5));
  }

  watchHand() {
    const { canvas } = this;
    /** @type {[x: number, y: number, moved: boolean] | null} */
    let from = null;
    canvas.addEventListener("pointerdown", (event) => {
      from = [event.clientX, event.clientY, false];
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from) return this.hover(event);
      const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
      if (!from[2] && Math.hypot(dx, dy) < 5) return;
      this.move(dx, dy);
      from = [event.clientX, event.clientY, true];
    });
    canvas.addEventListener("pointerup", (event) => {
      if (from && !from[2]) this.click(event);
      from = null;
    });
    canvas.addEventListener("pointerleave", () => this.hover(null));
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 1.25 : 0.8, [event.offsetX, event.offsetY]);
      },
      { passive: false },
    );
  }

  watchKeys() {
    const acts = {
      "+": () => this.zoom(1.5),
      "=": () => this.zoom(1.5),
      "-": () => this.zoom(1 / 1.5),
      ArrowLeft: () => this.move(60, 0),
      ArrowRight: () => this.move(-60, 0),
      ArrowUp: () => this.move(0, 60),
      ArrowDown: () => this.move(0, -60),
      Escape: () => this.state.up(),
    };
    this.canvas.addEventListener("keydown", (event) => {
      if (!acts[event.key]) return;
      event.preventDefault();
      acts[event.key]();
    });
  }

  // -------------------------------------------------------------- where it stands

  /** @returns {Size} */
  get size() {
    return [this.frame.clientWidth, this.frame.clientHeight];
  }

  // Shows the whole of the area looked at.
  fit() {
    const places = this.state.region.under(this.state.area);
    const box = places.map((i) => this.set.boxes[i]).reduce(both);
    if (!this.size.every(Boolean)) return;
    const room = places.length > 1 ? 0.95 : 0.4; // a mahalla is shown among its neighbours
    this.ratio = devicePixelRatio || 1;
    this.stand = showing(this.set, box, { size: this.size, room, ratio: this.ratio });
    this.draw();
  }

  /** So many times nearer; what lies at a pixel of the map stays there.
   * @param {number} by @param {Point} [at] */
  zoom(by, at = [this.size[0] / 2, this.size[1] / 2]) {
    if (this.stand) this.stand = nearer(this.stand, by, at);
    this.draw();
  }

  move(dx, dy) {
    if (this.stand) this.stand = { ...this.stand, left: this.stand.left - dx, top: this.stand.top - dy };
    this.draw();
  }

  place(set) {
    return placeOf(/** @type {Stand} */ (this.stand), set);
  }

  // The pixel in the window of a point inside an area.
  point(code) {
    const [x, y] = seatOf(this.place(this.set), this.set, this.state.region.placeOf.get(code));
    const frame = this.canvas.getBoundingClientRect();
    return [frame.left + x, frame.top + y];
  }

  // -------------------------------------------------------------- drawing

  draw() {
    if (!this.stand) return;
    const { set, around, state, hovered } = this;
    const { drawn, theme, region, value, area } = state;
    const ink = /** @type {Ink} */ (this.canvas.getContext("2d"));
    [this.canvas.width, this.canvas.height] = this.size.map((side) => side * this.ratio);
    const colours = region.ink[theme];
    const patterns = value === "category" ? region.patterns.category : null;
    const view = { colours: drawn.colours[theme], faint: drawn.faint[theme], patterns, ink: colours };
    paintAreas(ink, this.place(set), set, drawn.classes, view);
    stroke(ink, this.place(set), set.borders, 0.6, colours.border);
    const taken = around ? this.drawDistricts(ink, colours) : [];
    if (value === "category") this.writeLetters(ink, colours, taken);
    const chosen = region.placeOf.get(area);
    if (chosen !== undefined) strokeSelected(ink, this.place(set), set.paths[chosen], 3.5, colours);
    if (hovered >= 0) stroke(ink, this.place(set), set.paths[hovered], 2, colours.hover);
  }

  // Gives the boxes that their names stand in: all have names, or the one looked at has a broad border.
  drawDistricts(ink, colours) {
    const { around, state } = this;
    const place = this.place(around);
    stroke(ink, place, around.borders, 1.6, colours.strong);
    const at = around.codes.indexOf(state.area.slice(0, 7));
    if (at >= 0) strokeSelected(ink, place, around.paths[at], 3, colours);
    if (at >= 0) return [];
    const nameOf = (code) => bareName(state.region.nameOf.get(code), state.words.tip.tails);
    return writeNames(ink, place, around, { nameOf, sight: [0, 0, ...this.size], size: 14, room: 0.5, font: FONT, colours });
  }

  writeLetters(ink, colours, taken) {
    const { words, drawn } = this.state;
    const letterOf = (i) => words.category_letters[classOf(drawn.classes[i])];
    writeLetters(ink, this.place(this.set), this.set, { letterOf, taken, font: FONT, colours });
  }

  // -------------------------------------------------------------- the reader's hand

  at({ offsetX, offsetY }) {
    return areaAt(this.place(this.set), this.set, [offsetX, offsetY]);
  }

  hover(event) {
    const found = event ? this.at(event) : -1;
    if (found !== this.hovered) {
      this.hovered = found;
      this.draw();
      this.canvas.style.cursor = found < 0 ? "" : "pointer";
    }
    if (found < 0) this.tip.hide();
    else this.tip.show(this.state.linesOf(found), [event.offsetX, event.offsetY], this.size);
  }

  click(event) {
    const code = this.set.codes[this.at(event)];
    if (!code) return;
    const district = code.slice(0, 7);
    this.state.open(this.state.region.isWide && !this.state.area.startsWith(district) ? district : code);
  }
}
