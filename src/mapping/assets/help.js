// The help of a page, opened by the "?" in the head: what it shows, what one can do, which keys there are.
import { lay, load } from "./about.js";

const made = (tag, words, more = {}) => Object.assign(document.createElement(tag), { textContent: words }, more);

// `page` is the page's name and label; `tour` starts the guided visit, where there is one.
export async function help(address, page, tour) {
  const said = await load(address).catch((error) => console.error(error));
  if (!said || document.querySelector(".help-panel")) return;
  const { words } = said;
  const panel = made("dialog", "", { className: "help-panel" });
  panel.setAttribute("aria-label", `${words.button}: ${page.label}`);
  const end = made("button", "×", { type: "button", className: "end", onclick: () => panel.close() });
  end.setAttribute("aria-label", words.close);
  panel.append(made("h2", page.label), end);
  const about = said.pages[page.name];
  if (about) {
    const list = made("ul", "");
    list.append(...about.can.map((line) => made("li", line)));
    panel.append(made("h3", words.shows), made("p", about.shows), made("h3", words.can), list);
  }
  panel.append(made("h3", words.keys), keys(said.keys));
  if (tour) {
    const start = made("button", words.tour, { type: "button", className: "tour" });
    start.onclick = () => {
      panel.close();
      tour();
    };
    panel.append(start);
  }
  panel.onclose = () => panel.remove();
  panel.onclick = (event) => {
    if (event.target === panel) panel.close(); // a press beside the panel
  };
  lay(panel);
  panel.showModal();
}

function keys(given) {
  const list = made("dl", "");
  for (const [sign, told] of given) {
    const name = made("dt", "");
    name.append(made("kbd", sign));
    list.append(name, made("dd", told));
  }
  return list;
}
