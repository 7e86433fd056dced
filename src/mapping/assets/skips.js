// Ways past the head for those who go by keys: to what the page shows, and to the table that says the same as the map.

// `here` is the page; `words` name the two ways.
export function skips(root, here, words) {
  const ways = { contents: toContents, table: here === "map" ? toTable : null };
  root.replaceChildren(
    ...Object.entries(ways)
      .filter(([, go]) => go)
      .map(([name, go]) => Object.assign(document.createElement("button"), { type: "button", textContent: words[name], onclick: () => go(root) })),
  );
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
  const parts = [...document.querySelectorAll(".st-key-ranking *")];
  parts.find((part) => part.shadowRoot)?.shadowRoot.querySelector(".scroll")?.focus();
}
