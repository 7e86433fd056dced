// A list of measures: a page of rows as the server has put them in order. On a wide screen a row is a line of a table, on a phone a
// card. Order, words looked for, page and the measure that is open are told to the server, which holds the whole list.
import { reportForm } from "./report_form.js";

const PATIENCE = 5000; // ms that a wish may take to be answered
const PAUSE = 350; // ms without a key after which what was typed is looked for

const MARKUP = `
<div class="tools">
  <label class="search"><span></span><input type="search" autocomplete="off" spellcheck="false"></label>
  <label class="order"><span></span><select></select></label>
  <button class="turn" type="button"></button>
  <span class="shown" role="status"></span>
  <nav class="pager"></nav>
</div>
<div class="table" role="table"><div role="rowgroup"><div class="head" role="row"></div></div><div class="body" role="rowgroup"></div></div>
<p class="nothing" hidden></p>
<nav class="pager below"></nav>
<dialog class="report"><header><b></b><button class="away" type="button"></button></header><div class="form"></div></dialog>`;

const made = (tag, words, more = {}) => Object.assign(document.createElement(tag), { textContent: words, ...more });
const turned = (order, mark) => (order.startsWith(mark) ? order.slice(mark.length) : mark + order);

export default function measures({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".measures");
  if (!root) {
    root = made("section", "", { className: "measures", innerHTML: MARKUP, turn: data.turn, told: 0 });
    parentElement.append(root);
  }
  // The answer to an earlier wish would take back a later one that is on its way.
  if (data.turn < root.turn && Date.now() - root.told < PATIENCE) return () => {};
  const ask = (name, value) => {
    Object.assign(root, { turn: Math.max(root.turn, data.turn) + 1, told: Date.now() });
    root.setAttribute("aria-busy", "true");
    setTriggerValue("asked", { name, value, turn: root.turn });
  };
  root.removeAttribute("aria-busy");
  layTools(root, data, ask);
  layHead(root, data, ask);
  const rows = JSON.stringify([data.rows, data.posts, data.columns]);
  if (root.rows !== rows) layRows(root, data, ask);
  const turnedOver = root.rows !== undefined && root.page !== data.page;
  Object.assign(root, { rows, page: data.page });
  mark(root, data.open);
  for (const pager of root.querySelectorAll(".pager")) layPager(pager, data, ask);
  if (turnedOver) root.scrollIntoView({ block: "start" });
  const sized = keepInSight(root);
  return () => {
    clearTimeout(root.typing);
    sized.disconnect();
  };
}

// Beside the measure that is open the list is narrower, and its rows are higher: the open one must not slide out of sight.
function keepInSight(root) {
  let width = root.clientWidth;
  const sized = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    if (root.open) rowOf(root.querySelector(".body"), root.open)?.scrollIntoView({ block: "nearest" });
  });
  sized.observe(root);
  return sized;
}

function layTools(root, data, ask) {
  const find = (selector) => root.querySelector(selector);
  const search = find(".search");
  const input = search.querySelector("input");
  search.hidden = data.text === null;
  search.querySelector("span").textContent = data.words.search;
  // What is being typed is not written over by the answer to its beginning.
  if (input.getRootNode().activeElement !== input) input.value = data.text ?? "";
  const look = () => {
    clearTimeout(root.typing);
    if (input.value.trim() !== (data.text ?? "")) ask("text", input.value);
  };
  input.oninput = () => {
    clearTimeout(root.typing);
    root.typing = setTimeout(look, PAUSE);
  };
  input.onchange = look;

  const order = find(".order select");
  const plain = data.sort.startsWith(data.backwards) ? turned(data.sort, data.backwards) : data.sort;
  find(".order span").textContent = data.words.order;
  order.replaceChildren(...data.orders.map(([value, words]) => made("option", words, { value, selected: value === plain })));
  order.onchange = () => ask("sort", order.value);
  const turn = find(".turn");
  turn.textContent = data.sort === plain ? "↓" : "↑";
  turn.title = data.words.turn;
  turn.setAttribute("aria-label", data.words.turn);
  turn.setAttribute("aria-pressed", String(data.sort !== plain));
  turn.disabled = !plain;
  turn.onclick = () => ask("sort", turned(data.sort, data.backwards));
  find(".shown").textContent = data.shown;
  find(".nothing").textContent = data.words.nothing;
  find(".nothing").hidden = data.total > 0;
  find(".table").hidden = !data.total;
}

// A name of a column orders by it, pressed again the other way round.
function layHead(root, data, ask) {
  const table = root.querySelector(".table");
  table.setAttribute("aria-label", data.title);
  table.setAttribute("aria-rowcount", String(data.total + 1));
  const head = root.querySelector(".head");
  head.setAttribute("aria-rowindex", "1");
  while (head.children.length > data.columns.length) head.lastChild.remove();
  data.columns.forEach((column, place) => {
    const cell = head.children[place] ?? head.appendChild(made("div", ""));
    const button = cell.firstElementChild ?? cell.appendChild(made("button", "", { type: "button" }));
    const back = turned(column.sort, data.backwards);
    const way = { [column.sort]: "ascending", [back]: "descending" }[data.sort] ?? "none";
    cell.className = column.name;
    cell.setAttribute("role", "columnheader");
    cell.setAttribute("aria-sort", way);
    button.textContent = column.label + { ascending: " ↓", descending: " ↑", none: "" }[way];
    button.setAttribute("aria-label", data.words.sort.replace("{column}", column.label));
    button.onclick = () => ask("sort", way === "ascending" ? back : column.sort);
  });
}

const lines = (first, second) => [made("b", first), ...(second ? [made("small", second)] : [])];

