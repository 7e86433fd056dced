// An HTML pack: reads the data that the file carries and draws them. No request is ever made.
import { make } from "../elements.js";
import { figure, NOTHING, written } from "../figures.js";
import { finder } from "../finder.js";
import { linesOf } from "../map/tip.js";
import { areaTable, districtTable, measureTable } from "./lists.js";
import { PackMap } from "./map.js";
import { showBrief, showChart, showLegend, showTrail } from "./panels.js";
import { Region } from "./region.js";

const MOST_HITS = 12; // of a search
/** @type {(id: string) => any} */
const node = (id) => document.getElementById(id);
const dark = matchMedia("(prefers-color-scheme: dark)");

async function read() {
  const bytes = Uint8Array.from(atob(node("data").textContent), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

class State {
  constructor(region) {
    this.region = region;
    this.words = region.words;
    this.area = region.area;
    this.indicator = region.indicator;
    this.period = region.period;
    this.value = region.value;
    /** @type {Record<string, any>} */
    this.nodes = {};
    this.map = new PackMap(this);
    this.table = areaTable(this);
    this.measures = measureTable(this);
    this.districts = districtTable(this);
    dark.addEventListener("change", () => this.draw());
  }

  get theme() {
    return dark.matches ? "dark" : "light";
  }

  get view() {
    return this.region.views[this.indicator][this.period];
  }

  get drawn() {
    return this.view.drawn[this.value];
  }

  number(value) {
    return written(value, this.region.locale);
  }

  // The figures of the view and how each is written.
  get figures() {
    return { columns: this.view.columns, styles: this.region.styles, quotients: {} };
  }

  // A figure of a mahalla by its name.
  write(name, i) {
    return figure(this.figures, name, i, this.region.locale);
  }

  risk(i) {
    if (this.view.columns.rr[i] === null) return NOTHING;
    return `${this.write("rr", i)} (${this.write("rr_lo", i)}–${this.write("rr_hi", i)})`;
  }

  // What is told of a mahalla: what the map on the screen tells, and how it was a year before.
  linesOf(i) {
    const { words, region, view } = this;
    const { before, label } = view.columns;
    const code = region.mahallas[i];
    const lines = linesOf(this.figures, i, words.tip, region.locale);
    if (before[i] !== null) lines.push(`${words.before}: ${this.write("before", i)}`);
    if (label[i]) lines.push(`${words.change}: ${words[label[i]]}`);
    return [region.nameOf.get(code), region.nameOf.get(code.slice(0, 7)) ?? code, ...lines];
  }

  // -------------------------------------------------------------- another view

  open(area) {
    this.area = area;
    this.map.fit();
    this.draw();
  }

  up() {
    const parent = this.region.parent(this.area);
    if (parent) this.open(parent);
  }

  draw() {
    const { trail, legend, brief, chart } = this.nodes;
    this.map.draw();
    showTrail(trail, this);
    showLegend(legend, this);
    showBrief(brief, this);
    showChart(chart, this);
    this.listAreas();
    this.listMeasures();
  }

  listAreas() {
    const { region, area, nodes } = this;
    const kept = new Set(region.find(nodes.filter.value, region.mahallas));
    this.table.show(region.under(area.slice(0, 7)).filter((i) => kept.has(region.mahallas[i])));
  }

  listMeasures() {
    const { region, words, nodes } = this;
    const { area, lists, columns } = region.measures;
    const here = area.map((_, row) => row).filter((row) => region.mahallas[area[row]].startsWith(this.area));
    const state = nodes.state.value;
    const typed = region.fold(nodes.measureFilter.value);
    const rows = here.filter((row) => {
      const inState = !state || lists.state[columns.state[row]] === state;
      return inState && (!typed || region.fold(lists.text[columns.text[row]]).includes(typed));
    });
    this.measures.show(rows);
    nodes.noMeasures.textContent = rows.length ? "" : words.no_measures;
    const isWide = this.area.length < 7;
    nodes.byDistrict.hidden = !isWide;
    if (!isWide) return;
    this.districts.show(Object.keys(region.measures.districts).sort());
  }

  // -------------------------------------------------------------- built once

  build(box) {
    const { region, words } = this;
    const section = (name, title, ...parts) => make("section", { class: name }, make("h2", {}, title), ...parts);
    const method = region.method.flatMap(([what, how]) => [make("dt", {}, what), make("dd", {}, how)]);
    box.replaceChildren(
      region.notice ? make("p", { class: "notice" }, region.notice) : "",
      this.head(),
      make(
        "main",
        {},
        this.controls(),
        make("div", { class: "path" }, this.node("trail", "nav", { class: "trail", "aria-label": words.back }), make("span", { class: "soft" }, words.help)),
        make(
          "div",
          { class: "beside" },
          make("section", { class: "mapped" }, this.map.frame, this.node("legend", "ul", { class: "legend", "aria-label": words.legend })),
          this.node("brief", "section", { class: "brief" }),
        ),
        this.node("chart", "section"),
        section(null, words.table, this.filter("filter", words.filter, () => this.listAreas(), "area-filter"), this.table.node, this.table.foot),
        this.node("byDistrict", "section", {}, make("h2", {}, words.by_district), this.districts.node),
        section("measures", words.measures, ...this.measureParts()),
        section("method", words.method, make("dl", {}, ...method)),
      ),
    );
  }

  // An element that is drawn into later.
  node(name, tag, attributes = {}, ...parts) {
    this.nodes[name] = make(tag, attributes, ...parts);
    return this.nodes[name];
  }

  filter(name, label, oninput, kind = "") {
    return this.node(name, "input", { type: "search", class: kind || null, placeholder: label, "aria-label": label, oninput });
  }

  head() {
    const { region, words } = this;
    return make(
      "header",
      {},
      make("h1", {}, region.nameOf.get(region.area)),
      make("p", { class: "soft" }, `${region.as_of} · ${region.snapshot} · ${region.group}`),
      make("button", { type: "button", class: "print", onclick: () => print() }, words.print),
    );
  }

  controls() {
    const { region, words } = this;
    const choice = (key, label, options) => {
      const change = () => {
        this[key] = select.value;
        this.draw();
      };
      const offered = options.map(([code, name]) => make("option", { value: code, selected: code === this[key] }, name));
      const select = make("select", { onchange: change }, ...offered);
      return make("label", { class: `choose-${key}` }, make("span", {}, label), select);
    };
    return make(
      "section",
      { class: "controls" },
      this.search(),
      choice("indicator", words.indicator, region.indicators),
      choice("period", words.period, region.periods),
      choice("value", words.colours, Object.entries(words.values)),
    );
  }

  measureParts() {
    const { region, words } = this;
    const states = [["", words.all_states], ...region.measures.lists.state.map((one) => [one, one])];
    const list = () => this.listMeasures();
    const options = states.map(([code, name]) => make("option", { value: code }, name));
    return [
      this.filter("measureFilter", words.measure_filter, list),
      this.node("state", "select", { "aria-label": words.state, onchange: list }, ...options),
      this.measures.node,
      this.node("noMeasures", "p", { class: "soft" }),
      this.measures.foot,
    ];
  }

  search() {
    const { words, region } = this;
    const placeOf = (code) => ({ code, name: region.nameOf.get(code), within: region.nameOf.get(region.parent(code)) });
    const find = async (typed) => region.find(typed).filter((code) => code.startsWith(region.scope)).slice(0, MOST_HITS).map(placeOf);
    const box = make("div", { class: "finder" });
    finder(box, { hint: words.search, label: words.search, nothing: words.nothing, find }, (code) => this.open(code));
    return make("div", { class: "search" }, make("span", {}, words.search), box);
  }
}

async function start() {
  if (typeof DecompressionStream === "undefined") return; // the message stays
  const state = new State(new Region(await read()));
  const box = node("pack");
  node("unsupported").remove();
  box.hidden = false;
  state.build(box);
  state.open(state.area);
  window.pack = state;
}

start();
