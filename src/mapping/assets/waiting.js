// What waits for confirmation, by district: one by one, or many at once after a look at each. Every measure has its own outcome.
import { Deck } from "./cards.js";
import { fill, make } from "./elements.js";
import { reportLine } from "./history.js";
import { outbox } from "./outbox.js";
import { layOutbox } from "./report_form.js";

const MARKUP = `<section class="outcomes" role="status" hidden><h2></h2><ol></ol><button type="button"></button></section>
<p class="nothing" hidden></p><div class="groups"></div><p class="rest" hidden></p>
<section class="own" hidden><h2></h2><ol class="cards"></ol></section>
<div class="bar" hidden><b role="status"></b><button class="send" type="button"></button><button class="clear" type="button"></button></div>
<dialog class="review"><h2></h2><ol></ol><div class="ways"><button class="send" type="button"></button><button class="back" type="button"></button></div></dialog>`;

export default function waiting({ data, parentElement }) {
  let root = parentElement.querySelector(".waiting");
  if (!root) {
    root = parentElement.appendChild(make("section", { class: "waiting" }));
    root.innerHTML = MARKUP;
    root.chosen = new Set();
    root.outcomes = new Map();
    root.deck = new Deck(data.form, (id, is) => {
      root.chosen[is ? "add" : "delete"](id);
      layBar(root);
    });
  }
  root.data = data;
  Object.assign(root.deck, { form: { ...data.form, words: { ...data.form.words, choose: data.words.choose } }, until: data.until });
  const groups = root.querySelector(".groups");
  for (const section of [...groups.children]) if (!data.groups.some(({ code }) => code === section.dataset.code)) section.hidden = true;
  const lists = data.groups.map((group) => layGroup(root, groups, group));
  const own = root.querySelector(".own");
  own.querySelector("h2").textContent = data.words.own;
  own.hidden = !data.own.length;
  root.deck.lay([...lists, { list: own.querySelector(".cards"), cards: data.own, ways: [] }]);
  for (const [selector, words] of [[".nothing", data.none], [".rest", data.more]]) {
    root.querySelector(selector).textContent = words;
    root.querySelector(selector).hidden = !words;
  }
  const there = new Set(data.groups.flatMap(({ cards }) => cards.filter(({ select }) => select).map(({ id }) => id)));
  root.chosen = new Set([...root.chosen].filter((id) => there.has(id)));
  for (const id of there) root.deck.pick(id, root.chosen.has(id));
  layBar(root);
  return follow(root);
}

// What becomes of the cards, and of those that were confirmed together.
function follow(root) {
  const cards = root.deck.listen();
  const changed = () => layOutcomes(root);
  const saved = (/** @type {any} */ { detail }) => {
    if (root.outcomes.has(detail.measure)) root.outcomes.get(detail.measure).said = detail.said;
    layOutcomes(root);
  };
  outbox.addEventListener("change", changed);
  outbox.addEventListener("saved", saved);
  return () => {
    cards();
    outbox.removeEventListener("change", changed);
    outbox.removeEventListener("saved", saved);
  };
}

function layGroup(root, groups, { code, title, count, cards }) {
  let section = groups.querySelector(`[data-code="${code}"]`);
  if (!section) section = make("section", { "data-code": code }, make("header", {}, make("h2"), make("button", { type: "button", class: "all" })), make("ol", { class: "cards" }));
  groups.append(section);
  section.hidden = false;
  section.querySelector("h2").replaceChildren(title, make("b", {}, count));
  const all = section.querySelector(".all");
  const picked = cards.filter(({ select }) => select);
  all.hidden = picked.length < 2;
  all.textContent = root.data.words.choose_all;
  all.setAttribute("aria-label", `${root.data.words.choose_all}: ${title}`);
  all.onclick = () => {
    for (const { id } of picked) if (root.deck.pick(id, true)) root.chosen.add(id);
    layBar(root);
  };
  return { list: section.querySelector(".cards"), cards, ways: ["confirm", "return"] };
}

// What is chosen, at the foot of the window, in reach of the thumb.
function layBar(root) {
  const { words } = root.data;
  const bar = root.querySelector(".bar");
  bar.hidden = !root.chosen.size;
  bar.querySelector("b").textContent = fill(words.chosen, { count: root.chosen.size });
  const [look, clear] = bar.querySelectorAll("button");
  look.textContent = words.look;
  look.onclick = () => review(root);
  clear.textContent = words.clear;
  clear.onclick = () => {
    for (const id of root.chosen) root.deck.pick(id, false);
    root.chosen.clear();
    layBar(root);
  };
}

// One look at each that is chosen: its text, what was reported and with which files. What is confirmed is what is seen here.
function review(root) {
  const { data } = root;
  const dialog = root.querySelector("dialog.review");
  const cards = data.groups.flatMap((group) => group.cards).filter(({ id }) => root.chosen.has(id));
  const count = { count: cards.length };
  dialog.querySelector("h2").textContent = fill(data.words.review, count);
  dialog.setAttribute("aria-label", fill(data.words.review, count));
  dialog.querySelector("ol").replaceChildren(...cards.map((card) =>
    make("li", {}, make("p", { class: "place" }, make("b", {}, card.place), ` · ${card.within}`), make("p", { class: "text" }, card.text), make("ol", { class: "said" }, ...card.reports.map(reportLine)))));
  const [send, back] = dialog.querySelectorAll(".ways button");
  send.textContent = fill(data.words.confirm_now, count);
  send.onclick = () => {
    dialog.close();
    confirm(root, cards);
  };
  back.textContent = data.words.back;
  back.onclick = () => dialog.close();
  dialog.showModal();
  dialog.scrollTop = 0;
}

async function confirm(root, cards) {
  const { form } = root.data;
  for (const { id, text, place, report } of cards) {
    root.outcomes.set(id, { title: text, place, said: "" });
    root.chosen.delete(id);
    root.deck.pick(id, false);
    const body = { measure: id, version: report.version, act: "confirm", words: "" };
    await outbox.add({ address: form.address, lang: form.lang, title: text, body, said: form.acts.confirm });
  }
  layBar(root);
  layOutcomes(root);
  root.querySelector(".outcomes").scrollIntoView({ block: "nearest" });
}

// What became of each measure: confirmed; else what the outbox says of it, waiting, refused because, or both texts of a conflict.
function layOutcomes(root) {
  const { data, outcomes } = root;
  const box = root.querySelector(".outcomes");
  box.hidden = !outcomes.size;
  if (box.hidden) return;
  box.querySelector("h2").textContent = data.words.outcomes;
  box.querySelector("ol").replaceChildren(...[...outcomes].map(([id, { title, place, said }]) => {
    const left = make("ol", { class: "unsent" });
    if (!said) layOutbox(left, data.form, id);
    return make("li", { class: said ? "saved" : null, "data-id": id }, make("b", {}, said && `✓ ${said}`), make("span", {}, `${place}: ${title}`), left);
  }));
  const away = box.querySelector(":scope > button");
  away.textContent = data.words.put_away;
  away.onclick = () => {
    outcomes.clear();
    layOutcomes(root);
  };
}
