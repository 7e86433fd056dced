// Ways past the head for those who go by keys: to what the page shows, and to the table that says the same as the map.

import { make } from "./elements.js";

// `here` is the page; `words` name the two ways.
export function skips(root, here, words) {
  const way = (go, label) => make("button", { type: "button", onclick: () => go(root) }, label);
  root.replaceChildren(way(toContents, words.contents), ...(here === "map" ? [way(toTable, words.table)] : []));
}

function toContents(root) {
  let part = root.getRootNode().host ?? root;
  const after = (one) => {
    let next = one.nextElementSibling;
    while (next && !next.offsetHeight) next = next.nextElementSibling;
    return next;
  };
  while (part && !after(part)) part = part.parentElement;
  const contents = part && after(part);
  if (!contents) return;
  contents.tabIndex = -1;
  contents.focus();
}

function toTable() {
  const part = [...document.querySelectorAll(".st-key-ranking *")].find(({ shadowRoot }) => shadowRoot);
  /** @type {HTMLElement | null | undefined} */ (part?.shadowRoot?.querySelector(".scroll"))?.focus();
}
