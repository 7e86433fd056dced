// The ranking of the areas on the map: the same figures from the same address, sorted here, only the rows in sight drawn.
import { complete, NOTHING, written } from "./columns.js";

const ROW = 32;
const MOST_KEPT = 3; // the view, and the one on either side; the browser's own cache has the others
const kept = new Map();

function load(url, finish = (answer) => answer) {
  if (!kept.has(url)) {
    const answer = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.json().then(finish);
    });
    answer.catch(() => kept.delete(url));
    kept.set(url, answer);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  }
  return kept.get(url);
}

const size = (value) => (value === "Inf" ? Infinity : value);

export default function ranking(component) {
  const { data, parentElement, setTriggerValue } = component;
  let root = parentElement.querySelector(".ranking");
  if (!root) {
    root = document.createElement("div");
    root.className = "ranking";
    root.innerHTML = '<div class="scroll" tabindex="0" role="region"><table><thead><tr></tr></thead><tbody></tbody></table></div>';
    parentElement.append(root);
    root.state = { sort: null, descending: true, order: [], selected: null };
  }
  const { state } = root;
  const scroll = root.querySelector(".scroll");
  const head = root.querySelector("thead tr");
  const body = root.querySelector("tbody");
  const table = root.querySelector("table");
  table.setAttribute("aria-label", data.title);
  scroll.setAttribute("aria-label", data.title);
  // What stands in a cell, and by what its column is sorted.
  const cellOf = (field, values) => {
    const { columns } = values;
    const write = (name, i) => written(values, name, i, data.locale);
    if (field.ends) {
      const [low, high] = field.ends;
      return { at: (i) => (columns[low][i] === null ? NOTHING : `${write(low, i)}–${write(high, i)}`) };
    }
    const given = columns[field.key];
    if (field.words) return { at: (i) => data.codes[given[i]] ?? NOTHING, by: (i) => given[i], code: true };
    const hidden = field.key === "count" ? columns.hidden : undefined;
    return { at: (i) => (hidden?.[i] ? data.words.hidden : write(field.key, i)), by: (i) => given[i] };
  };
  const isFaint = (mark) => mark >= "a" && mark !== "x";
  const swatchOf = (mark) =>
    mark === "x" || mark === "H" ? data.none : isFaint(mark) ? data.faint[mark.charCodeAt(0) - 97] : data.colours[Number(mark)];
  let alive = true;

  Promise.all([load(data.values, complete), load(data.names)]).then(([values, names]) => {
    if (!alive) return;
    const { codes, classes } = values;
    const name = codes.map((code) => names[code] ?? code);
    const fields = [
      { key: "name", label: data.words.name, at: (i) => name[i], text: true },
      ...data.fields.map((field) => ({ ...field, ...cellOf(field, values) })),
    ];
    if (state.by !== data.by || !fields.some((field) => field.key === state.sort)) {
      state.by = data.by;
      state.sort = data.by;
      state.descending = true;
    }

    // Sorted anew only when something else is sorted, or otherwise: not because another row is chosen.
    const arrange = () => {
      const given = [values, names, state.sort, state.descending];
      if (state.arranged?.every((one, at) => one === given[at])) return;
      state.arranged = given;
      const field = fields.find((one) => one.key === state.sort);
      const order = codes.map((_, i) => i);
      const way = state.descending ? -1 : 1;
      if (field.text) {
        const collator = new Intl.Collator(data.locale);
        order.sort((a, b) => way * collator.compare(name[a], name[b]));
      } else {
        // Areas without a figure stay at the end whichever way one sorts.
        order.sort((a, b) => {
          const [x, y] = [size(field.by(a)), size(field.by(b))];
          if (x === null || y === null) return (x === null) - (y === null);
          return way * (x > y ? 1 : x < y ? -1 : 0) || a - b;
        });
      }
      state.order = order;
    };

    const paintHead = () => {
      head.replaceChildren(
        rankCell(),
        ...fields.map((field) => {
          const cell = document.createElement("th");
          cell.scope = "col";
          cell.className = field.text ? "name" : "number";
          if (!field.by && !field.text) {
            cell.textContent = field.label;
            return cell;
          }
          const button = document.createElement("button");
          button.type = "button";
          const chosen = state.sort === field.key;
          button.textContent = field.label + (chosen ? (state.descending ? " ↓" : " ↑") : "");
          button.setAttribute("aria-label", data.words.sort.replace("{column}", field.label));
          cell.setAttribute("aria-sort", chosen ? (state.descending ? "descending" : "ascending") : "none");
          button.onclick = () => {
            state.descending = chosen ? !state.descending : !field.text;
            state.sort = field.key;
            arrange();
            paintHead();
            scroll.scrollTop = 0;
            paintRows();
          };
          cell.append(button);
          return cell;
        }),
      );
    };
    const rankCell = () => {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.className = "rank";
      cell.textContent = "№";
      return cell;
    };

    const spacer = (rows) => {
      const row = document.createElement("tr");
      row.setAttribute("aria-hidden", "true");
      row.style.height = `${rows * ROW}px`;
      return row;
    };
    const paintRows = () => {
      const whole = state.onPaper;
      const first = whole ? 0 : Math.max(0, Math.floor(scroll.scrollTop / ROW) - 5);
      const last = whole ? state.order.length : Math.min(state.order.length, first + Math.ceil(scroll.clientHeight / ROW) + 12);
      const held = body.contains(focused()) ? focused().closest("tr")?.dataset.code : null;
      const stop = stopIn(first, last);
      const rows = [];
      for (let place = first; place < last; place += 1) {
        const at = state.order[place];
        const row = document.createElement("tr");
        row.dataset.code = codes[at];
        row.setAttribute("aria-rowindex", String(place + 2));
        if (codes[at] === data.selected) row.setAttribute("aria-selected", "true");
        const rank = document.createElement("td");
        rank.className = "rank";
        rank.textContent = String(place + 1);
        row.append(rank);
        for (const field of fields) {
          const cell = document.createElement("td");
          cell.className = field.text ? "name" : field.code ? "code" : "number";
          if (field.text) {
            const swatch = document.createElement("i");
            swatch.style.background = swatchOf(classes[at]);
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = field.at(at);
            button.tabIndex = place === stop ? 0 : -1;
            button.title = `${field.at(at)} · ${codes[at]}`;
            const pair = document.createElement("div");
            pair.append(swatch, button);
            cell.append(pair);
          } else {
            cell.textContent = field.at(at);
          }
          row.append(cell);
        }
        row.onclick = () => setTriggerValue("code", codes[at]);
        rows.push(row);
      }
      body.replaceChildren(spacer(first), ...rows, spacer(state.order.length - last));
      if (held) buttonOf(held)?.focus({ preventScroll: true });
    };

    // One row is reached by Tab, the others from it by arrows: nobody tabs through 832 rows.
    const focused = () => root.getRootNode().activeElement;
    const buttonOf = (code) => body.querySelector(`tr[data-code="${CSS.escape(code)}"] button`);
    const placeOf = (code) => state.order.findIndex((at) => codes[at] === code);
    const stopIn = (first, last) => {
      const place = placeOf(state.reached ?? data.selected);
      return place >= first && place < last ? place : Math.min(last - 1, Math.ceil(scroll.scrollTop / ROW));
    };
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
    body.onkeydown = (event) => {
      const code = event.target.closest("tr")?.dataset.code;
      if (!code || !(event.key in steps)) return;
      event.preventDefault();
      const place = Math.min(Math.max(placeOf(code) + steps[event.key], 0), codes.length - 1);
      const top = place * ROW;
      state.reached = codes[state.order[place]];
      if (top < scroll.scrollTop) scroll.scrollTop = top;
      else if (top + 2 * ROW > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + 2 * ROW - scroll.clientHeight;
      paintRows();
      buttonOf(state.reached)?.focus({ preventScroll: true });
    };

    arrange();
    paintHead();
    table.setAttribute("aria-rowcount", String(codes.length + 1));
    if (state.selected !== data.selected || state.values !== data.values) {
      const place = state.order.findIndex((at) => codes[at] === data.selected);
      const top = place * ROW;
      const inSight = top >= scroll.scrollTop && top + ROW <= scroll.scrollTop + scroll.clientHeight - ROW;
      if (place >= 0 && !inSight) {
        paintRows();
        scroll.scrollTop = Math.max(0, top - scroll.clientHeight / 2);
      }
    }
    state.selected = data.selected;
    state.values = data.values;
    paintRows();
    scroll.onscroll = paintRows;
    root.paintRows = paintRows;
  }).catch((error) => {
    console.error(error);
    body.textContent = data.words.failed;
  });
  // Paper shows the table whole.
  const onPaper = (event) => {
    state.onPaper = event.type === "beforeprint";
    root.paintRows?.();
  };
  for (const moment of ["beforeprint", "afterprint"]) addEventListener(moment, onPaper);
  return () => {
    alive = false;
    for (const moment of ["beforeprint", "afterprint"]) removeEventListener(moment, onPaper);
  };
}
