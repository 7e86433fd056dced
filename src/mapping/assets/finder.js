// A search box that looks for places as one types.
import { make } from "./elements.js";

// The server's search at an address: matching of alphabets and apostrophes is done there. Gives nothing where it is not reached.
export const asking = (address) => async (words) => {
  const response = await fetch(`${address}&q=${encodeURIComponent(words)}`).catch(() => null);
  return response?.ok ? (await response.json()).found : null;
};

// `data.find` gives the places for some words: { code, name, within }, the best first. `found` is called with the code and the name of the place taken; `data.id` tells two of them on one page apart.
export function finder(root, data, found) {
  const id = data.id ?? "finder";
  if (!root.firstChild) {
    const box = { type: "search", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` };
    const list = make("ul", { id: `${id}-list`, role: "listbox", hidden: true });
    root.append(make("input", { ...box, autocomplete: "off", spellcheck: "false" }), list);
  }
  const input = root.querySelector("input");
  const list = root.querySelector("ul");
  input.placeholder = data.hint;
  input.setAttribute("aria-label", data.label);
  let active = -1;
  let turn = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    input.value = "";
    close();
    found(option.dataset.code, option.querySelector("strong").textContent);
  };
  const mark = (place) => {
    const options = [...list.querySelectorAll("[data-code]")];
    if (!options.length) return;
    active = (place + options.length) % options.length;
    for (const [i, option] of options.entries()) option.setAttribute("aria-selected", String(i === active));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };
  const optionOf = ({ code, name, within }, i) => {
    const pressed = (event) => {
      event.preventDefault();
      take(item);
    };
    const place = make("span", {}, [within, code].filter(Boolean).join(" · "));
    const item = make("li", { id: `${id}-${i}`, role: "option", "data-code": code, onmousedown: pressed }, make("strong", {}, name), place);
    return item;
  };
  const show = (hits) => {
    const none = make("li", { id: `${id}-0`, role: "option", class: "none" }, data.nothing);
    list.replaceChildren(...(hits.length ? hits.map(optionOf) : [none]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (hits.length) mark(0);
  };
  input.oninput = async () => {
    const words = input.value.trim();
    const mine = ++turn;
    if (!words) {
      close();
      return;
    }
    const hits = await data.find(words);
    if (mine === turn && hits) show(hits);
  };
  input.onkeydown = (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter") {
      const chosen = list.querySelector('[aria-selected="true"]');
      if (chosen) take(chosen);
    } else return;
    event.preventDefault();
  };
  input.onblur = close;
}
