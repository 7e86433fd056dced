// The ranking of the areas on the map: the same figures from the same address, sorted here, only the rows in sight drawn.
import { make } from "./elements.js";
import { compare, complete, figure, NOTHING } from "./figures.js";
import { Kept } from "./kept.js";
import { colourOf } from "./map/areas.js";

const ROW = 32;
const DISTRICT = 7; // digits of a district's code, with which its mahallas' begin
const MOST_KEPT = 3; // the view, and the one on either side; the browser's own cache has the others
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
const kept = new Kept(MOST_KEPT);

export default function ranking({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".ranking") ?? parentElement.appendChild(make("div", { class: "ranking" }));
  root.ranking ??= new Ranking(root);
  return root.ranking.show(data, (code) => setTriggerValue("code", code));
}

class Ranking {
  descending = true;
  onPaper = false; // which shows the table whole
  /** @type {any} */
  data = null;
  /** @type {string | null} */
  sort = null; // the key of the column that the rows are ordered by, and
  /** @type {string | null} */
  by = null; // the one that the page ordered them by
  /** @type {any[]} */
  arranged = []; // what the order was found from
  /** @type {number[]} */
  order = [];
  /** @type {Map<number, number>} */
  rank = new Map(); // of each area among all
  /** @type {any[]} */
  fields = [];
  /** @type {string[]} */
  codes = [];
  district = (/** @type {string} */ _code) => "";

  constructor(root) {
    this.root = root;
    this.head = make("tr");
    this.body = make("tbody");
    this.table = make("table", {}, make("thead", {}, this.head), this.body);
    this.scroll = make("div", { class: "scroll", tabindex: 0, role: "region" }, this.table);
    this.body.addEventListener("keydown", (event) => this.step(event));
    this.scroll.addEventListener("scroll", () => this.paintRows());
    root.append(this.scroll);
  }

  // Shows a view when its figures are here; `chosen` is told of the area whose row is pressed. Gives what ends it.
  show(data, chosen) {
    for (const part of [this.table, this.scroll]) part.setAttribute("aria-label", data.title);
    let alive = true;
    Promise.all([kept.get(data.values, complete), kept.get(data.names)])
      .then(([values, names]) => alive && this.lay(data, values, names, chosen))
      .catch((error) => {
        console.error(error);
        this.body.textContent = data.words.failed;
      });
    const print = ({ type }) => {
      this.onPaper = type === "beforeprint";
      this.paintRows();
    };
    for (const moment of ["beforeprint", "afterprint"]) addEventListener(moment, print);
    return () => {
      alive = false;
      for (const moment of ["beforeprint", "afterprint"]) removeEventListener(moment, print);
    };
  }

  lay(data, values, names, chosen) {
    const before = this.data;
    this.data = data;
    this.chosen = chosen;
    this.codes = values.codes;
    this.classes = values.classes;
    const name = (at) => names[this.codes[at]] ?? this.codes[at];
    this.district = districtsOf(this.codes.filter((code) => code.startsWith(data.within)), names);
    this.fields = [
      { key: "name", label: data.words.name, at: name, by: name, text: true },
      ...data.fields.map((field) => ({ ...field, ...cellOf(field, values, data) })),
    ];
    if (this.by !== data.by || !this.fields.some(({ key }) => key === this.sort)) {
      this.by = data.by;
      this.sort = data.by;
      this.descending = true;
    }
    this.arrange(values, names);
    this.paintHead();
    this.table.setAttribute("aria-rowcount", String(this.order.length + 1));
    if (before?.selected !== data.selected || before?.values !== data.values) this.bringToSight(data.selected);
    this.paintRows();
  }

  // Sorted anew only when something else is sorted, or otherwise: not because another row is chosen.
  arrange(...of) {
    const given = [...of, this.data.within, this.sort, this.descending];
    if (given.every((one, at) => one === this.arranged[at])) return;
    this.arranged = given;
    const { by } = this.fields.find(({ key }) => key === this.sort);
    const way = this.descending ? -1 : 1;
    const { compare: inOrder } = new Intl.Collator(this.data.locale);
    const whole = this.codes.map((_, at) => at).sort((a, b) => compare(by(a), by(b), way, inOrder) || a - b);
    this.rank = new Map(whole.map((at, place) => [at, place + 1]));
    this.order = whole.filter((at) => this.codes[at].startsWith(this.data.within));
  }

  turn(field) {
    this.descending = this.sort === field.key ? !this.descending : !field.text;
    this.sort = field.key;
    this.arrange(...this.arranged.slice(0, 2));
    this.paintHead();
    this.scroll.scrollTop = 0;
    this.paintRows();
  }

  // -------------------------------------------------------------- drawing

  paintHead() {
    const names = this.fields.map((field) => {
      const look = { scope: "col", class: field.text ? "name" : "number" };
      if (!field.by) return make("th", look, field.label);
      const isChosen = this.sort === field.key;
      const [sign, sorted] = !isChosen ? ["", "none"] : this.descending ? [" ↓", "descending"] : [" ↑", "ascending"];
      const label = this.data.words.sort.replace("{column}", field.label);
      const button = make("button", { type: "button", "aria-label": label, onclick: () => this.turn(field) }, field.label + sign);
      return make("th", { ...look, "aria-sort": sorted }, button);
    });
    this.head.replaceChildren(make("th", { scope: "col", class: "rank" }, "№"), ...names);
  }

