// The (i) beside a figure: what it is, how it is found, its source and day, fetched when first asked for.
import { make } from "./elements.js";
import { Kept } from "./kept.js";

let address = null;
let listening = false;
/** @type {any} */
let open = null; // the card on the page, and its button
const kept = new Kept();

// The JSON at an address, fetched once in the life of the page.
export const load = (url) => kept.get(url);

// From now on a press on any `.about` button on the page tells of its figure, in the words at `url`.
export function about(url) {
  address = url;
  if (listening) return;
  listening = true;
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button.about") : null;
    const was = open?.button;
    if (!open?.card.contains(/** @type {Node} */ (target))) close();
    if (button && button !== was) tell(button);
  });
  document.addEventListener("keydown", ({ key }) => {
    // Tab too: the card hangs over the page, and the way on is from its button.
    if (key === "Escape" || (key === "Tab" && open?.card.contains(document.activeElement))) close();
  });
}

function close() {
  if (!open) return;
  const { card, button } = open;
  const held = card.contains(document.activeElement);
  open = null;
  button.setAttribute("aria-expanded", "false");
  card.remove();
  if (held) button.focus();
}

async function tell(button) {
  const words = await load(address).catch((error) => console.error(error));
  const figure = words?.figures[button.dataset.about];
  if (!figure) return;
  const indicator = words.indicators[button.dataset.indicator];
  const line = (tag, text, name = "") => Boolean(text) && make(tag, { class: name || null }, text);
  const counts = indicator?.definition ? `${indicator.name}: ${indicator.definition}.` : indicator?.name;
  const source = figure.own ? figure.source : indicator?.source;
  const end = make("button", { type: "button", class: "end", "aria-label": words.words.close, onclick: close }, "×");
  const card = make(
    "div",
    { class: "about-card", role: "dialog", "aria-label": figure.what },
    end,
    line("p", figure.what, "what"),
    line("p", figure.own ? null : counts),
    line("b", words.words.how),
    line("p", figure.how),
    line("p", source && `${words.words.source}: ${source}`, "source"),
    line("p", words.as_of, "source"),
  );
  close();
  open = { card, button };
  place(card, button);
  end.focus();
}

// Puts a part over the page, in the page's own colours and letters.
export function lay(part) {
  const page = getComputedStyle(document.querySelector(".stApp") ?? document.body);
  part.style.background = page.backgroundColor;
  part.style.color = page.color;
  part.style.fontFamily = page.fontFamily;
  document.body.append(part);
}

function place(card, button) {
  lay(card);
  button.setAttribute("aria-expanded", "true");
  const at = button.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left), innerWidth - card.offsetWidth - 8);
  const below = at.bottom + 6 + card.offsetHeight < innerHeight;
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - card.offsetHeight - 6)}px`;
}
