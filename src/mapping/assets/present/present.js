// The presenter. One state, held in the address bar; keys and mouse change it, and the whole screen follows at once:
// nothing is shown before all of it is at hand, so that map, figures and period always belong together.
import { fill, make } from "../elements.js";
import { historyOf, reportLine } from "../history.js";
import { Kept } from "../kept.js";
import { prepare } from "../map/areas.js";
import { PresentMap } from "./map.js";
import { Newer } from "./newer.js";
import { fitLine, Panels, showLegend } from "./panels.js";
import { Taken } from "./taken.js";
import { Work } from "./work.js";

const kept = new Kept(); // what was asked for once is kept for the whole meeting,
const said = new Kept(800); // but of what hangs on the work only so much: it is another after every report
const OF_WORK = ["pinned", "periods", "legend", "briefing", "due", "overview", "as_of", "title"]; // of what the screen began with, what changes with a report
const FRAME = 500; // ms that a period stands when they are played
const PATIENCE = 300; // ms before waiting is shown
const REST = 400; // ms after a screen before what may come next is fetched
const SCREEN = { panel: "figures", names: "on", cover: "", theme: "" };
/** @type {(id: string) => any} */
const node = (id) => document.getElementById(id);

class Presenter {
  /** @type {any} */
  parts = null; // what stands on the screen, and
  /** @type {any} */
  shown = null; // the state that it shows
  /** @type {any} */
  playing = null;
  latest = 0;

  constructor(start) {
    this.start = start;
    this.words = start.words;
    this.state = { ...start.state };
    this.map = new PresentMap(node("map"), start);
    this.panels = new Panels(node("panel"), start, {
      open: (code) => this.go({ area: code, panel: "figures" }), counts: (area, only) => this.list(area, only), tell: (measure) => this.history(measure),
    });
    this.taken = new Taken(node("decision"), start, () => this.go({ cover: "" }));
    this.device = matchMedia("(prefers-color-scheme: dark)");
    this.device.addEventListener("change", () => this.go({}));
    this.at = new Map(start.periods.map((one, place) => [one.code, place]));
    this.districtCodes = Object.keys(start.geometry).filter((code) => code !== start.region);
    this.build();
    this.work = new Work(start, (told) => this.worked(told));
    this.newer = new Newer(node("newer"), start, () => this.parts && this.show(this.parts));
    this.listen();
  }

  // ---------------------------------------------------------------- what is asked for

  get theme() {
    return this.state.theme || (this.device.matches ? "dark" : "light");
  }

  districtOf(area) {
    return area === this.start.region ? null : area.slice(0, this.districtCodes[0].length);
  }

  painting(period) {
    return this.start.periods[this.at.get(period)].paintings[this.theme];
  }

  briefing(area, period) {
    return `${this.start.briefing}&area=${area}&period=${period}`;
  }

  async gather({ area, period, panel }) {
    const { start } = this;
    const district = this.districtOf(area);
    const nothing = Promise.resolve(null);
    const [region, around, inside, painting, names, told, near, districts, due] = await Promise.all([
      kept.get(start.geometry[start.region], prepare),
      kept.get(start.around, prepare),
      district ? kept.get(start.geometry[district], prepare) : nothing,
      said.get(this.painting(period)),
      kept.get(start.names),
      said.get(this.briefing(area, period)),
      district && district !== area ? said.get(this.briefing(district, period)) : nothing,
      panel === "agenda" ? said.get(`${start.overview}&period=${period}`) : nothing,
      panel === "measures" ? said.get(`${start.due}&area=${area}&period=${period}`) : nothing,
    ]);
    return { sets: { region, around, inside }, painting, names, told, districts, due, marks: (near ?? told).attention.map(([code]) => code) };
  }

  // ---------------------------------------------------------------- another screen

