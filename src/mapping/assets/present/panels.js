// What stands beside the map, made of elements whose texts are set as texts. Nothing is ever cut off: what has no room
// is left out whole, and it is said how much.
import { fill, make } from "../elements.js";
import { swatch } from "../map/legend.js";

const KINDS = { overdue: ["overdue"], done: ["done_in_time", "done_late"], cancelled: ["cancelled"] };
const MOST_ON_PAGE = 40; // where the page may scroll, as on a phone
const DISTRICT = 7; // digits of a district's code
const SIGNS = { rose: "▲ ", fell: "▼ ", cannot_tell: "" };

const overflows = (box) => box.scrollHeight > box.clientHeight + 1;

export class Panels {
  only = ""; // of which kind the listed measures are: overdue, done, cancelled, or all that are asked for
  /** @type {{ of: string, starts: number[], next?: number | null, draw: () => void }} */
  paged = { of: "", starts: [0], draw: () => {} };

  constructor(box, start, { open, counts, tell }) {
    this.box = box;
    this.tell = tell;
    this.counts = counts;
    this.words = start.words;
    this.agenda = start.agenda;
    this.open = open;
  }

  // `told` is the area's briefing, `names` all names by code, `marks` the places numbered on the map, `districts` the
  // overview where the agenda is shown.
  show(state, { told, names, districts, marks, due }) {
    this.names = names;
    this.isRegion = state.area.length < DISTRICT;
    this.marks = marks;
    const shown = { figures: () => this.figures(state, told), measures: () => this.measures(state, told, due), agenda: () => this.overview(state, districts) };
    shown[state.panel]();
  }

  figures(state, told) {
    const { words } = this;
    const isMahalla = state.area.length > 7;
    const head = make("tr", {}, make("td"), make("th", { scope: "col", class: "number" }, words.count), make("th", { scope: "col", class: "change" }, words.change));
    const rows = told.figures.map((one) => make("tr", {}, make("th", { scope: "row" }, one.name), make("td", { class: "number" }, one.count), this.change(one)));
    const list = make("ol", { class: "attention" });
    const none = isMahalla ? words.attention_not_here : words.attention_none;
    this.box.replaceChildren(
      make("table", { class: "figures" }, make("thead", {}, head), make("tbody", {}, ...rows)),
      this.tiles(state.area, told, isMahalla),
      told.beside ? make("p", { class: "beside" }, `${words.measures}: `, this.counted(told.beside, state.area, "cancelled")) : "",
      make("h2", {}, words.attention),
      told.attention.length ? list : make("p", { class: "plain" }, none),
    );
    this.callOut(list, told.attention);
    if (isMahalla && told.measures.rows.length) this.due(state.area, told.measures);
  }

  // The measures of a mahalla, as many as there is room for.
  due(area, { quarter, rows, total, beside }) {
    const lines = rows.map((one) => this.measureRow(one));
    const body = make("tbody", {}, ...lines);
    const table = make("table", { class: "listed" }, body);
    const title = make("h2", { class: "plain" }, `${this.words.measures}, ${quarter}: `, this.counted(String(total), area, ""), this.beside(beside, area));
    this.box.append(title, table);
    while (body.rows.length && overflows(this.box)) body.deleteRow(-1);
    if (!body.rows.length) {
      table.remove();
      title.remove();
    }
  }

  // What is in no total stands beside it, where there is any.
  beside(words, area) {
    return words ? make("small", { class: "beside" }, this.counted(words, area, "cancelled")) : "";
  }

  measureRow(one, ...before) {
    const late = one.state === "overdue" ? "late" : null;
    const said = one.reported && make("small", { class: "reported" }, make("button", { type: "button", onclick: () => this.tell(one) }, one.reported));
    return make("tr", {}, ...before, make("td", {}, one.text, make("small", {}, one.responsible), said),
      make("td", { class: `when ${late ?? ""}` }, one.deadline, make("small", { class: late }, one.told)));
  }

