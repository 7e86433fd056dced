// A row of controls. A choice is shown at once and told to the server; what comes back is laid over what stands here, so that
// focus, an open list and an open drawer stay.
import { drawer } from "./drawer.js";
import { make } from "./elements.js";

const PATIENCE = 5000; // ms that a choice may take to be answered

// Options stay as they are while they are the same: an open list would close.
function offer(select, { words, chosen, nothing }) {
  const offered = JSON.stringify([words, nothing]);
  if (select.dataset.offered !== offered) {
    const none = nothing ? [make("option", { value: "", hidden: true, disabled: true }, nothing)] : [];
    select.replaceChildren(...none, ...words.map(([value, label]) => make("option", { value }, label)));
    select.dataset.offered = offered;
  }
  select.value = chosen ?? "";
}

function labelled(box, part) {
  box.append(make("label", {}, make("span", { class: "label" }), part));
  return part;
}

function list(box, control, tell) {
  const select = box.querySelector("select") ?? labelled(box, make("select"));
  box.querySelector(".label").textContent = control.label;
  select.name = control.name;
  offer(select, control);
  select.onchange = () => tell(select.value);
  return select;
}

// The list, the newest first, between a step back and a step on.
function steps(box, control, tell) {
  const ways = { previous: ["◀", 1], next: ["▶", -1] };
  if (!box.firstChild) {
    const select = labelled(box, make("select"));
    const [back, on] = Object.keys(ways).map((way) => make("button", { type: "button", class: way }, ways[way][0]));
    select.before(back);
    select.after(on);
  }
  const select = list(box, control, (value) => {
    bound();
    tell(value);
  });
  const bound = () => {
    for (const [way, [, far]] of Object.entries(ways)) box.querySelector(`.${way}`).disabled = !select.options[select.selectedIndex + far];
  };
  for (const [way, [, far]] of Object.entries(ways)) {
    const button = box.querySelector(`.${way}`);
    button.name = `${control.name}_${way}`;
    button.title = control.aside[way];
    button.setAttribute("aria-label", control.aside[way]);
    button.onclick = () => {
      select.selectedIndex += far;
      select.onchange();
    };
  }
  bound();
}

function buttons(box, control, tell) {
  const group = box.querySelector(".group") ?? box.appendChild(make("div", { class: "group" }));
  if (!box.querySelector(".label")) group.before(make("span", { class: "label" }));
  box.querySelector(".label").textContent = control.label;
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", control.label);
  while (group.children.length > control.words.length) group.lastChild.remove();
  const press = (value) => {
    for (const one of group.children) one.setAttribute("aria-pressed", String(one.value === value));
  };
  control.words.forEach(([value, textContent], place) => {
    const button = group.children[place] ?? group.appendChild(make("button", { type: "button" }));
    Object.assign(button, { name: control.name, value, textContent });
    button.onclick = () => {
      if (button.getAttribute("aria-pressed") === "true") return;
      press(value);
      tell(value);
    };
  });
  press(control.chosen);
}

function toggle(box, control, tell) {
  if (!box.firstChild) {
    box.append(make("label", { class: "toggle" }, make("input", { type: "checkbox", role: "switch" }), make("span")));
  }
  const input = box.querySelector("input");
  box.querySelector("span").textContent = control.label;
  input.name = control.name;
  input.checked = control.chosen;
  input.disabled = control.disabled ?? false;
  input.onchange = () => tell(input.checked);
}

// The view that the address holds, with what this link lays over it (links.js).
function link(box, control) {
  const way = box.querySelector("a") ?? box.appendChild(make("a"));
  Object.assign(way, { textContent: control.label, href: `?${control.chosen}` });
  way.dataset.view = control.chosen;
}

function behind(box, control, _tell, tellOf) {
  if (!box.firstChild) {
    box.append(make("button", { type: "button" }), make("div", { class: "within" }));
    drawer(box);
  }
  const [button, within] = box.children;
  button.name = control.name;
  button.textContent = `${control.label} ▾`;
  lay(within, control.within, tellOf);
}

const KINDS = { list, steps, buttons, switch: toggle, link, drawer: behind };

function lay(root, controls, tellOf) {
  const standing = new Map([...root.children].map((box) => [box.dataset.control, box]));
  const boxes = controls.map((control) => {
    const id = `${control.kind} ${control.name}`;
    const box = standing.get(id) ?? make("div", { class: control.kind });
    box.dataset.control = id;
    KINDS[control.kind](box, control, tellOf(control.name), tellOf);
    return box;
  });
  // What stays where it is keeps its focus.
  if (boxes.length !== root.children.length || boxes.some((box, place) => root.children[place] !== box)) root.replaceChildren(...boxes);
}

export default function controls({ data, parentElement, setTriggerValue }) {
  const row = parentElement.querySelector(".row")
    ?? parentElement.appendChild(Object.assign(make("div", { class: "row" }), { turn: data.turn, told: 0 }));
  // The answer to an earlier choice would take back a later one that is on its way.
  if (data.turn < row.turn && Date.now() - row.told < PATIENCE) return;
  lay(row, data.controls, (name) => (value) => {
    Object.assign(row, { turn: row.turn + 1, told: Date.now() });
    setTriggerValue("chosen", { name, value, turn: row.turn });
  });
}