const CELLS = {
  state: (row, words) => {
    const sign = made("i", "", { className: row.state });
    if (!row.days) return [sign, ...lines(row.told, row.progress)];
    return [sign, made("b", row.days, { className: "days" }), made("span", words.days, { className: "on-card" }), made("small", row.told)];
  },
  place: (row) => lines(row.place, row.within),
  text: (row) => [made("button", row.text, { type: "button", tabIndex: -1 }), ...(row.reported ? [made("small", row.reported, { className: "reported" })] : [])],
  who: (row, _words, posts) =>
    row.who.flatMap((post, at) => {
      const arrow = made("span", " → ", { className: "arrow" });
      return at ? [arrow, made("span", posts[post])] : [made("span", posts[post])];
    }),
  when: (row, words) => [made("span", `${words.deadline}: `, { className: "on-card" }), ...lines(row.deadline, row.quarter)],
};

function layRows(root, data, ask) {
  const body = root.querySelector(".body");
  const held = body.contains(body.getRootNode().activeElement) ? body.getRootNode().activeElement.closest(".row").dataset.id : null;
  body.replaceChildren(
    ...data.rows.map((row, place) => {
      const line = made("div", "", { className: `row ${row.state}` });
      line.dataset.id = row.id;
      line.setAttribute("role", "row");
      line.setAttribute("aria-rowindex", String(data.first + place + 2));
      line.append(
        ...data.columns.map(({ name }) => {
          const cell = made("div", "", { className: name });
          cell.setAttribute("role", "cell");
          cell.append(...CELLS[name](row, data.words, data.posts));
          if (name === "when" && row.report.acts) cell.append(reporting(root, row, data.form));
          return cell;
        }),
      );
      return line;
    }),
  );
  const open = (id) => {
    const chosen = id === root.open ? "" : id;
    mark(root, chosen);
    ask("open", chosen);
  };
  body.onclick = (event) => {
    const line = event.target.closest(".row");
    if (line && !event.target.closest(".report-open") && !getSelection()?.toString()) open(line.dataset.id);
  };
  body.onkeydown = (event) => step(root, event, () => root.open && open(root.open));
  const stop = (held && rowOf(body, held)) || body.firstElementChild;
  if (stop) reach(body, stop, Boolean(held));
}

// The form opens in place, also where the server cannot be reached: what is reported is sent when it can.
function reporting(root, row, form) {
  const words = row.report.acts.includes("confirm") ? form.acts.confirm : form.words.open;
  const button = made("button", words, { type: "button", className: "report-open", tabIndex: -1 });
  button.setAttribute("aria-label", `${words}: ${row.text}`);
  button.onclick = () => {
    const dialog = root.querySelector("dialog.report");
    dialog.querySelector("header b").textContent = row.text;
    const away = dialog.querySelector(".away");
    away.textContent = form.words.close;
    away.onclick = () => dialog.close();
    dialog.setAttribute("aria-label", `${words}: ${row.text}`);
    reportForm(dialog.querySelector(".form"), form, { measure: row.id, title: row.text, ...row.report }, () => dialog.close());
    dialog.showModal();
  };
  return button;
}

const rowOf = (body, id) => body.querySelector(`.row[data-id="${CSS.escape(id)}"]`);

// One row is reached by Tab, the others from it by arrows: nobody tabs through a hundred rows.
function reach(body, row, focused) {
  for (const button of body.querySelectorAll(".row button")) button.tabIndex = -1;
  const button = row.querySelector(".text button");
  const report = row.querySelector(".report-open");
  if (report) report.tabIndex = 0;
  button.tabIndex = 0;
  if (focused) button.focus();
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

function step(root, event, close) {
  const row = event.target.closest(".row");
  if (event.key === "Escape" && root.open) close();
  if (!row || !(event.key in STEPS)) return;
  event.preventDefault();
  const all = [...row.parentElement.children];
  const place = Math.min(Math.max(all.indexOf(row) + STEPS[event.key], 0), all.length - 1);
  reach(row.parentElement, all[place], true);
}

// The measure that is open: its detail stands beside the list, which may have become narrower for it.
function mark(root, id) {
  const body = root.querySelector(".body");
  for (const row of body.children) {
    row.classList.toggle("open", row.dataset.id === id);
    row.querySelector(".text button").setAttribute("aria-expanded", String(row.dataset.id === id));
  }
  if (id && id !== root.open) {
    const row = rowOf(body, id);
    if (row) requestAnimationFrame(() => row.scrollIntoView({ block: "nearest" }));
  }
  root.open = id;
}

function layPager(pager, data, ask) {
  pager.hidden = data.pages < 2;
  if (pager.hidden) return;
  if (!pager.firstChild) {
    pager.append(made("button", "◀", { type: "button", className: "previous" }), made("select", ""), made("button", "▶", { type: "button", className: "next" }));
  }
  const [previous, select, next] = pager.children;
  pager.setAttribute("aria-label", data.words.page);
  select.setAttribute("aria-label", data.words.page);
  if (select.length !== data.pages) select.replaceChildren(...Array.from({ length: data.pages }, (_, at) => made("option", `${at + 1} / ${data.pages}`, { value: at + 1 })));
  select.value = data.page;
  select.onchange = () => ask("page", Number(select.value));
  for (const [button, way] of [[previous, -1], [next, 1]]) {
    const words = way < 0 ? data.words.previous : data.words.next;
    button.title = words;
    button.setAttribute("aria-label", words);
    button.disabled = data.page + way < 1 || data.page + way > data.pages;
    button.onclick = () => ask("page", data.page + way);
  }
}
