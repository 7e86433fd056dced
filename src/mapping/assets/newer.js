// Figures never change under an open page without a word: when others have become current, that is said here and offered.
import { make } from "./elements.js";

const EVERY = 60_000; // ms between two questions whether others are current

/** @type {any} */
let shown = null; // what this page goes on with; a page that is loaded anew begins without

// `given` is empty where the page names its snapshot itself; `tell` says to the server what is to be shown.
export function newer(box, given, tell) {
  box.lang = document.documentElement.lang;
  const lay = (said) => {
    box.hidden = !said;
    if (box.dataset.said === said) return;
    box.dataset.said = said;
    const button = make("button", { type: "button" }, given.show);
    button.onclick = () => {
      button.disabled = true;
      tell("newer", true);
    };
    box.replaceChildren(make("span", {}, said), ...(said ? [button] : []));
  };
  lay(given.said ?? "");
  if (!given.snapshot) return () => {};
  // The same page under another visit: the server was started anew, or has forgotten a page that slept for long.
  const forgotten = shown && shown.visit !== given.visit && shown.snapshot !== given.snapshot;
  if (forgotten) tell("opened", shown.snapshot);
  shown = { visit: given.visit, snapshot: forgotten ? shown.snapshot : given.snapshot };

  const ask = async () => {
    if (document.hidden) return;
    const answer = await fetch(given.ask).catch(() => null); // a server that is away is told elsewhere
    if (answer?.ok && box.isConnected) lay((await answer.json()).said);
  };
  const asking = setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  return () => {
    clearInterval(asking);
    document.removeEventListener("visibilitychange", ask);
  };
}
