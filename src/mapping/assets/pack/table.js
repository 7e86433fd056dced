// A table that sorts and shows more.
import { make } from "../elements.js";
import { compare } from "../figures.js";

const STEP = 100; // rows shown at a time

export class Table {
  // columns: { name, number (whether it is one), value(row) → what is sorted by, write(row) → text }; rows are the caller's.
  /** @type {any} */
  by = null;
  down = true;
  rows = [];
  shown = STEP;

  /** @param {string} caption @param {any[]} columns @param {Record<string, string>} words @param {(row: any) => void} [chosen] */
  constructor(caption, columns, words, chosen) {
    this.columns = columns;
    this.words = words;
    this.chosen = chosen;
    this.head = make("tr");
    this.body = make("tbody");
    this.more = make("button", { type: "button", class: "more", onclick: () => this.grow() }, words.more);
    this.count = make("span", { class: "count", role: "status" });
    const table = make("table", {}, make("caption", {}, caption), make("thead", {}, this.head), this.body);
    this.node = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, table);
    this.foot = make("div", { class: "foot" }, this.count, this.more);
  }

  grow() {
    this.shown += STEP * 5;
    this.draw();
  }

  sort(column) {
    this.down = this.by === column ? !this.down : Boolean(column.number);
    this.by = column;
    this.draw();
  }

  show(rows) {
    this.rows = rows;
    this.shown = STEP;
    this.draw();
  }

  ordered() {
    if (!this.by) return this.rows;
    const { value } = this.by;
    return [...this.rows].sort((a, b) => compare(value(a), value(b), this.down ? -1 : 1));
  }

  draw() {
    this.head.replaceChildren(...this.columns.map((column) => this.title(column)));
    const rows = this.ordered();
    this.body.replaceChildren(...rows.slice(0, this.shown).map((row) => this.line(row)));
    this.more.hidden = rows.length <= this.shown;
    this.count.textContent = `${this.words.rows}: ${rows.length}`;
  }

  title(column) {
    const sorted = this.by === column ? (this.down ? "descending" : "ascending") : "none";
    const arrow = { ascending: " ▲", descending: " ▼", none: "" }[sorted];
    const button = make("button", { type: "button", title: this.words.sort, onclick: () => this.sort(column) }, column.name + arrow);
    return make("th", { scope: "col", "aria-sort": sorted, class: column.number ? "number" : null }, button);
  }

  line(row) {
    const cells = this.columns.map((column, i) => {
      const text = column.write(row);
      const isLink = i === 0 && this.chosen;
      const inside = isLink ? make("button", { type: "button", class: "link", onclick: () => this.chosen?.(row) }, text) : text;
      return make("td", { class: column.number ? "number" : null }, inside);
    });
    return make("tr", {}, ...cells);
  }
}
