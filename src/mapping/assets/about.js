// The (i) beside a figure: what it is, how it is found, its source and day, fetched when first asked for.
import { Kept } from "./kept.js";

let address = null;
let listening = false;
const kept = new Kept();

// The JSON at an address, fetched once in the life of the page.
export const load = (url) => kept.get(url);

// From now on a press on any `.about` button on the page tells of its figure, in the words at `url`.
export function about(url) {
  address = url;
  if (listening) return;
  listening = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.about");
    const open = document.querySelector(".about-card");
    if (open && !open.contains(event.target)) close(open);
    if (button && open?.button !== button) tell(button);
  });
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector(".about-card");
    // Tab too: the card hangs over the page, and the way on is from its button.
    if (open && (event.key === "Escape" || (event.key === "Tab" && open.contains(document.activeElement)))) close(open);
  });
}

function close(card) {
  const held = card.contains(document.activeElement);
  card.button.setAttribute("aria-expanded", "false");
  card.remove();
  if (held) card.button.focus();
}

async function tell(button) {
  const words = await load(address).catch((error) => console.error(error));
  const figure = words?.figures[button.dataset.about];
  if (!figure) return;
  const indicator = words.indicators[button.dataset.indicator];
  const card = document.createElement("div");
  card.className = "about-card";
  card.setAttribute("role", "dialog");
  card.button = button;
  const line = (tag, text, name = "") => {
    if (!text) return;
    const part = document.createElement(tag);
    part.textContent = text;
    part.className = name;
    card.append(part);
  };
  line("p", figure.what, "what");
  if (!figure.own && indicator) line("p", indicator.definition ? `${indicator.name}: ${indicator.definition}.` : indicator.name);
  line("b", words.words.how);
  line("p", figure.how);
  const source = figure.own ? figure.source : indicator?.source;
  if (source) line("p", `${words.words.source}: ${source}`, "source");
  line("p", words.as_of, "source");
  const end = document.createElement("button");
  end.type = "button";
  end.className = "end";
  end.textContent = "×";
  end.setAttribute("aria-label", words.words.close);
  end.onclick = () => close(card);
  card.prepend(end);
  card.setAttribute("aria-label", figure.what);
  place(card, button);
  end.focus();
}

// Puts a part over the page, in the page's own colours and letters.
export function lay(part) {
  const page = getComputedStyle(document.querySelector(".stApp"));
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
