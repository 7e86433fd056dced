import "./writing.js";

// A matrix of counts, drawn as a table whose cells can be pressed; a cell's share of what is bad is its depth of red.
export default function matrix(component) {
  const { data, parentElement, setTriggerValue } = component;
  let root = parentElement.querySelector(".matrix");
  if (!root) {
    root = document.createElement("div");
    root.className = "matrix";
    parentElement.append(root);
  }
  const say = (value) => globalThis.riskmapWriting.number(value, data.locale);
  const shares = data.cells.slice(0, -1).flatMap((row) => row.slice(0, -1).map((cell) => (cell.of ? cell.bad / cell.of : 0)));
  const most = Math.max(...shares, 1e-9);

  const table = document.createElement("table");
  table.setAttribute("aria-label", data.title);
  if (data.columns.length > 11) table.className = "many";
  table.style.setProperty("--columns", data.columns.length);
  const head = table.createTHead().insertRow();
  const corner = document.createElement("th");
  corner.textContent = data.corner;
  corner.className = "area";
  head.append(corner);
  data.columns.forEach((column, at) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column.label;
    if (at === data.columns.length - 1) cell.className = "total";
    head.append(cell);
  });
  const body = table.createTBody();
  data.rows.forEach((row, down) => {
    const line = body.insertRow();
    if (down === data.rows.length - 1) line.className = "total";
    const name = document.createElement("th");
    name.scope = "row";
    name.className = "area";
    name.textContent = row.label;
    line.append(name);
    data.columns.forEach((column, across) => {
      const { bad, of, parts, told } = data.cells[down][across];
      const cell = line.insertCell();
      if (across === data.columns.length - 1) cell.className = "total";
      const button = document.createElement("button");
      button.type = "button";
      button.title = told;
      button.setAttribute("aria-label", told);
      const code = `${row.code}|${column.code}`;
      button.dataset.cell = code;
      if (code === data.chosen) button.setAttribute("aria-pressed", "true");
      if (of === null) {
        button.className = "none";
        button.textContent = "–";
      } else {
        const heat = of && bad ? Math.min(1, bad / of / most) : 0;
        button.style.setProperty("--heat", `${Math.round(heat * 66)}%`);
        if (!bad) button.classList.add("clear");
        const strong = document.createElement("b");
        strong.textContent = say(bad);
        button.append(strong);
        if (parts) {
          const whole = document.createElement("small");
          whole.textContent = `/ ${say(of)}`;
          const bar = document.createElement("span");
          bar.className = "bar";
          parts.forEach((part, at) => {
            if (!part) return;
            const piece = document.createElement("i");
            piece.className = `part${at}`;
            piece.style.flexGrow = part;
            bar.append(piece);
          });
          button.append(whole, bar);
        }
      }
      button.onclick = () => setTriggerValue("cell", code);
      cell.append(button);
    });
  });
  const scrolled = root.querySelector(".scroll")?.scrollTop ?? 0;
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.append(table);
  root.replaceChildren(scroll);
  scroll.scrollTop = scrolled;
}