  paintRows() {
    if (!this.data) return;
    const { scrollTop, clientHeight } = this.scroll;
    const { length } = this.order;
    const first = this.onPaper ? 0 : Math.max(0, Math.floor(scrollTop / ROW) - 5);
    const last = this.onPaper ? length : Math.min(length, first + Math.ceil(clientHeight / ROW) + 12);
    const held = this.body.contains(this.focused) ? this.focused.closest("tr")?.dataset.code : null;
    const reached = this.placeOf(this.reached ?? this.data.selected);
    const stop = reached >= first && reached < last ? reached : Math.min(last - 1, Math.ceil(scrollTop / ROW));
    const rows = this.order.slice(first, last).map((at, i) => this.row(at, first + i, first + i === stop));
    this.body.replaceChildren(spacer(first), ...rows, spacer(length - last));
    if (held) this.focus(held);
  }

  // One row is reached by Tab, the others from it by arrows: nobody tabs through 832 rows.
  row(at, place, isStop) {
    const code = this.codes[at];
    const row = make("tr", {
      "data-code": code, "aria-rowindex": place + 2, "aria-selected": code === this.data.selected ? "true" : null,
      onclick: () => this.chosen?.(code),
    });
    row.append(make("td", { class: "rank" }, String(this.rank.get(at))));
    for (const field of this.fields) {
      const words = field.at(at);
      const look = { class: field.text ? "name" : field.code ? "code" : "number" };
      row.append(make("td", look, field.text ? this.named(words, at, isStop) : words));
    }
    return row;
  }

  named(name, at, isStop) {
    const swatch = make("i");
    swatch.style.background = colourOf(this.classes[at], { ...this.data, ink: { none_ground: this.data.none } });
    const district = this.district(this.codes[at]);
    const look = { type: "button", tabindex: isStop ? 0 : -1, title: [name, district, this.codes[at]].filter(Boolean).join(" · ") };
    return make("div", {}, swatch, make("button", look, name, district && make("small", {}, district)));
  }

  // -------------------------------------------------------------- where one is

  get focused() {
    return this.root.getRootNode().activeElement;
  }

  /** @param {string} code */
  focus(code) {
    /** @type {HTMLElement | null} */
    const button = this.body.querySelector(`tr[data-code="${CSS.escape(code)}"] button`);
    button?.focus({ preventScroll: true });
  }

  placeOf(code) {
    return this.order.findIndex((at) => this.codes[at] === code);
  }

  bringToSight(code) {
    const { scroll } = this;
    const place = this.placeOf(code);
    const top = place * ROW;
    const inSight = top >= scroll.scrollTop && top + ROW <= scroll.scrollTop + scroll.clientHeight - ROW;
    if (place < 0 || inSight) return;
    this.paintRows();
    scroll.scrollTop = Math.max(0, top - scroll.clientHeight / 2);
  }

  step(event) {
    const { scroll, codes, order } = this;
    const code = event.target.closest("tr")?.dataset.code;
    if (!code || !(event.key in STEPS)) return;
    event.preventDefault();
    const place = Math.min(Math.max(this.placeOf(code) + STEPS[event.key], 0), order.length - 1);
    const top = place * ROW;
    this.reached = codes[this.order[place]];
    if (top < scroll.scrollTop) scroll.scrollTop = top;
    else if (top + 2 * ROW > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + 2 * ROW - scroll.clientHeight;
    this.paintRows();
    this.focus(this.reached);
  }
}

// What names the district of a mahalla, where the mahallas listed are of more than one; else nothing.
function districtsOf(codes, names) {
  const isOne = new Set(codes.map((code) => code.slice(0, DISTRICT))).size === 1;
  return (code) => (isOne || code.length <= DISTRICT ? "" : names[code.slice(0, DISTRICT)] ?? "");
}

// What stands in a cell, and by what its column is sorted.
function cellOf(field, values, { codes, locale, words }) {
  const { columns } = values;
  const write = (name, i) => figure(values, name, i, locale);
  if (field.ends) {
    const [low, high] = field.ends;
    return { at: (i) => (columns[low][i] === null ? NOTHING : `${write(low, i)}–${write(high, i)}`) };
  }
  const given = columns[field.key];
  const by = (i) => given[i];
  if (field.words) return { at: (i) => codes[given[i]] ?? NOTHING, by, code: true };
  const hidden = { count: columns.hidden, count_before: columns.hidden_before }[field.key];
  return { at: (i) => (hidden?.[i] ? words.hidden : write(field.key, i)), by };
}

// What stands for rows out of sight.
function spacer(rows) {
  const row = make("tr", { "aria-hidden": "true" });
  row.style.height = `${rows * ROW}px`;
  return row;
}