  async go(change) {
    const before = this.state;
    this.state = { ...before, ...change };
    const turn = ++this.latest;
    const waiting = setTimeout(() => node("screen").setAttribute("aria-busy", "true"), PATIENCE);
    try {
      const parts = await this.gather(this.state);
      if (turn === this.latest) this.show(parts);
    } catch (error) {
      console.error(error);
      if (turn !== this.latest) return;
      this.state = this.shown ?? before;
      this.tell([this.words.failed]);
      this.newer.ask(); // the snapshot may be gone
    } finally {
      clearTimeout(waiting);
      if (turn === this.latest) node("screen").removeAttribute("aria-busy");
    }
  }

  // Somebody reported: the same screen with it, shown when all of it is at hand. Gives whether it is.
  async worked(told) {
    if (this.playing || !this.shown) return false;
    const before = this.start;
    this.start = { ...before, ...Object.fromEntries(OF_WORK.map((name) => [name, told[name]])) };
    const turn = ++this.latest; // what is on its way has the addresses of before
    try {
      const parts = await this.gather(this.state);
      if (turn === this.latest) this.show(parts);
      return true;
    } catch (error) {
      console.error(error);
      this.start = before;
      if (turn === this.latest) this.go({});
      return false;
    } finally {
      if (turn === this.latest) node("screen").removeAttribute("aria-busy");
    }
  }

  show(parts) {
    const { state, start, theme } = this;
    node("as-of").textContent = start.as_of;
    const calm = this.shown && ["area", "period"].every((name) => this.shown[name] === state[name]);
    this.parts = parts;
    this.shown = { ...state };
    document.documentElement.dataset.theme = theme;
    node("screen").hidden = false;
    node("main").dataset.panel = state.panel;
    showLegend(node("legend"), start, theme, this.period.bare);
    this.head(parts);
    this.panels.show(state, parts);
    this.map.show({
      area: state.area, sets: parts.sets, painting: parts.painting, look: this.look(theme),
      names: state.names === "on" ? parts.names : null, marks: state.panel === "figures" ? parts.marks : [],
    });
    this.cover();
    this.write();
    if (!calm && !this.playing) node("heard").textContent = `${parts.names[state.area]}. ${this.periodWords}`;
    clearTimeout(this.resting);
    if (!this.playing) this.resting = setTimeout(() => this.fetchAhead(this.latest), REST);
  }

  look(theme) {
    const ink = this.start.ink[theme];
    const curtain = theme === "dark" ? "rgba(20,23,29,0.62)" : "rgba(255,255,255,0.62)";
    const border = theme === "dark" ? ink.around : ink.border; // darker than the ground it would not be seen from afar
    return { theme, ink, curtain, border, patterns: this.start.legend.rows.map((row) => row.pattern) };
  }

  get period() {
    return this.start.periods[this.at.get(this.state.period)];
  }

  get periodWords() {
    return this.period.words;
  }

  head({ names, told }) {
    const { state, start, words } = this;
    const name = names[state.area];
    document.title = `${name} · ${this.periodWords}`;
    node("step").textContent = this.stepWords(names);
    node("area").textContent = name;
    node("period").textContent = this.periodWords;
    const isRegion = state.area === start.region;
    node("risk").hidden = isRegion;
    node("risk").replaceChildren(`${words.risk}: `, make("b", {}, told.risk), told.interval ? ` (${told.interval})` : "");
    for (const [at, tick] of [...node("timeline").children].entries()) tick.classList.toggle("now", at === this.at.get(state.period));
    node("fills").setAttribute("aria-label", fill(words.map, { area: name, title: start.title, period: this.periodWords }));
    fitLine(node("area"), 5.2);
  }

  stepWords(names) {
    const { agenda, region } = this.start;
    const { area } = this.state;
    if (area === region) return `${this.words.agenda}: ${agenda.words}`;
    const district = this.districtOf(area);
    const place = agenda.codes.indexOf(district);
    const where = place < 0 ? this.words.beyond : fill(this.words.place, { at: place + 1, of: agenda.codes.length });
    if (area !== district) return `${names[district]} · ${where}`;
    const next = agenda.codes[place + 1];
    return `${where} · ${next ? fill(this.words.next, { name: names[next] }) : this.words.last}`;
  }

