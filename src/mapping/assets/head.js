// The head of every page: name, pages, search, language, place. One part, so that a new view sends one message for it.
import { about } from "./about.js";
import { make } from "./elements.js";
import { asking, finder } from "./finder.js";
import "./frames.js";
import { greet, guide, leave } from "./guide.js";
import { help } from "./help.js";
import { line } from "./line.js";
import "./links.js";
import { newer } from "./newer.js";
import { skips } from "./skips.js";
import { work } from "./work.js";
import { widgets } from "./widgets.js";

const MARKUP = `
<div class="skips"></div>
<div class="paper"></div>
<div class="top">
  <a class="brand" data-page="map"></a>
  <nav class="places"><ul></ul></nav>
  <div class="finder"></div>
  <nav class="corner"><ul></ul></nav>
  <select class="lang"></select>
  <form class="person" method="post" hidden><span></span><button></button></form>
  <button class="help" type="button">?</button>
</div>
<nav class="pages"><ul></ul></nav>
<div class="path">
  <nav class="crumbs"></nav>
  <div class="standing"></div>
</div>
<div class="newer" role="status" hidden></div>
<p class="saved" role="status"></p>
<details class="outbox" hidden><summary></summary><ol class="unsent"></ol></details>`;

export default function head({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".head");
  if (!root) {
    root = parentElement.appendChild(make("header", { class: "head" }));
    root.innerHTML = MARKUP;
  }
  const find = (selector) => root.querySelector(selector);
  showPages(root, data);
  about(data.about);
  widgets(data.widgets);
  line(data.line, () => setTriggerValue("back", Date.now()));
  stand(root, data);
  finder(find(".finder"), { ...data.finder, find: asking(data.finder.search) }, (code) => setTriggerValue("code", code));

  const languages = find(".lang");
  languages.setAttribute("aria-label", data.language);
  languages.replaceChildren(...data.languages.map(([code, name]) => make("option", { value: code, lang: code, selected: code === data.lang }, name)));
  languages.onchange = () => setTriggerValue("lang", languages.value);
  showPerson(find(".person"), data.person);
  showPath(root, data, (code) => setTriggerValue("code", code));
  const ends = [newer(find(".newer"), data.newer, setTriggerValue), work(find(".outbox"), data.work, setTriggerValue)];
  return () => {
    for (const end of ends) end();
  };
}

// What does not change with the view: the ways past the head, the help, and what a sheet of paper is headed by.
function stand(root, data) {
  const page = { name: data.here, label: data.label };
  document.documentElement.lang = data.lang;
  document.documentElement.dataset.theme = data.theme;
  skips(root.querySelector(".skips"), data.here, data.help.skips);
  root.querySelector(".paper").textContent = `${data.product} · ${page.label}`;
  const button = root.querySelector(".help");
  const tour = data.here === "map" ? () => guide(data.help.address) : null;
  button.title = data.help.label;
  button.setAttribute("aria-label", data.help.label);
  button.onclick = () => help(data.help.address, page, tour);
  if (tour) greet(data.help.address);
  else leave();
}

// The places in their order, those apart in the corner, and under them the pages of the one where one is: all of it always,
// in as many rows as it takes. A place of one page has no row of its own.
function showPages(root, data) {
  const brand = root.querySelector(".brand");
  brand.textContent = data.product;
  brand.href = data.home;
  const leads = ({ name, label, pages: [{ name: page, path }] }) => ({ name: page, label, path, here: name === data.place && "true" });
  list(root, ".places", data.navigation, data.places.filter(({ corner }) => !corner).map(leads));
  list(root, ".corner", data.navigation, data.places.filter(({ corner }) => corner).map(leads));
  const { label, pages } = data.places.find(({ name }) => name === data.place) ?? { label: "", pages: [] };
  const within = pages.map((page) => ({ ...page, here: page.name === data.here && "page" }));
  list(root, ".pages", label, within.length > 1 ? within : []);
}

function list(root, selector, label, links) {
  const nav = root.querySelector(selector);
  nav.setAttribute("aria-label", label);
  nav.hidden = !links.length;
  const items = links.map(({ name, label: words, path, here }) => make("li", {}, make("a", { href: path, "data-page": name, "aria-current": here }, words)));
  nav.firstElementChild.replaceChildren(...items);
}

// Whose page it is, and the way out: a form, for signing out is no link that anything may follow.
function showPerson(form, person) {
  form.hidden = !person.name;
  if (form.hidden) return;
  form.action = person.address;
  form.title = person.label;
  form.querySelector("span").textContent = person.name;
  const out = form.querySelector("button");
  out.textContent = person.sign_out;
  out.hidden = !person.address;
}

function showPath(root, data, go) {
  const wider = data.path.slice(0, -1);
  const here = data.path.at(-1);
  const crumbs = root.querySelector(".crumbs");
  crumbs.setAttribute("aria-label", data.path_label);
  const to = (area, attributes, words) => make("button", { type: "button", onclick: () => go(area.code), ...attributes }, words);
  const up = to(wider.at(-1), { class: "up", title: data.up, "aria-label": data.up, disabled: !wider.length }, "↑");
  const steps = wider.flatMap((area) => {
    const mark = make("span", { class: "mark", "aria-hidden": "true" }, "›");
    return [to(area, { "data-area": area.code }, area.name), mark];
  });
  const place = make("span", { class: "crumb-here", "data-area": here.code, "aria-current": "location" }, here.name);
  crumbs.replaceChildren(up, ...steps, place);
  const standing = data.demonstration ? [make("span", { class: "demo" }, data.demonstration)] : [];
  root.querySelector(".standing").replaceChildren(...standing, make("span", {}, [data.as_of, data.work.said].filter(Boolean).join(", ")));
}