  change({ change, label }) {
    const { words } = this;
    if (!/\d/.test(change)) return make("td", { class: "change" }, words.no_change);
    const verdict = words[label] ?? words.no_change;
    return make("td", { class: `change ${label}` }, make("b", {}, `${SIGNS[label] ?? ""}${change}`), verdict);
  }

  tiles(area, told, isMahalla) {
    const { words } = this;
    const done = make("b", {}, this.counted(told.done, area, "done"), make("small", {}, " / ", this.counted(told.asked, area, "")));
    const overdue = make("b", {}, this.counted(told.overdue, area, "overdue"));
    const tile = (number, label, late = false) => make("li", { class: late && /[1-9]/.test(number.textContent) ? "late" : null }, number, label);
    const bold = (text) => make("b", {}, text);
    const red = isMahalla ? [] : [tile(bold(told.red), words.red)];
    return make("ul", { class: "tiles" }, tile(done, words.done), tile(overdue, words.overdue, true), tile(bold(told.gaps), words.gaps), ...red);
  }

  // A number of measures, which leads to the list of exactly those.
  counted(number, area, only) {
    return /[1-9]/.test(number) ? make("button", { type: "button", class: "counted", onclick: () => this.counts(area, only) }, number) : number;
  }

  // As many reasons as there is room for, the clearest first and for the first place first; the last places are left out
  // only where there is no room for one reason each.
  callOut(list, attention) {
    let places = attention.length;
    const told = attention.map(() => 1);
    const draw = () => list.replaceChildren(...attention.slice(0, places).map((one, at) => this.call(one, told[at])));
    draw();
    for (; places > 1 && overflows(this.box); draw()) places -= 1;
    for (let reasons = 2; reasons <= Math.max(...attention.map(([, sentences]) => sentences.length)); reasons += 1) {
      for (let at = 0; at < places; at += 1) {
        told[at] += 1;
        draw();
        if (overflows(this.box)) told[at] -= 1;
      }
    }
    draw();
  }

  // A place has the number that it has on the map, and of the whole region its district beside its name.
  call([code, sentences], reasons) {
    const named = [this.names[code] ?? code, this.isRegion && this.names[code.slice(0, DISTRICT)]].filter(Boolean).join(", ");
    const name = make("button", { type: "button", onclick: () => this.open(code) }, named);
    const number = this.marks.indexOf(code) + 1;
    const badge = make("span", { class: number ? "badge" : null, "aria-hidden": "true" }, number ? String(number) : "");
    return make("li", {}, badge, name, make("p", {}, sentences[Math.min(reasons, sentences.length) - 1]));
  }

  measures(state, { measures }, due) {
    const { words, only } = this;
    const listed = due.filter((one) => (only ? KINDS[only].includes(one.state) : one.state !== "cancelled"));
    const kind = only ? `, ${words[`only_${only}`]}` : "";
    const title = make("h2", {}, `${words.measures}, ${measures.quarter}${kind}: ${listed.length}`, only ? "" : this.beside(measures.beside, state.area));
    if (!listed.length) return this.box.replaceChildren(title, make("p", { class: "plain" }, words.no_measures));
    const column = (label) => make("th", { scope: "col" }, label);
    const head = make("tr", {}, column(words.mahalla), column(words.measure), column(words.deadline));
    const of = JSON.stringify([state.area, state.period, only, this.box.clientWidth, this.box.clientHeight]);
    const starts = this.paged.of === of ? this.paged.starts : [0];
    this.paged = { of, starts, draw: () => this.page(title, head, listed) };
    this.paged.draw();
  }

