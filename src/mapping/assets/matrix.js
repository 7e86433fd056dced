// A matrix of counts, drawn as a table whose cells can be pressed; a cell's share of what is bad is its depth of red.
import { make } from "./elements.js";
import { written } from "./figures.js";

export default function matrix({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".matrix") ?? parentElement.appendChild(make("div", { class: "matrix" }));
  const shares = data.cells.slice(0, -1).flatMap((row) => row.slice(0, -1).map((cell) => (cell.of ? cell.bad / cell.of : 0)));
  const most = Math.max(...shares, 1e-9);
  const total = (at, all) => (at === all.length - 1 ? "total" : null);
  const names = data.columns.map(({ label }, at, all) => make("th", { scope: "col", class: total(at, all) }, label));
  const lines = data.rows.map((row, down, all) => {
    const cells = data.columns.map((column, across) => {
      const cell = cellOf(data, `${row.code}|${column.code}`, data.cells[down][across], most, (code) => setTriggerValue("cell", code));
      return make("td", { class: total(across, data.columns) }, cell);
    });
    return make("tr", { class: total(down, all) }, make("th", { scope: "row", class: "area" }, row.label), ...cells);
  });
  const head = make("tr", {}, make("th", { class: "area" }, data.corner), ...names);
  const look = { "aria-label": data.title, class: data.columns.length > 11 ? "many" : null };
  const table = make("table", look, make("thead", {}, head), make("tbody", {}, ...lines));
  table.style.setProperty("--columns", data.columns.length);
  const scrolled = root.querySelector(".scroll")?.scrollTop ?? 0;
  const scroll = make("div", { class: "scroll" }, table);
  root.replaceChildren(scroll);
  scroll.scrollTop = scrolled;
}

// What is bad of how many, and the parts of what is bad as a bar.
function cellOf(data, code, { bad, of, parts, told }, most, chosen) {
  const say = (value) => written(value, data.locale);
  const none = of === null;
  const button = make("button", {
    type: "button", title: told, "aria-label": told, "data-cell": code, onclick: () => chosen(code),
    "aria-pressed": code === data.chosen ? "true" : null, class: none ? "none" : bad ? null : "clear",
  });
  if (none) {
    button.append("–");
    return button;
  }
  const heat = of && bad ? Math.min(1, bad / of / most) : 0;
  button.style.setProperty("--heat", `${Math.round(heat * 66)}%`);
  button.append(make("b", {}, say(bad)));
  if (!parts) return button;
  const bar = make("span", { class: "bar" });
  parts.forEach((part, at) => {
    if (!part) return;
    const piece = make("i", { class: `part${at}` });
    piece.style.flexGrow = part;
    bar.append(piece);
  });
  button.append(make("small", {}, `/ ${say(of)}`), bar);
  return button;
}
