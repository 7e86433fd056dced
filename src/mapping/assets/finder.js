// A search box that asks the server as one types: matching of alphabets and apostrophes is done in one place.
// `found` is called with the code and the name of the place taken; `data.id` tells two of them on one page apart.
export function finder(root, data, found) {
  const id = data.id ?? "finder";
  if (!root.firstChild) {
    root.innerHTML =
      `<input type="search" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="${id}-list" autocomplete="off" spellcheck="false">` +
      `<ul id="${id}-list" role="listbox" hidden></ul>`;
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
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };
  const show = (hits) => {
    list.replaceChildren(
      ...(hits.length ? hits : [null]).map((hit, i) => {
        const item = document.createElement("li");
        item.id = `${id}-${i}`;
        item.setAttribute("role", "option");
        if (!hit) {
          item.textContent = data.nothing;
          item.className = "none";
          return item;
        }
        item.dataset.code = hit.code;
        const name = document.createElement("strong");
        name.textContent = hit.name;
        const within = document.createElement("span");
        within.textContent = [hit.within, hit.code].filter(Boolean).join(" · ");
        item.append(name, within);
        item.onmousedown = (event) => {
          event.preventDefault();
          take(item);
        };
        return item;
      }),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (hits.length) mark(0);
  };
  input.oninput = async () => {
    const words = input.value.trim();
    const mine = ++turn;
    if (!words) return close();
    const response = await fetch(`${data.search}&q=${encodeURIComponent(words)}`).catch(() => null);
    if (mine !== turn || !response?.ok) return undefined;
    return show((await response.json()).found);
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