  // As many as there is room for, from the one where the page begins; where it ends, the next begins.
  page(title, head, listed) {
    const { words, paged } = this;
    const first = paged.starts.at(-1) ?? 0;
    const body = make("tbody");
    const told = make("span", { role: "status" });
    const turn = (sign, by, label) => make("button", { type: "button", "aria-label": label, title: label, onclick: () => this.turn(by) }, sign);
    const previous = turn("◀", -1, words.list_previous);
    const next = turn("▶", 1, words.list_next);
    this.box.replaceChildren(title, make("table", { class: "listed" }, make("thead", {}, head), body), make("p", { class: "rest pages" }, told, previous, next));
    let last = first;
    for (; last < listed.length && last - first < MOST_ON_PAGE; last += 1) {
      const one = listed[last];
      body.append(this.measureRow(one, make("td", {}, make("button", { type: "button", onclick: () => this.open(one.area) }, one.name))));
      if (last > first && overflows(this.box)) {
        body.deleteRow(-1);
        break;
      }
    }
    told.textContent = fill(words.listed, { first: first + 1, last, total: listed.length });
    paged.next = last < listed.length ? last : null;
    previous.disabled = !first;
    next.disabled = paged.next === null;
  }

  // Another page of the list.
  turn(by) {
    const { starts, next, draw } = this.paged;
    if (by > 0 && next) starts.push(next);
    else if (by < 0 && starts.length > 1) starts.pop();
    else return;
    draw();
  }

  overview(state, districts) {
    const { words, agenda } = this;
    const title = make("h2", {}, `${words.agenda}: ${agenda.words}`);
    const column = (label, kind = "number") => make("th", { scope: "col", class: kind }, label);
    const head = make("tr", {}, column("", ""), column(words.overdue), column(words.cancelled), column(words.short_risk), column(words.change));
    const rows = agenda.codes.map((code, at) => {
      const one = districts[code];
      return make("tr", { "aria-current": state.area.startsWith(code) ? "true" : null },
        make("td", { class: "name" }, `${at + 1}. `, make("button", { type: "button", onclick: () => this.open(code) }, one.name)),
        make("td", { class: "number" }, this.counted(one.overdue, code, "overdue"), " / ", this.counted(one.asked, code, "")),
        make("td", { class: "number" }, this.counted(one.cancelled, code, "cancelled")), make("td", { class: "number" }, one.risk),
        make("td", { class: `number ${one.label}` }, `${SIGNS[one.label] ?? ""}${one.change}`));
    });
    this.list(title, head, rows, (left) => fill(words.agenda_more, { count: left }));
  }

  // A table of as many rows as there is room for, and a line that tells how many are left out.
  list(title, head, rows, told) {
    const body = make("tbody", {}, ...rows);
    const rest = make("p", { class: "rest", hidden: true });
    this.box.replaceChildren(title, make("table", { class: "listed" }, make("thead", {}, head), body), rest);
    let left = 0;
    while (body.rows.length > 1 && overflows(this.box)) {
      body.deleteRow(-1);
      left += 1;
      rest.hidden = false;
      rest.textContent = told(left);
    }
  }
}

// The classes are the same for all periods; `bare` is why the one shown has no colours at all, where it is so.
export function showLegend(box, { legend, title, words, swatches }, theme, bare) {
  const filled = (pattern, colours) => swatch(swatches[theme], pattern, colours);
  const classes = legend.rows.map((row) =>
    make("li", {}, filled(row.pattern, [row[theme]]), make("span", {}, row.sign ? `${row.sign} · ${row.label}` : row.label)));
  const faint = legend.faint?.[theme] ?? [];
  const others = [
    ...(legend.unsure && faint.length ? [make("li", {}, filled("veil", [faint[0], faint.at(-1)]), legend.unsure)] : []),
    ...(legend.hidden ? [make("li", {}, filled("hidden"), legend.hidden)] : []),
    make("li", {}, filled("none"), legend.none),
  ];
  const why = bare ? [make("p", { class: "bare" }, bare)] : [];
  box.setAttribute("aria-label", words.legend);
  box.replaceChildren(make("h2", {}, title), make("ul", { class: "classes" }, ...classes), make("ul", { class: "others" }, ...others), ...why);
}

// The largest letters with which a heading stands on one line; never smaller than what can be read from afar.
export function fitLine(node, largest, least = 2.8) {
  for (let size = largest; size >= least; size -= 0.4) {
    node.style.fontSize = `${size}rem`;
    if (node.scrollWidth <= node.clientWidth && node.offsetHeight <= size * 1.3 * parseFloat(getComputedStyle(document.documentElement).fontSize)) return;
  }
}
