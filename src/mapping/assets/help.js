// The help of a page, opened by the "?" in the head: what it shows, what one can do, which keys there are.
import { lay, load } from "./about.js";
import { make } from "./elements.js";

// `page` is the page's name and label; `tour` starts the guided visit, where there is one.
export async function help(address, page, tour) {
  const said = await load(address).catch((error) => console.error(error));
  if (!said || document.querySelector(".help-panel")) return;
  const { words } = said;
  const about = said.pages[page.name];
  const start = () => {
    panel.close();
    tour();
  };
  const shows = about ? [make("h3", {}, words.shows), make("p", {}, about.shows), make("h3", {}, words.can)] : [];
  const can = about ? [make("ul", {}, ...about.can.map((line) => make("li", {}, line)))] : [];
  const keys = said.keys.flatMap(([sign, told]) => [make("dt", {}, make("kbd", {}, sign)), make("dd", {}, told)]);
  const panel = make(
    "dialog",
    { class: "help-panel", "aria-label": `${words.button}: ${page.label}`, onclose: () => panel.remove() },
    make("h2", {}, page.label),
    make("button", { type: "button", class: "end", "aria-label": words.close, onclick: () => panel.close() }, "×"),
    ...shows,
    ...can,
    make("h3", {}, words.keys),
    make("dl", {}, ...keys),
    ...(tour ? [make("button", { type: "button", class: "tour", onclick: start }, words.tour)] : []),
  );
  panel.addEventListener("click", (event) => event.target === panel && panel.close()); // a press beside the panel
  lay(panel);
  panel.showModal();
}
