// Measures as cards: what is asked, where, how many days, what was said of it last, and the form in place. What is being typed stays
// while cards around it come and go.
import { make } from "./elements.js";
import { historyOf, reportLine } from "./history.js";
import { outbox } from "./outbox.js";
import { layOutbox, reportForm } from "./report_form.js";

const SEEN = 4000; // ms for which a card says that its report was saved

export class Deck {
  /** @type {Map<string, any>} the cards by their measures */
  nodes = new Map();
  /** @type {number | null} the last report that is shown, of a past page */
  until = null;

  /** `form`: what every form needs; `picked` is called with the measure and whether it was picked. */
  constructor(form, picked = (_id, _is) => {}) {
    this.form = form;
    this.picked = picked;
  }

  /** Follows what becomes of what is sent; gives what ends that. */
  listen() {
    const changed = () => this.unsent();
    const saved = (event) => this.saved(event.detail.measure);
    outbox.addEventListener("change", changed);
    outbox.addEventListener("saved", saved);
    return () => {
      outbox.removeEventListener("change", changed);
      outbox.removeEventListener("saved", saved);
    };
  }

  /** `lists`: of each its element, its cards, and the `ways` that each card offers: an act, or "report" for all. */
  lay(lists) {
    const wanted = new Set();
    for (const { list, cards, ways } of lists) {
      let at = list.firstElementChild;
      for (const card of cards) {
        wanted.add(card.id);
        const node = this.update(this.nodes.get(card.id) ?? this.empty(card.id), card, ways);
        if (node === at) at = at.nextElementSibling;
        else list.insertBefore(node, at);
      }
    }
    for (const [id, node] of this.nodes) {
      if (wanted.has(id) || node.querySelector("form")) continue; // what is being written of it is not lost
      node.remove();
      this.nodes.delete(id);
    }
    this.unsent();
  }

  empty(id) {
    const parts = ["facts", "unsent", "form", "ways"].map((name) => make(name === "unsent" ? "ol" : "div", { class: name }));
    const node = make("li", { class: "card", "data-id": id }, ...parts, make("p", { class: "kept", role: "status" }));
    this.nodes.set(id, node);
    return node;
  }

  update(node, card, ways) {
    node.card = card;
    node.ways = ways;
    const facts = JSON.stringify(card);
    if (node.facts !== facts) node.querySelector(".facts").replaceChildren(...this.facts(card));
    node.facts = facts;
    node.className = `card ${card.state}`;
    if (!isOpen(node)) this.close(node);
    return node;
  }

  facts(card) {
    const said = card.reports.map(reportLine);
    const pick = card.select && make("input", { type: "checkbox", class: "pick", "aria-label": `${this.form.words.choose ?? ""}: ${card.text}`, onchange: (event) => this.picked(card.id, event.target.checked) });
    return [
      make("p", { class: "days" }, pick, make("b", {}, card.days), make("span", {}, card.deadline)),
      make("p", { class: "place" }, make("b", {}, card.place), ` · ${card.within}`),
      make("p", { class: "text" }, card.text),
      make("ol", { class: "said" }, ...said),
      card.has_more > said.length && this.whole(card),
    ].filter(Boolean);
  }

  // The whole history is asked for when it is opened.
  whole(card) {
    const list = make("ol");
    const open = async (event) => {
      if (!event.target.open) return;
      const all = await historyOf(this.form, card.id, this.until);
      list.replaceChildren(...(all ? all.map(reportLine) : [make("li", {}, this.form.words.not_reached)]));
    };
    return make("details", { ontoggle: open }, make("summary", {}, this.form.words.history), list);
  }

  open(node, way) {
    const { id, text, report } = node.card;
    const { form } = this;
    const box = node.querySelector(".form");
    reportForm(box, form, { measure: id, title: text, ...report, first: way }, () => this.close(node));
    const away = make("button", { type: "button", class: "away", onclick: () => this.close(node, true) }, form.words.close);
    node.querySelector(".ways").replaceChildren(away);
    box.querySelector(".act[aria-pressed='true']").focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  }

  close(node, by_hand = false) {
    const { card, ways } = node;
    node.querySelector(".form").replaceChildren();
    const offered = ways.filter((way) => (way === "report" ? card.report.acts?.length : card.report.acts?.includes(way)));
    const words = (way) => (way === "report" ? this.form.words.open : this.form.acts[way]);
    const buttons = offered.map((way) => make("button", { type: "button", class: `way ${way}`, "aria-label": `${words(way)}: ${card.text}`, onclick: () => this.open(node, way) }, words(way)));
    node.querySelector(".ways").replaceChildren(...buttons);
    if (by_hand) buttons[0]?.focus({ preventScroll: true });
  }

  /** Picks a card or lets it go; gives whether it can be picked. */
  pick(id, is) {
    const box = this.nodes.get(id)?.querySelector(".pick");
    if (box) box.checked = is;
    return Boolean(box);
  }

  // Under each card what the server has not taken yet.
  async unsent() {
    const entries = await outbox.entries();
    const waiting = new Set(entries.map((one) => one.body?.measure ?? one.measure));
    for (const [id, node] of this.nodes) {
      const list = node.querySelector(".unsent");
      if (waiting.has(id) || list.firstChild) layOutbox(list, this.form, id);
    }
  }

  saved(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    const said = node.querySelector(".kept");
    said.textContent = `✓ ${this.form.words.saved}`;
    setTimeout(() => said.replaceChildren(), SEEN);
  }
}

const isOpen = (node) => Boolean(node.querySelector(".form").firstChild);
