// The districts of the region beside each other: any column sorts, a row leads down to its district, a number to its list.
import { make } from "./elements.js";
import { compare } from "./figures.js";

const TEXT = "name";

export default function districts({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".districts") ?? parentElement.appendChild(make("div", { class: "districts" }));
  root.order ??= { key: "risk", descending: true };
  const draw = () => paint(root, data, (code) => setTriggerValue("code", code), draw);
  draw();
}

function paint(root, data, open, again) {
  const { order } = root;
  const { compare: inOrder } = new Intl.Collator(data.locale);
  const by = (row) => (order.key === TEXT ? row.name : row.by[order.key]);
  const [whole] = data.rows.slice(-1);
  const way = order.descending ? -1 : 1;
  const rows = data.rows.slice(0, -1).sort((a, b) => compare(by(a), by(b), way, inOrder) || (a.code < b.code ? -1 : 1));
  const turn = (key) => () => {
    root.order = { key, descending: order.key === key ? !order.descending : key !== TEXT };
    again();
    root.querySelector(`th button[name="${key}"]`).focus();
  };
  const head = make("tr", {}, ...data.columns.map((column) => headOf(column, order, data.sort, turn(column.key))));
  const body = make("tbody", {}, ...rows.map((row) => lineOf(row, data.columns, open)));
  const foot = make("tfoot", {}, lineOf(whole, data.columns, null));
  const table = make("table", { "aria-label": data.title }, make("thead", {}, head), body, foot);
  root.replaceChildren(make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": data.title }, table));
}

function headOf({ key, label }, order, sort, turn) {
  const isChosen = order.key === key;
  const [sign, sorted] = !isChosen ? ["", "none"] : order.descending ? [" ↓", "descending"] : [" ↑", "ascending"];
  const button = make("button", { type: "button", name: key, "aria-label": sort.replace("{column}", label), onclick: turn }, label + sign);
  return make("th", { scope: "col", class: key, "aria-sort": sorted }, button);
}

function lineOf(row, columns, open) {
  const line = make("tr", { "data-code": row.code, onclick: open && ((event) => !event.target.closest("a") && open(row.code)) });
  for (const { key } of columns) line.append(cellOf(row, key, open));
  return line;
}

function cellOf(row, key, open) {
  if (key === TEXT) return make("th", { scope: "row", class: key }, open ? make("button", { type: "button" }, row.name) : row.name);
  if (key === "trend") {
    const cell = make("td", { class: key });
    cell.innerHTML = row.trend; // drawn by the server, of numbers alone
    return cell;
  }
  const lead = row.links[key];
  const look = { class: key === "risk" ? `risk ${row.side}` : key, title: key === "risk" && row.by.risk !== null ? row.said : null };
  if (!lead || !row.by[key]) return make("td", look, row.words[key]);
  const view = new URLSearchParams(lead.view).toString();
  return make("td", look, make("a", { href: `${lead.path}?${view}`, "data-page": lead.page, "data-view": view }, row.words[key]));
}