  cover() {
    const { cover } = this.state;
    node("blank").hidden = cover !== "blank";
    if (cover === "blank") node("heard").textContent = this.words.blank;
    const help = node("help");
    if (cover === "help" && !help.open) help.showModal();
    if (cover !== "help" && help.open) help.close();
    const { area } = this.state;
    if (cover === "decision") this.taken.show(area, this.districtOf(area) ?? area, this.parts.names);
    else this.taken.hide();
  }

  // The address bar holds all of it: a reload comes back to this very screen.
  write() {
    const { area, period } = this.shown;
    const query = new URLSearchParams({ area, period, ...this.start.pinned });
    for (const [name, usual] of Object.entries(SCREEN)) if (this.shown[name] !== usual) query.set(name, this.shown[name]);
    const address = `?${query}`;
    if (address !== location.search || !history.state) history.replaceState({ follows: this.work.follows }, "", address);
  }

  tell(lines) {
    const box = node("notices");
    box.replaceChildren(...lines.map((line) => make("p", {}, line)));
    box.hidden = !lines.length;
  }

  // ---------------------------------------------------------------- what may come next, ahead of the key

  async fetchAhead(turn) {
    const { agenda, geometry, periods, region } = this.start;
    const { area, period } = this.state;
    const place = agenda.codes.indexOf(this.districtOf(area));
    const near = [agenda.codes[place + 1], agenda.codes[place - 1], ...this.parts.marks].filter(Boolean);
    const shapes = near.map((code) => geometry[code]).filter(Boolean);
    /** @type {[Kept, string, ((answer: any) => any)?][]} */
    const wanted = [
      ...shapes.map((address) => [kept, address, prepare]),
      ...periods.map((one) => [said, one.paintings[this.theme]]),
      ...near.map((code) => [said, this.briefing(code, period)]),
      ...periods.map((one) => [said, this.briefing(area, one.code)]),
      ...[region, ...agenda.codes].map((code) => [said, this.briefing(code, period)]),
      ...agenda.codes.map((code) => [kept, geometry[code], prepare]),
    ];
    for (const [shelf, address, finish] of wanted) {
      if (turn !== this.latest) return;
      if (shelf.atHand(address)) continue;
      const came = await shelf.get(address, finish).then(() => true, () => false);
      if (!came) return void this.newer.ask(); // the snapshot may be gone; the rest would fail as well
    }
  }

  // ---------------------------------------------------------------- the ways

  step(by) {
    const { codes } = this.start.agenda;
    const { area } = this.state;
    const place = codes.indexOf(this.districtOf(area));
    if (by > 0) return place + 1 < codes.length ? this.open(codes[place + 1]) : null;
    if (area === this.start.region) return null;
    return this.open(codes[place - 1] ?? this.start.region);
  }

  open(area) {
    return this.go({ area });
  }

  deeper() {
    const { area } = this.state;
    if (area === this.start.region) return this.open(this.start.agenda.codes[0]);
    const { marks, sets } = this.parts;
    const places = marks.length ? marks : sets.inside.codes;
    return this.open(places[(places.indexOf(area) + 1) % places.length]);
  }

  back() {
    const district = this.districtOf(this.state.area);
    if (district) this.open(district === this.state.area ? this.start.region : district);
  }

  attention(number) {
    const code = this.parts?.marks[number - 1];
    if (code) this.open(code);
  }

  quarter(by) {
    const next = this.start.periods[this.at.get(this.state.period) + by];
    if (next) this.go({ period: next.code });
  }

  panel(name) {
    this.panels.only = "";
    this.go({ panel: this.state.panel === name ? "figures" : name });
  }

  // The list of an area's measures: all that are asked for, or `only` those of one kind.
  list(area, only) {
    this.panels.only = only;
    this.go({ area, panel: "measures" });
  }

