// My work: what is overdue, returned, due this week, and what waits for my confirmation; each measure is a card with the form in place.
import { Deck } from "./cards.js";
import { make } from "./elements.js";

const MARKUP = `<h1></h1><nav class="counts"></nav><p class="judged"></p><p class="nothing" hidden></p><div class="parts"></div>`;

export default function mine({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".mine");
  if (!root) {
    root = parentElement.appendChild(make("section", { class: "mine" }));
    root.innerHTML = MARKUP;
    root.deck = new Deck(data.form);
  }
  Object.assign(root.deck, { form: data.form, until: data.until });
  root.querySelector("h1").textContent = data.title;
  root.querySelector(".judged").textContent = data.judged;
  const parts = data.parts.map((part) => layPart(root, part, () => setTriggerValue("more", part.name)));
  layCounts(root.querySelector(".counts"), data);
  root.deck.lay(parts);
  const nothing = root.querySelector(".nothing");
  nothing.textContent = data.nothing;
  nothing.hidden = data.parts.some(({ cards, is_counted }) => is_counted && cards.length);
  return root.deck.listen();
}

function layPart(root, part, more) {
  const box = root.querySelector(".parts");
  let section = box.querySelector(`[data-part="${part.name}"]`);
  if (!section) {
    section = box.appendChild(make("section", { "data-part": part.name }, make("h2", { tabindex: -1 }), make("ol", { class: "cards" }), make("button", { class: "more", type: "button" })));
  }
  section.hidden = !part.cards.length && !part.more;
  section.querySelector("h2").replaceChildren(part.title, make("b", {}, part.count));
  const button = section.querySelector(".more");
  button.textContent = part.more;
  button.hidden = !part.more;
  button.onclick = more;
  return { list: section.querySelector(".cards"), cards: part.cards, ways: part.ways };
}

// The four numbers at the top: each leads to its cards.
function layCounts(nav, { parts, title }) {
  nav.setAttribute("aria-label", title);
  const go = (name) => {
    const head = nav.parentElement.querySelector(`[data-part="${name}"] h2`);
    head.scrollIntoView({ block: "start" });
    head.focus({ preventScroll: true });
  };
  const counts = parts.filter(({ is_counted }) => is_counted).map((part) =>
    make("button", { type: "button", class: part.name, disabled: !part.cards.length, onclick: () => go(part.name) }, make("b", {}, part.count), make("span", {}, part.title)));
  nav.replaceChildren(...counts);
}
