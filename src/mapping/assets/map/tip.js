// The tooltip of an area: what it says, and where it stands.
import { fill, make } from "../elements.js";
import { figure } from "../figures.js";

/** What the figures of an area, `at` its place in the columns, say line by line; one that is missing is said to be missing.
 * @type {(values: Figures, at: number, words: Record<string, any>, locale: string) => string[]} */
export function linesOf(values, at, words, locale) {
  const { columns } = values;
  if (columns.told) return columns.told[at] ?? [words.none]; // what changed comes in words
  const has = (/** @type {string} */ name) => (columns[name]?.[at] ?? null) !== null;
  const write = (/** @type {string} */ name) => figure(values, name, at, locale);
  const lines = kindsOf(columns, at, words);
  if (columns.rr && has("count") && has("expected")) {
    lines.push(fill(words.counted, { count: write("count"), expected: write("expected") }));
    if (has("rr")) {
      lines.push(`${words.risk}: ${write("rr")} (${write("rr_lo")}–${write("rr_hi")})`);
      if (has("p_raised")) lines.push(`${words.probability}: ${write("p_raised")}`);
      lines.push(words[columns.verdict[at]]);
    }
  } else {
    const none = columns.hidden?.[at] ? words.hidden : words.none;
    lines.push(`${words.count}: ${has("count") ? write("count") : none}`);
  }
  if (columns.rate_difference) {
    if (columns.hidden_before?.[at]) lines.push(`${words.before}: ${words.hidden}`);
    else if (has("count_before")) lines.push(`${words.before}: ${write("count_before")}`);
    if (has("rate_difference")) lines.push(`${words.change}: ${write("rate_difference")}`);
    if (columns.label[at]) lines.push(words[columns.label[at]]);
  }
  if (has("rate")) lines.push(`${words.rate}: ${write("rate")}`);
  if (has("rate") && !columns.rr) lines.push(`${words.interval}: ${write("rate_lo")}–${write("rate_hi")}`);
  if (has("asked")) lines.push(`${words.asked}: ${write("asked")}`);
  if (columns.cancelled?.[at]) lines.push(fill(words.cancelled, { count: write("cancelled") }));
  if (columns.people) lines.push(columns.people[at] ? `${words.people}: ${write("people")}` : words.no_people);
  if (columns.quarters_missing?.[at]) lines.push(`${words.missing}: ${write("quarters_missing")}`);
  if (columns.without_figure?.[at]) lines.push(`${words.without}: ${write("without_figure")}`);
  return lines;
}

/** The kind of an area where the map shows kinds, and what its two sides say.
 * @type {(columns: Record<string, any[]>, at: number, words: Record<string, any>) => string[]} */
function kindsOf(columns, at, words) {
  const kind = columns.category?.[at] ?? columns.spot?.[at] ?? columns.cluster?.[at] ?? null;
  const sides = ["category_official", "category_computed"].filter((side) => columns[side]);
  return [
    ...(kind === null ? [] : [words.kinds[kind]]),
    ...sides.map((side) => `${words[side]}: ${words.kinds[columns[side][at]] ?? "—"}`),
  ];
}

export class Tip {
  /** @param {Record<string, string>} attributes */
  constructor(attributes) {
    this.box = make("div", { ...attributes, hidden: true });
  }

  hide() {
    this.box.hidden = true;
  }

  /** Shows lines, the first of them strong, beside a pixel of what it lies in, and never beyond its edges.
   * @param {string[]} lines @param {Point} at @param {Size} room */
  show([head, ...lines], [x, y], [wide, tall]) {
    const { box } = this;
    box.replaceChildren(make("strong", {}, head), ...lines.map((line) => make("span", {}, line)));
    box.hidden = false;
    const left = x + 18 + box.offsetWidth > wide ? x - box.offsetWidth - 14 : x + 18;
    const top = Math.min(y + 14, tall - box.offsetHeight - 6);
    box.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }
}
