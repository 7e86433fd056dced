// What stands around the map of a pack; each part is drawn anew into its node.
import { make } from "../elements.js";
import { HIDDEN, isFaint, NO_DATA } from "../map/areas.js";
import { swatch } from "../map/legend.js";

const link = (state, code) =>
  make("button", { type: "button", class: "link", onclick: () => state.open(code) }, state.region.nameOf.get(code));

export function showTrail(node, state) {
  const steps = [];
  for (let code = state.region.parent(state.area); code; code = state.region.parent(code)) steps.unshift(link(state, code));
  node.replaceChildren(...steps, make("strong", { "aria-current": "location" }, state.region.nameOf.get(state.area)));
}

export function showLegend(node, state) {
  const { drawn, theme, words, region, value } = state;
  const isCategory = value === "category";
  const count = (test) => [...drawn.classes].filter(test).length;
  const row = (pattern, colours, label, size) =>
    make("li", {}, swatch(region.swatches[theme], pattern, colours), label, make("b", {}, state.number(size)));
  const faint = drawn.faint[theme];
  const hidden = count((mark) => mark === HIDDEN);
  const rows = drawn.labels.map((label, i) => {
    const words_of = isCategory ? `${words.category_letters[i]} · ${label}` : label;
    const pattern = isCategory ? region.patterns.category[i] : null;
    return row(pattern, [drawn.colours[theme][i]], words_of, count((mark) => mark === String(i)));
  });
  const unsure = value === "change_year" ? words.cannot_tell : words.unsure;
  if (faint?.length) rows.push(row("veil", [faint[0], faint.at(-1)], unsure, count(isFaint)));
  if (hidden) rows.push(row("hidden", [], words.hidden, hidden));
  rows.push(row("none", [], words.no_data, count((mark) => mark === NO_DATA)));
  if (drawn.bare) rows.push(make("li", { class: "bare" }, make("strong", {}, drawn.bare)));
  node.replaceChildren(...rows);
}

export function showBrief(node, state) {
  const { words, region, area } = state;
  const found = region.briefs[area];
  const title = make("h2", {}, `${words.brief}: ${region.nameOf.get(area)}`);
  if (!found) {
    const at = region.placeOf.get(area);
    const lines = at === undefined ? [] : state.linesOf(at).slice(2);
    node.replaceChildren(title, make("ul", {}, ...lines.map((line) => make("li", {}, line))));
    return;
  }
  const [, period] = region.periods.find(([code]) => code === region.period);
  const cards = found.figures.map((one) => {
    const before = `${words.before}: ${one.before}${one.label ? ` · ${words[one.label]}` : ""}`;
    const lines = [`${words.rate}: ${one.rate}`, before].map((line) => make("span", {}, line));
    return make("div", { class: "card" }, make("span", {}, one.name), make("b", {}, one.count), ...lines);
  });
  const fact = (name, value, ...more) => make("li", {}, `${name}: `, make("b", {}, value), ...more);
  const facts = ["asked", "done", "overdue", "cancelled", "gaps", "red"].map((key) => fact(words[key], found[key]));
  const risk = fact(words.risk_of, found.risk, ` ${found.interval && `(${found.interval})`}`);
  const calls = found.attention.map(([code, why]) => make("li", {}, link(state, code), ` — ${why}`));
  node.replaceChildren(
    title,
    make("p", { class: "soft" }, period),
    make("div", { class: "cards" }, ...cards),
    make("ul", { class: "facts" }, risk, ...facts),
    make("h3", {}, words.attention),
    calls.length ? make("ol", {}, ...calls) : make("p", {}, words.attention_none),
  );
}

export function showChart(node, state) {
  const { words, region, indicator, area } = state;
  const totals = region.sums[indicator][area] ?? region.trends[indicator][region.placeOf.get(area)];
  const most = Math.max(1, ...totals.map((one) => one ?? 0));
  const bars = totals.map((value, q) => {
    const bar = make("i");
    bar.style.height = `calc((100% - 66px) * ${(value ?? 0) / most})`; // the number and the quarter stand in the rest
    const name = region.quarters[q];
    return make("li", { title: name }, make("b", {}, state.number(value)), bar, make("span", {}, name));
  });
  const [, name] = region.indicators.find(([code]) => code === indicator);
  node.replaceChildren(
    make("h2", {}, words.chart),
    make("p", { class: "soft" }, `${region.nameOf.get(area)} · ${name} · ${words.chart_note}`),
    make("ul", { class: "bars", tabindex: 0, "aria-label": words.chart }, ...bars),
  );
}
