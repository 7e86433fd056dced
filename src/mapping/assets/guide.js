// The guided first visit: a card that goes from part to part of the map page and stands in nobody's way.
//
// It comes by itself once in a browser, and only to who opens the bare address: a link is followed for what it shows.
import { lay, load } from "./about.js";
import { make } from "./elements.js";

const SEEN = "riskmap.guide";
const READY = ".foot"; // drawn last
const PARTS = { map: ".st-key-map_frame", choose: ".st-key-controls", place: ".st-key-head", list: ".st-key-ranking", pages: ".st-key-head" };
const NOT_A_VIEW = new Set(["lang", "embed_options"]);

let asked = false;
/** @type {any} */
let shown = null;

// To be called when the map page is drawn; does something at the first call in a browser's life only.
export function greet(address) {
  if (asked) return;
  asked = true;
  const [visit] = performance.getEntriesByType("navigation");
  const given = [...new URL(visit?.name ?? location.href).searchParams.keys()];
  if (given.some((name) => !NOT_A_VIEW.has(name))) return;
  try {
    if (localStorage.getItem(SEEN)) return;
    localStorage.setItem(SEEN, "seen");
  } catch {
    return; // a browser that keeps nothing would show it at every visit
  }
  const wait = (turns) => {
    if (document.querySelector(READY)) guide(address);
    else if (turns) setTimeout(wait, 300, turns - 1);
  };
  wait(100);
}

// Ends the visit: skipped, gone through, or the page left.
export function leave() {
  shown?.end();
  shown = null;
}

// Starts the visit from its first step.
export async function guide(address) {
  const said = await load(address).catch((error) => console.error(error));
  if (!said) return;
  leave();
  const { words, steps } = said.guide;
  const ring = make("div", { class: "guide-ring" });
  const count = make("small");
  const title = make("h2");
  const text = make("p", { "aria-live": "polite" });
  const button = (label, onclick, name = "") => make("button", { type: "button", onclick, class: name || null }, label);
  const back = button(words.back, () => show(at - 1));
  const next = button("", () => (at + 1 < steps.length ? show(at + 1) : leave()), "next");
  const row = make("div", { class: "row" }, button(words.skip, leave, "skip"), back, next);
  const card = make("div", { class: "guide-card", tabindex: -1, role: "dialog", "aria-label": words.title }, count, title, text, row);
  let at = 0;

  const show = (step) => {
    at = step;
    count.textContent = `${at + 1} / ${steps.length}`;
    title.textContent = steps[at].title;
    text.textContent = steps[at].text;
    back.disabled = at === 0;
    next.textContent = at + 1 < steps.length ? words.next : words.done;
    document.querySelector(PARTS[steps[at].part])?.scrollIntoView({ block: "nearest" });
    mark();
  };
  const mark = () => {
    const box = document.querySelector(PARTS[steps[at].part])?.getBoundingClientRect();
    ring.hidden = !box;
    if (!box) return;
    const edge = { left: box.left - 3, top: box.top - 3, width: box.width + 6, height: box.height + 6 };
    for (const [side, size] of Object.entries(edge)) ring.style[side] = `${size}px`;
    // The card stands where the part is not.
    card.classList.toggle("left", box.left > innerWidth / 2);
    card.classList.toggle("top", innerWidth <= 640 && box.top > innerHeight / 2);
  };
  const pressed = (event) => {
    if (event.key === "Escape") leave();
  };
  document.body.append(ring);
  lay(card);
  addEventListener("resize", mark);
  document.addEventListener("scroll", mark, true);
  document.addEventListener("keydown", pressed);
  shown = {
    end: () => {
      removeEventListener("resize", mark);
      document.removeEventListener("scroll", mark, true);
      document.removeEventListener("keydown", pressed);
      ring.remove();
      card.remove();
    },
  };
  show(0);
  card.focus({ preventScroll: true });
}
