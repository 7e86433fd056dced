// The screen goes on with the figures it was opened with. When others have become current, a line of its own says so until one
// moves to them or puts it away; the screen below it stays as it is.
import { make } from "../elements.js";

const EVERY = 60_000; // ms between two questions whether others are current

export class Newer {
  // `laid` is called when the line has come or gone: there is less room below it, or more.
  constructor(box, { newer, words, pinned }, laid) {
    this.box = box;
    this.words = words;
    this.laid = laid;
    this.address = newer.ask;
    this.snapshot = pinned.snapshot;
    this.said = "";
    this.lay(newer.said);
    setInterval(() => this.ask(), EVERY);
  }

  async ask() {
    const answer = await fetch(this.address).catch(() => null); // a server that is away is told when it is needed
    if (answer?.ok) this.lay((await answer.json()).said);
  }

  lay(said) {
    if (said === this.said) return;
    this.said = said;
    const move = make("button", { type: "button", onclick: () => this.move() }, `${this.words.show_newer} · U`);
    const away = make("button", { type: "button", "aria-label": this.words.close, onclick: () => this.put(true) }, "×");
    this.box.replaceChildren(make("span", {}, said), move, away);
    this.put(!said);
  }

  put(away) {
    this.box.hidden = away;
    this.laid();
  }

  // The same screen of the figures in force; what they lack is said there.
  move() {
    if (!this.said) return;
    const query = new URLSearchParams(location.search);
    query.delete("snapshot");
    query.delete("seq");
    query.set("left", this.snapshot);
    location.replace(`?${query}`);
  }
}
