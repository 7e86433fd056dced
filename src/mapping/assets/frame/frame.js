// The area layer of the map: geometry is fetched once and kept, a change of view only recolours.
//
// Geometry files hold whole-number pixels of the world at one zoom, so drawing is a scale and a shift, and nothing is
// projected again. Canvases lie on one another: fills (redrawn on each change), outlines of clusters, lines (redrawn
// when the map moves), marks (the selected and the hovered area), names and letters.
import { make } from "../elements.js";
import { complete } from "../figures.js";
import { Kept } from "../kept.js";
import { classOf, colourOf, prepare } from "../map/areas.js";
import { BaseMap } from "../map/base.js";
import { paintAreas, paintBorders, stroke, strokeSelected } from "../map/painting.js";
import { areaIn, placeOf, seatOf } from "../map/placing.js";
import { linesOf, Tip } from "../map/tip.js";
import { bareName, writeLetters, writeNames, writePlaces } from "../map/writing.js";
import { fly, seen } from "./flight.js";
import { watchKeys } from "./keys.js";
import { Links } from "./linked.js";
import { watchPaper } from "./paper.js";
import { Sheet, standOf } from "./sheet.js";

const FONT = '"Source Sans", "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
const MARGIN = 12; // px around the whole extent
const SPECK = 48; // px: a mahalla that is looked at and smaller than this each way is shown nearer
const AGAIN = 2000; // ms after which what did not come is asked for once more
const RESTS = 60; // ms after which a hand on an area may be about to press it
const REST = 150; // ms after a painting before its neighbours are fetched
const MOST_DOCUMENTS = 10; // the browser's own cache has the others
const shapes = new Kept(Infinity, window.riskmapEarly);
const looks = new Kept(Infinity, window.riskmapEarly);
const documents = new Kept(MOST_DOCUMENTS);

