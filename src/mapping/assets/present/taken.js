// A decision typed during the meeting, and those taken before for the same district. What is typed stays until it is
// kept by the server: through a failure, a closed dialog and a reload.
import { fill, make } from "../elements.js";
import { dayOf } from "../figures.js";
import { Draft, send } from "../typed.js";

const FIELDS = ["post", "deadline", "text"]; // `mahallas` is chosen, not typed
const MOST = 20; // more than any screen has room for

export class Taken {
  /** @type {any} */
  area = null; // that one decides on; the list is of what it lies within
  /** @type {any} */
  within = null;
  draft = new Draft(() => localStorage, "riskmap.present.decision");
  said = make("p", { class: "said", role: "status" });
  taken = make("ul", { class: "taken" });
  posts = make("datalist", { id: "posts" });
  offered = make("datalist", { id: "mahallas" });
  chosen = make("span", { class: "chosen" });
  becomes = make("small", { role: "status" });
  /** @type {string[]} */
  mahallas = []; // where what is decided on a wider area is carried out
  /** @type {Record<string, string>} */
  names = {};

  constructor(box, { words, decisions, pinned }, close) {
    this.box = box;
    this.words = words.decision;
    this.button = make("button", { type: "submit" }, `${this.words.save} · Ctrl + Enter`);
    this.address = decisions;
    this.query = `lang=${pinned.lang}`;
    this.snapshot = pinned.snapshot;
    this.close = close;
    box.addEventListener("input", () => this.keepDraft());
    box.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.save());
  }

  // Opens for an area; the list is that of its district.
  async show(area, within, names) {
    if (this.area === area && this.box.open) return;
    this.area = area;
    this.within = within;
    this.build(names);
    if (!this.box.open) this.box.showModal();
    this.field("post").focus();
    this.choose([]);
    this.restore();
    await Promise.all([this.offer(), this.list()]);
  }

  hide() {
    this.area = null;
    if (this.box.open) this.box.close();
  }

  field(name) {
    return this.box.querySelector(`[name=${name}]`);
  }

  build(names) {
    const { words } = this;
    const labelled = (field, node) => make("label", {}, make("span", {}, words[field]), node, make("em", { id: `wrong-${field}`, class: "wrong" }));
    this.said.textContent = "";
    this.names = names;
    this.mahallas = [];
    const form = make("form", { novalidate: true },
      make("h2", { id: "decision-title" }, `${words.title}: ${names[this.area]}`),
      labelled("post", make("input", { name: "post", list: "posts", autocomplete: "off", "aria-describedby": "wrong-post" })), this.posts,
      labelled("deadline", make("input", { name: "deadline", autocomplete: "off", inputmode: "numeric", placeholder: words.day_hint, "aria-describedby": "wrong-deadline" })),
      labelled("text", make("textarea", { name: "text", rows: 4, "aria-describedby": "wrong-text" })),
      ...(this.isWider ? [labelled("mahallas", this.finder()), this.chosen, this.becomes, this.offered] : []),
      make("div", { class: "ways" }, this.button, make("button", { type: "button", onclick: () => this.close() }, `${words.close} · Esc`)), this.said);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.box.replaceChildren(form, make("section", {}, make("h2", {}, `${words.list}: ${names[this.within]}`), this.taken));
  }

  get isWider() {
    return this.area.length <= 7;
  }

  // Mahallas are named one after the other; each stands below and goes when it is pressed.
  finder() {
    const inside = Object.keys(this.names).filter((code) => code.length > 7 && code.startsWith(this.area));
    this.offered.replaceChildren(...inside.map((code) => make("option", { value: this.labelOf(code) })));
    const take = (/** @type {Event} */ { target }) => {
      const field = /** @type {HTMLInputElement} */ (target);
      const code = inside.find((one) => this.labelOf(one) === field.value.trim());
      if (!code) return;
      field.value = "";
      this.choose([...new Set([...this.mahallas, code])]);
      this.keepDraft();
    };
    return make("input", { name: "mahallas", list: "mahallas", autocomplete: "off", placeholder: this.words.mahallas_hint, "aria-describedby": "wrong-mahallas", oninput: take, onchange: take });
  }

  // Names may stand twice in a region, and now and then in a district: then the code tells them apart.
  labelOf(code) {
    const name = this.names[code];
    const twice = Object.keys(this.names).filter((one) => one.startsWith(this.area) && one.length > 7 && this.names[one] === name).length > 1;
    const district = this.area.length < 7 ? `, ${this.names[code.slice(0, 7)]}` : "";
    return `${name}${district}${twice ? ` (${code})` : ""}`;
  }

  choose(mahallas) {
    this.mahallas = mahallas;
    const leave = (/** @type {string} */ code) => {
      this.choose(this.mahallas.filter((one) => one !== code));
      this.keepDraft();
    };
    this.chosen.replaceChildren(...mahallas.map((/** @type {string} */ code) => make("button", { type: "button", onclick: () => leave(code) }, `${this.names[code] ?? code} ×`)));
    this.becomes.textContent = this.isWider ? (mahallas.length ? this.words.mahallas_become : this.words.mahallas_none) : "";
  }

  async offer() {
    const { area } = this;
    const answer = await fetch(`${this.address}/form.json?area=${area}&${this.query}`).catch(() => null);
    if (!answer?.ok || area !== this.area) return;
    const { deadline, posts } = await answer.json();
    this.posts.replaceChildren(...posts.map((one) => make("option", { value: one.name }, one.agency_name)));
    if (!this.field("deadline").value) this.field("deadline").value = dayOf(deadline);
  }

  async list() {
    const { within, words } = this;
    const answer = await fetch(`${this.address}.json?area=${within}&${this.query}`).catch(() => null);
    if (within !== this.within) return;
    if (!answer?.ok) return this.taken.replaceChildren(make("li", {}, words.not_reached));
    const { decisions, total } = await answer.json();
    const rows = decisions.slice(0, MOST).map((one) =>
      make("li", {}, make("b", {}, `${one.area_name} · ${one.deadline_text}`), make("span", {}, one.text),
        make("small", {}, [one.post_name, one.mahallas.length ? one.mahalla_names.join(", ") : words.no_mahalla].filter(Boolean).join(" · "))));
    const rest = make("li", { class: "left" });
    this.taken.replaceChildren(...(rows.length ? rows : [make("li", {}, words.none)]));
    let shown = rows.length;
    const tooMuch = () => this.taken.scrollHeight > this.taken.clientHeight + 1;
    while (shown && (tooMuch() || shown < total)) {
      rest.textContent = fill(words.left, { count: total - shown });
      this.taken.append(rest);
      if (!tooMuch()) break;
      shown -= 1;
      rows[shown].remove();
    }
  }

  // ---------------------------------------------------------------- what is typed

  get typed() {
    return Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value]));
  }

  keepDraft() {
    this.key ??= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    this.draft.keep({ area: this.area, key: this.key, mahallas: this.mahallas, ...this.typed });
  }

  restore() {
    const draft = this.draft.read();
    this.key = null;
    if (draft?.area !== this.area) return;
    this.key = draft.key;
    for (const name of FIELDS) this.field(name).value = draft[name] ?? "";
    this.choose((draft.mahallas ?? []).filter((/** @type {string} */ code) => code in this.names));
    this.said.textContent = this.words.draft;
  }

  async save() {
    const { words, area } = this;
    if (this.button.disabled) return;
    this.keepDraft();
    this.button.disabled = true;
    this.said.textContent = words.saving;
    const typed = { area, key: this.key, snapshot: this.snapshot, mahallas: this.mahallas, ...this.typed };
    const answer = await send(`${this.address}?${this.query}`, "POST", typed);
    this.button.disabled = false;
    if (area !== this.area) return;
    this.wrong(answer?.problems ?? []);
    if (!answer || answer.problems) {
      const general = (answer?.problems ?? []).filter((one) => ![...FIELDS, "mahallas"].includes(one.field)).map((one) => one.message);
      this.said.textContent = answer ? [words.not_saved, ...general].join(" ") : words.not_reached;
      return;
    }
    this.key = null;
    this.draft.drop();
    for (const name of ["post", "text"]) this.field(name).value = "";
    this.choose([]);
    this.said.textContent = fill(words.saved, { when: answer.taken_text });
    this.field("post").focus();
    await this.list();
  }

  wrong(problems) {
    for (const name of [...FIELDS, ...(this.isWider ? ["mahallas"] : [])]) {
      const found = problems.find((one) => one.field === name);
      this.box.querySelector(`#wrong-${name}`).textContent = found?.message ?? "";
      this.field(name).setAttribute("aria-invalid", String(Boolean(found)));
    }
    const first = FIELDS.find((name) => problems.some((one) => one.field === name));
    if (first) this.field(first).focus();
  }
}