  // The whole history of a measure, over the screen; a past meeting shows it until its own end.
  async history({ id, text }) {
    const { words } = this;
    const until = this.work.follows ? null : this.start.work.seq;
    const all = await historyOf({ address: this.start.work.reports, lang: this.start.pinned.lang }, id, until);
    const box = node("history");
    const lines = all?.length ? make("ol", { class: "reports" }, ...all.map(reportLine)) : make("p", {}, all ? words.none_reported : words.not_reached);
    const close = make("button", { type: "button", onclick: () => box.close() }, `${words.close} · Esc`);
    box.replaceChildren(make("h2", { id: "history-title" }, words.history), make("p", {}, text), lines, close);
    if (!box.open) box.showModal();
  }

  page(by) {
    if (this.state.panel === "measures") this.panels.turn(by);
  }

  // The key that opens it closes it.
  help() {
    this.go({ cover: this.state.cover === "help" ? "" : "help" });
  }

  turnLights() {
    this.go({ theme: this.theme === "dark" ? "light" : "dark" });
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => null);
  }

  escape() {
    if (this.state.panel !== "figures") this.go({ panel: "figures" });
    else this.back();
  }

  // ---------------------------------------------------------------- played periods

  async play() {
    const playing = {};
    this.playing = playing;
    const { periods } = this.start;
    const { area, panel } = this.state;
    let done = 0;
    const ready = periods.map(async (one) => {
      await this.gather({ area, panel, period: one.code });
      done += 1;
      if (this.playing === playing && done < periods.length) this.tell([fill(this.words.preparing, { done, of: periods.length })]);
    });
    try {
      await Promise.all(ready);
    } catch (error) {
      console.error(error);
      this.playing = null;
      return this.tell([this.words.failed]);
    }
    if (this.playing !== playing) return;
    this.tell([]);
    const here = this.at.get(this.state.period);
    const first = here === periods.length - 1 ? 0 : here;
    for (let at = first; at < periods.length; at += 1) {
      await this.go({ period: periods[at].code });
      await new Promise((then) => setTimeout(then, FRAME));
      if (this.playing !== playing) return;
    }
    this.playing = null;
    this.go({});
  }

  stop() {
    this.playing = null;
    this.tell([]);
  }

  // ---------------------------------------------------------------- keys and mouse

  get acts() {
    return {
      ArrowRight: (held) => (held ? this.quarter(1) : this.step(1)), ArrowLeft: (held) => (held ? this.quarter(-1) : this.step(-1)),
      PageDown: () => this.step(1), PageUp: () => this.step(-1), ArrowDown: () => this.deeper(), ArrowUp: () => this.back(),
      Enter: () => this.deeper(), Backspace: () => this.back(), Home: () => this.open(this.start.region),
      Digit1: () => this.attention(1), Digit2: () => this.attention(2), Digit3: () => this.attention(3),
      KeyM: () => this.panel("measures"), KeyA: () => this.panel("agenda"), KeyN: () => this.go({ names: this.state.names === "on" ? "off" : "on" }),
      KeyT: () => this.turnLights(), KeyB: () => this.go({ cover: "blank" }), Period: () => this.go({ cover: "blank" }),
      KeyH: () => this.help(), Slash: () => this.help(), F1: () => this.help(), "?": () => this.help(),
      Space: (held) => this.page(held ? -1 : 1),
      KeyD: () => this.go({ cover: "decision" }), KeyF: () => this.full(), KeyU: () => this.newer.move(), Escape: () => this.escape(),
    };
  }

  // Letters are taken by their place on the keyboard, so that they work in every alphabet.
  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (this.state.cover === "decision" || node("history").open) return; // one is typing, or reading
    if (this.state.cover === "help") {
      if (["KeyH", "Slash", "F1"].includes(event.code) || event.key === "?") this.help();
      return;
    }
    const onButton = event.target.closest?.("button") && ["Enter", "Space"].includes(event.code);
    const act = event.code === "KeyP" ? () => (this.playing ? this.stop() : this.play()) : this.acts[event.code] ?? this.acts[event.key];
    if (!act || onButton) return;
    event.preventDefault();
    if (this.state.cover === "blank") return this.go({ cover: "" });
    const wasPlaying = this.playing;
    if (event.code !== "KeyP") this.stop();
    if (!(wasPlaying && event.code === "Escape")) act(event.shiftKey);
  }

  listen() {
    addEventListener("keydown", (event) => this.pressed(event));
    node("blank").addEventListener("click", () => this.go({ cover: "" }));
    for (const name of ["help", "decision"]) node(name).addEventListener("close", () => this.state.cover === name && this.go({ cover: "" }));
    node("fills").addEventListener("click", (event) => this.clicked(event));
    addEventListener("pointermove", () => this.showBar());
    addEventListener("resize", () => this.parts && this.show(this.parts));
  }

  clicked(event) {
    const code = this.map.areaAt(event.offsetX, event.offsetY);
    if (!code) return;
    this.stop();
    const district = this.districtOf(code);
    this.open(district === this.districtOf(this.state.area) ? code : district);
  }

  showBar() {
    node("bar").classList.add("seen");
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => node("bar").classList.remove("seen"), 3000);
  }

  // ---------------------------------------------------------------- built once

  build() {
    const { start, words } = this;
    document.documentElement.lang = start.lang;
    node("demonstration").textContent = start.demonstration;
    node("demonstration").hidden = !start.demonstration;
    node("timeline").replaceChildren(...start.periods.map(() => make("i")));
    node("help").replaceChildren(
      make("h2", { id: "help-title" }, words.help),
      make("dl", { class: "keys" }, ...start.keys.flatMap(([sign, meaning]) => [make("dt", {}, sign), make("dd", {}, meaning)])),
      make("p", {}, words.mouse),
      make("button", { type: "button", onclick: () => this.go({ cover: "" }) }, words.close),
    );
    const button = (/** @type {any[]} */ [sign, label, act]) => make("button", { type: "button", "aria-label": label, title: label, onclick: act }, sign);
    node("bar").setAttribute("aria-label", words.bar);
    node("bar").replaceChildren(...this.buttons().map(button));
    this.tell(start.notices);
  }

  buttons() {
    const { words } = this;
    return [
      ["‹", words.previous, () => this.step(-1)], ["›", words.following, () => this.step(1)], ["↑", words.up, () => this.back()],
      ["«", words.earlier, () => this.quarter(-1)], ["»", words.later, () => this.quarter(1)],
      ["P", words.play, () => (this.playing ? this.stop() : this.play())], ["M", words.measures, () => this.panel("measures")],
      ["A", words.agenda, () => this.panel("agenda")], ["D", words.decision.title, () => this.go({ cover: "decision" })], ["N", words.names, () => this.acts.KeyN()],
      ["T", words.lights, () => this.turnLights()], ["B", words.blank_it, () => this.go({ cover: "blank" })],
      ["F", words.full, () => this.full()], ["?", words.help, () => this.help()],
    ];
  }
}

const given = node("start").textContent;
if (given) {
  const presenter = new Presenter(JSON.parse(given));
  const { map } = presenter;
  // What is really shown, for whoever asks: tests, and the console.
  window.riskmap = {
    get paints() { return map.paints; },
    get level() { return map.set.level; },
    get codes() { return map.codes; },
    get period() { return presenter.shown?.period ?? null; },
    get area() { return presenter.shown?.area ?? null; },
    get playing() { return Boolean(presenter.playing); },
    point: (code) => map.point(code),
    color: (code) => map.color(code),
  };
  const fonts = [400, 700].map((weight) => document.fonts.load(`${weight} 24px "Noto Sans"`, "Aўқ"));
  Promise.allSettled(fonts).then(() => presenter.go({})); // a canvas does not wait for its letters
}