// Streamlit's component library adds the theme to the frame anew at every change of view.
function dropOldThemes() {
  const themes = [...document.head.querySelectorAll("style")].filter((style) => /^\s*:root\s*{\s*--primary-color/.test(style.textContent));
  for (const style of themes.slice(0, -1)) style.remove();
}

class RiskMap {
  constructor(map) {
    this.map = map;
    this.frame = /** @type {HTMLIFrameElement} */ (window.frameElement);
    this.paints = 0;
    this.view = null;
    this.set = null; // the areas drawn
    this.around = null; // the districts' outlines, for orientation
    this.hovered = -1;
    this.fitted = "";
    this.focus = null; // the district shown near
    /** @type {any} */
    this.aim = null; // the bounds that are shown of the whole, which is `home`
    this.latest = 0;
    this.ahead = new Map(); // address of a painting → the painting
    this.fills = new Sheet("riskmap-areas", (ink, place) => this.drawFills(ink, place));
    /** @type {BaseMap | null} */
    this.base = null;
    this.ground = new Sheet("riskmap-base", (ink, _place, _sight, { stand, size }) => this.base && this.view && this.base.paint(ink, stand, size, this.view));
    this.rings = new Sheet("riskmap-rings", (ink, place) => this.drawRings(ink, place));
    this.lines = new Sheet("riskmap-lines", (ink, place) => this.drawLines(ink, place));
    this.marks = new Sheet("riskmap-marks", (ink, place) => this.drawMarks(ink, place));
    this.words = new Sheet("riskmap-words", (ink, place, sight, screen) => this.drawWords(ink, place, sight, screen));
    this.sheets = [this.fills, this.rings, this.lines, this.marks, this.words];
    this.tip = new Tip({ class: "riskmap-tip", role: "tooltip" });
    this.notice = make("div", { class: "riskmap-notice", role: "alert", hidden: true });
    this.spoken = make("div", { class: "riskmap-heard", "aria-live": "polite" });
    this.keysTold = make("div", { class: "riskmap-heard", id: "riskmap-keys" });
    this.credit = make("div", { class: "riskmap-credit", hidden: true });
    map.getContainer().append(this.tip.box, this.notice, this.spoken, this.keysTold, this.credit);
    this.scale = L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout movestart zoomstart", () => this.hover(null));
    map.on("click", (event) => this.click(event));
    new ResizeObserver(() => this.resize()).observe(map.getContainer());
    this.links = new Links(this);
    this.watchSteps();
    watchKeys(this);
    watchPaper(this);
  }

  get level() {
    return this.set?.level ?? null;
  }

  get codes() {
    return this.set?.codes ?? [];
  }

  // The pixel [x, y], in the frame's viewport, of a point inside an area; null for an unknown code.
  point(code) {
    const at = this.set?.index.get(code);
    if (at === undefined) return null;
    const [x, y] = this.seat(at);
    const box = this.map.getContainer().getBoundingClientRect();
    return [box.left + x, box.top + y];
  }

  // The same in the map's container.
  seat(at) {
    return seatOf(placeOf(standOf(this.map, this.map.containerPointToLayerPoint([0, 0])), this.set), this.set, at);
  }

  // The colour that the present view gives to an area.
  color(code) {
    const at = this.set?.index.get(code);
    return at === undefined ? null : colourOf(this.view.classes[at], this.view);
  }

  // -------------------------------------------------------------- a new view

  async show(view) {
    const turn = ++this.latest;
    this.map.getContainer().setAttribute("aria-label", view.title);
    document.title = this.frame.title = view.title;
    try {
      const [look, set, around] = await Promise.all([
        looks.get(view.look),
        shapes.get(view.geometry, prepare),
        view.around ? shapes.get(view.around, prepare) : null,
      ]);
      if (turn !== this.latest) return;
      this.apply({ ...look, ...view, words: { ...look.words, ...view.words } }, set, around);
    } catch (error) {
      if (turn !== this.latest) return;
      console.error(error);
      this.notice.textContent = view.failed;
      this.notice.hidden = false;
      setTimeout(() => turn === this.latest && this.show(view), AGAIN);
    }
  }

  apply(view, set, around) {
    dropOldThemes();
    this.say(view);
    const before = this.view;
    const same = (...names) => names.every((name) => String(before?.[name]) === String(view[name]));
    const sameAreas = this.set === set && this.around === around && same("theme");
    const sameFills = sameAreas && same("classes", "colours", "patterns", "faint");
    const sameLetters = same("letters") && (sameFills || !view.letters);
    const sameNames = sameAreas && same("scope", "focus", "lang");
    this.view = view;
    this.set = set;
    this.around = around;
    this.notice.hidden = true;
    if (!sameAreas) {
      this.hovered = -1;
      if (before && document.activeElement === this.map.getContainer()) this.spoken.textContent = view.title;
    }
    this.lay(view.base);
    const moved = this.fit(view);
    if (!moved) {
      if (!same("theme")) this.ground.paint();
      if (!sameFills) this.fills.paint();
      if (!sameNames) this.lines.paint();
      if (!sameNames || !sameLetters) this.words.paint();
      this.marks.paint();
    }
    this.paints += 1;
    documents.get(view.names).then((names) => {
      if (this.view !== view) return;
      const known = this.names === names;
      this.names = names;
      if (!known) this.words.paint();
    });
    this.tip.hide();
    if (this.clusters && this.clusters.address !== view.clusters) {
      this.clusters = null;
      this.rings.paint();
    }
    setTimeout(() => this.lookAhead(view), REST);
  }

  // The base map that a view names; none for most.
  lay(told) {
    if ((told?.address ?? null) === (this.base?.told.address ?? null)) return;
    this.base = told ? new BaseMap(told, () => this.paintBase()) : null;
    this.credit.textContent = told?.attribution ?? "";
    this.credit.hidden = !told?.attribution;
    if (!this.sheets.includes(this.ground)) {
      this.sheets.splice(1, 0, this.ground);
      if (this.fills._map) this.ground.addTo(this.map);
    }
    this.ground.paint();
  }

  paintBase() {
    this.ground.paint();
    this.words.paint();
  }

  say(view) {
    const box = this.map.getContainer();
    box.dataset.theme = view.theme;
    box.setAttribute("role", "application");
    box.setAttribute("aria-describedby", this.keysTold.id);
    this.keysTold.textContent = view.words.keys;
    document.documentElement.lang = view.lang;
    const zoom = this.map.zoomControl;
    if (!zoom) return;
    for (const [button, words] of [[zoom._zoomInButton, view.words.zoom_in], [zoom._zoomOutButton, view.words.zoom_out]]) {
      button.title = words;
      button.setAttribute("aria-label", words);
    }
  }

  // -------------------------------------------------------------- the next view, ahead of the page's answer

  lookAhead(view) {
    void this.set.boxes; // found now, not under the first movement of the hand
    this.fetchClusters(view).then(() => this.fetchAhead(view));
  }

  async fetchClusters(view) {
    if (this.view !== view || !view.clusters || this.clusters) return;
    const found = await documents.get(view.clusters).catch(() => null);
    if (this.view !== view || !found) return;
    this.clusters = { address: view.clusters, members: found.clusters };
    this.rings.paint();
  }

  async fetchAhead(view) {
    this.ahead.clear();
    for (const [painting] of Object.values(view.steps)) {
      if (this.view !== view) return;
      this.ahead.set(painting, await documents.get(painting).catch(() => null));
    }
  }

  // A press on a control that leads to a view at hand paints it at once; the page's own answer follows.
  watchSteps() {
    const page = window.parent.document;
    const pressed = (event) => {
      const step = this.view?.steps[event.composedPath()[0].name];
      if (step) this.paintAhead(...step);
    };
    page.addEventListener("click", pressed, true);
    window.addEventListener("pagehide", () => page.removeEventListener("click", pressed, true));
  }

  paintAhead(address, values) {
    const painting = this.ahead.get(address);
    if (!painting || !this.set) return;
    this.view = { ...this.view, ...painting, values, steps: {} };
    this.tip.hide();
    this.fills.paint();
    if (this.view.letters) this.words.paint();
    this.paints += 1;
  }

  // Where a press on an area leads to: fetched when the reader's hand rests there, painted at the press; the page's answer follows.
  async comeTo(code) {
    const { toward } = this.view;
    const answer = await documents.get(`${toward}&code=${code}`);
    const { geometry, around } = answer;
    const sets = await Promise.all([shapes.get(geometry, prepare), around && shapes.get(around, prepare)]);
    return { answer, sets };
  }

  restOn(code) {
    clearTimeout(this.resting);
    if (!code || !this.view?.toward) return;
    this.resting = setTimeout(() => this.comeTo(code).catch(() => {}), RESTS); // what does not come ahead comes with the page
  }

  async goAhead(code) {
    const { view, latest } = this;
    if (!view?.toward) return;
    const { answer, sets } = await this.comeTo(code).catch(() => ({ answer: null, sets: [] }));
    if (!answer || this.view !== view || this.latest !== latest) return;
    this.apply({ ...view, ...answer, steps: {}, clusters: null, toward: null }, ...sets);
  }

  // -------------------------------------------------------------- where the map stands

  // Moves the map only when another extent is asked for, or the area looked at is out of sight; tells whether everything was
  // drawn by moving, which is once however many steps the map takes.
  fit(view) {
    const isNew = this.fitted !== view.geometry;
    if (isNew) this.home = this.bounds(this.set, this.set.whole);
    const aim = this.aimOf(view);
    const isThere = () => (view.focus && this.set.index.has(view.selected) ? this.isSeen(view.selected) : aim.equals(this.aim));
    if (!isNew && this.focus === view.focus && isThere()) return false;
    [this.fitted, this.focus, this.aim] = [view.geometry, view.focus, aim];
    const zoom = this.map.getZoom();
    const centre = this.map.getPixelOrigin();
    const standing = Boolean(this.fills._map);
    const from = standing && !view.linked ? seen(this.map, this.sheets) : null;
    for (const sheet of this.sheets) sheet.waits = true;
    this.showAim();
    for (const sheet of this.sheets) sheet.waits = false;
    if (standing && zoom === this.map.getZoom() && centre.equals(this.map.getPixelOrigin())) return false;
    for (const sheet of this.sheets) standing ? sheet._update() : sheet.addTo(this.map);
    if (from) fly(this.map, from);
    return true;
  }

  // What is shown of the whole: the district in focus; nearer where the mahalla looked at would be a speck in it.
  aimOf({ focus, selected, linked }) {
    const { set, around } = this;
    const district = around?.index.get(focus);
    if (district === undefined || linked) return this.home;
    const bounds = this.bounds(around, around.boxes[district]);
    const at = set.index.get(selected);
    if (at === undefined) return bounds;
    const own = this.bounds(set, set.boxes[at]);
    const zoom = this.map.getBoundsZoom(bounds, false, L.point(2 * MARGIN, 2 * MARGIN));
    return this.extent(own, zoom) < SPECK ? own.pad(2) : bounds;
  }

  // Whether a mahalla lies in sight as it stands, and is more than a speck.
  isSeen(code) {
    const own = this.bounds(this.set, this.set.boxes[this.set.index.get(code)]);
    return this.map.getBounds().contains(own) && this.extent(own, this.map.getZoom()) >= SPECK;
  }

  // How many pixels a box has at a zoom, the longer way.
  extent(bounds, zoom) {
    const size = this.map.project(bounds.getSouthEast(), zoom).subtract(this.map.project(bounds.getNorthWest(), zoom));
    return Math.max(size.x, size.y);
  }

  resize() {
    const was = this.map.getSize();
    this.map.invalidateSize({ animate: false, pan: false });
    const now = this.map.getSize();
    if (this.home && (was.x !== now.x || was.y !== now.y)) this.showAim();
  }

  // What is aimed at, and never farther out than the whole extent: a wheel turned over the map must not lose it. Linked maps
  // show theirs at one zoom, that at which each finds room.
  showAim() {
    const together = this.links.together();
    for (const { map } of together) map.setMinZoom(0);
    const room = L.point(2 * MARGIN, 2 * MARGIN);
    const maxZoom = Math.min(...together.map(({ map, aim }) => map.getBoundsZoom(aim, false, room)));
    this.links.leading(() => {
      for (const { map, home, aim } of together) {
        map.fitBounds(aim, { animate: false, padding: [MARGIN, MARGIN], maxZoom });
        map.setMinZoom(Math.min(maxZoom, map.getBoundsZoom(home, false, room)) - 0.5);
      }
    });
  }

  middleOfHome(zoom) {
    return this.map.project(this.home.getNorthWest(), zoom).add(this.map.project(this.home.getSouthEast(), zoom)).divideBy(2);
  }

  latLng(x, y, { origin, zoom } = this.set) {
    return this.map.unproject([origin[0] + x, origin[1] + y], zoom);
  }

  bounds(set, [left, top, right, bottom]) {
    return L.latLngBounds(this.latLng(left, top, set), this.latLng(right, bottom, set));
  }

  // -------------------------------------------------------------- drawing

  drawFills(ink, placeIn) {
    if (this.set) paintAreas(ink, placeIn(this.set), this.set, this.view.classes, this.view);
  }

  // Each cluster's members are drawn with a broad border and then emptied: what is left is the border around them all.
  drawRings(ink, placeIn) {
    if (!this.set || !this.clusters) return;
    const place = placeIn(this.set);
    for (const members of this.clusters.members) {
      const paths = members.map((at) => this.set.paths[at]).filter(Boolean);
      for (const path of paths) stroke(ink, place, path, 7, this.view.ink.cluster);
      ink.globalCompositeOperation = "destination-out";
      for (const path of paths) {
        ink.fill(path, "evenodd");
        stroke(ink, place, path, 0.8, "#000");
      }
      ink.globalCompositeOperation = "source-over";
    }
  }

  drawLines(ink, placeIn) {
    if (!this.set) return;
    const { view, set, around, isWhole } = this;
    paintBorders(ink, placeIn, { set, around, isWhole, colours: view.ink });
  }

  drawWords(ink, placeIn, sight, { stand, size }) {
    const { view, set } = this;
    if (!set) return;
    const taken = this.writeNames(ink, placeIn, sight);
    this.writeLetters(ink, placeIn(set), taken);
    if (this.base && this.names) this.writePlaces(ink, sight, this.base.places(stand, size, view.lang), taken);
  }

  writePlaces(ink, sight, places, taken) {
    const { view, names, around, set } = this;
    const own = (around ?? set).codes.map((code) => bareName(names[code] ?? "", view.words.tails));
    writePlaces(ink, window.devicePixelRatio || 1, places, { sight, taken, own, font: FONT, colours: { halo: view.ink.halo, text: view.ink.place } });
  }

  // Whether all is shown that the districts' outlines are around.
  get isWhole() {
    return this.view.scope_of_around === this.view.scope;
  }

  drawMarks(ink, placeIn) {
    const { set, around, view, hovered } = this;
    if (!set) return;
    const shown = set.index.has(view.selected) ? set : this.isWhole ? around : null;
    const at = shown?.index.get(view.selected);
    if (at !== undefined) strokeSelected(ink, placeIn(shown), shown.paths[at], 3.5, view.ink);
    if (hovered >= 0) stroke(ink, placeIn(set), set.paths[hovered], 3, view.ink.hover);
  }

  // Names of all districts and cities; of the mahallas in focus those that find room, and then of the districts around.
  // Gives the boxes they stand in.
  writeNames(ink, placeIn, sight) {
    const { view, names, around } = this;
    const districts = this.set.level === "district" ? this.set : around;
    if (!districts || !names) return [];
    const size = Math.max(11, Math.min(17, 9 + this.map.getZoom() * 0.6));
    const hand = { sight, font: FONT, colours: view.ink };
    const taken = view.focus && this.set !== districts ? this.writeMahallas(ink, placeIn(this.set), hand) : [];
    const own = [view.scope, view.focus];
    const nameOf = (code) => (own.includes(code) ? "" : bareName(names[code] ?? "", view.words.tails));
    const how = this.isWhole && !view.focus ? { everyOne: true } : { room: 0.5 };
    return writeNames(ink, placeIn(districts), districts, { ...hand, nameOf, size, taken, ...how });
  }

  writeMahallas(ink, place, hand) {
    const { set, names, view } = this;
    const nameOf = (code) => (code.startsWith(view.focus) ? names[code] ?? "" : "");
    return writeNames(ink, place, set, { ...hand, nameOf, size: 11.5, weight: 500, room: 0.8, lines: [0, 1, -1], first: view.selected });
  }

  // The letter of a category; an area too small to be seen is pointed at by a dot in its colour where the view asks for it.
  writeLetters(ink, place, taken) {
    const { view, set } = this;
    if (!view.letters) return;
    const letterOf = (at) => view.letters[classOf(view.classes[at])];
    const tiny = view.pins ? (at, x, y) => this.drawPin(ink, x, y, colourOf(view.classes[at], view)) : undefined;
    writeLetters(ink, place, set, { letterOf, taken, tiny, font: FONT, colours: view.ink });
  }

  drawPin(ink, x, y, colour) {
    const ratio = window.devicePixelRatio || 1;
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.beginPath();
    ink.arc(x, y, 4.5, 0, 2 * Math.PI);
    ink.fillStyle = colour;
    ink.fill();
    ink.lineWidth = 1.5;
    ink.strokeStyle = this.view.ink.text;
    ink.stroke();
  }

  // -------------------------------------------------------------- the reader's hand

  areaAt(latLng) {
    if (!this.set) return -1;
    const { x, y } = this.map.project(latLng, this.set.zoom).subtract(this.set.origin);
    return areaIn(this.set, [x, y]);
  }

  hover(event) {
    if (this.links.follows) return;
    const at = event ? this.areaAt(event.latlng) : -1;
    if (at !== this.hovered) {
      this.mark(at);
      this.restOn(this.set?.codes[at]);
      this.map.getContainer().style.cursor = at < 0 ? "" : "pointer";
    }
    if (at < 0) this.tip.hide();
    else this.tell(at, [event.containerPoint.x, event.containerPoint.y]);
  }

  // An area under the reader's hand is marked on every linked map.
  mark(at) {
    const code = this.set?.codes[at];
    for (const map of this.links.together()) {
      const there = map === this ? at : map.set?.index.get(code) ?? -1;
      if (there === map.hovered) continue;
      map.hovered = there;
      map.marks.paint();
    }
  }

  async tell(at, where, { aloud = false } = {}) {
    const { view } = this;
    const wanted = [documents.get(view.names), documents.get(view.values, complete)];
    const [names, values] = await Promise.all(wanted).catch(() => [null, null]);
    if (!names || this.hovered !== at || this.view !== view) return;
    const code = this.set.codes[at];
    const lines = linesOf(values, values.codes.indexOf(code), view.words, view.locale);
    const name = names[code] ?? code;
    if (aloud) this.spoken.textContent = [name, ...lines].join(". ");
    const { x, y } = this.map.getSize();
    this.tip.show([name, code, ...lines], where, [x, y]);
  }

  // Handed to the page at once; the frame's own debounce would wait a quarter of a second.
  click(event) {
    const at = this.areaAt(event.latlng);
    if (at >= 0) this.choose(this.set.codes[at]);
  }

  choose(code) {
    this.goAhead(code);
    window.Streamlit.setComponentValue({ last_object_clicked_tooltip: code, last_object_clicked_count: Date.now() });
  }

  pointTo(at) {
    this.map.panInside(this.latLng(this.set.points[2 * at], this.set.points[2 * at + 1]), { padding: [40, 40], animate: false });
    this.mark(at);
    this.tell(at, this.seat(at), { aloud: true });
  }

  up() {
    const { selected, focus, scope_of_around: whole } = this.view;
    const wider = focus && selected !== focus ? focus : whole;
    if (wider !== selected) this.choose(wider);
  }
}

// The frame would listen to every layer and report every movement; the layer reports clicks itself.
window.initComponent = () => {};

window.startRiskMap = (map) => {
  window.riskmap ??= new RiskMap(map);
  return window.riskmap;
};
