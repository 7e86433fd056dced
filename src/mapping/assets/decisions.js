// Decisions of a meeting: a form that keeps what is typed until it is saved, and the list of what was decided.
import { fill, make } from "./elements.js";
import { dayOf } from "./figures.js";
import { asking, finder } from "./finder.js";
import { Draft, send } from "./typed.js";

const LOOK_AGAIN = 15000;
const FIELDS = ["post", "deadline", "text", "agency", "meeting", "factor", "sector", "target_group", "seven_member"];
const MARKUP = `
<form class="typed" novalidate autocomplete="off">
  <h2></h2>
  <div class="field" data-field="area"><span class="label"></span><b class="place"></b><div class="finder area"></div></div>
  <div class="field" data-field="mahallas" hidden><span class="label"></span><div class="chips taken"></div><div class="finder mahallas"></div>
    <div class="red" hidden><span></span><div class="chips offered"></div></div><p class="hint"></p></div>
  <div class="field" data-field="post"><label></label><input name="post" list="posts" maxlength="200"><datalist id="posts"></datalist></div>
  <div class="field" data-field="deadline"><label></label><div class="row"><input name="deadline" inputmode="numeric" maxlength="10"><div class="chips days"></div></div></div>
  <div class="field" data-field="text"><label></label><textarea name="text" rows="3" maxlength="2000"></textarea></div>
  <details class="more"><summary></summary><div class="grid"></div></details>
  <div class="actions"><button class="save" type="submit"></button><button class="clear" type="button"></button></div>
  <p class="status" role="status"></p>
</form>
<section class="taken-list">
  <div class="top"><h2></h2><select class="meetings"></select><label class="with"><input type="checkbox"><span></span></label>
    <span class="files"><span></span><a class="xlsx" download>Excel</a><a class="csv" download>CSV ;</a><a class="comma" download>CSV ,</a></span></div>
  <details class="how"><summary></summary><p></p><a></a></details>
  <p class="warning" hidden></p>
  <ol></ol>
</section>`;

const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");

export default function decisions(component) {
  const { data, parentElement } = component;
  let root = parentElement.querySelector(".decisions");
  if (!root) {
    root = parentElement.appendChild(make("div", { class: "decisions" }));
    root.innerHTML = MARKUP;
    root.page = new Page(root);
  }
  root.page.show(data);
  const timer = setInterval(() => document.hidden || root.page.list(), LOOK_AGAIN);
  return () => clearInterval(timer);
}

class Page {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.form = this.find("form");
    /** @type {any} */
    this.state = { area: "", mahallas: [], key: fresh(), editing: null };
    this.draft = new Draft(() => sessionStorage, "riskmap.decision");
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.save();
    };
    this.form.onkeydown = (event) => {
      if (event.key !== "Enter") return;
      const asked = event.ctrlKey || event.metaKey;
      if (asked || event.target.closest(".finder")) event.preventDefault(); // a search that found nothing saves nothing
      if (asked) this.save();
    };
    this.form.oninput = () => this.changed();
    this.find(".clear").onclick = () => this.begin();
    this.find(".meetings").onchange = () => this.list();
    this.find(".with input").onchange = () => this.list();
  }

  get words() {
    return this.data.words;
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  async show(data) {
    const first = !this.data;
    const moved = !first && this.data.area !== data.area;
    this.data = data;
    this.label();
    if (first) this.restore();
    // Who goes on to another area decides on that one, unless there is something typed that is meant for this one.
    if (first ? !this.state.area : moved && !this.field("text").value && !this.state.editing) {
      Object.assign(this.state, { area: data.area, mahallas: [] });
    }
    await Promise.all([this.offer(), this.list()]);
  }

  // The words of everything that stays, in the reader's language.
  label() {
    const { words, data } = this;
    for (const part of this.form.querySelectorAll(".field")) {
      const name = part.dataset.field;
      const label = part.querySelector(".label, label");
      label.textContent = words[name];
      const input = this.field(name);
      if (input) this.tie(input, label, name);
    }
    this.field("post").placeholder = words.post_hint;
    this.field("deadline").placeholder = words.day_hint;
    this.find(".more summary").textContent = words.more;
    this.showMore();
    this.find(".red > span").textContent = words.mahallas_red;
    this.find(".save").replaceChildren(words.save, make("kbd", {}, words.save_keys));
    this.find(".with span").textContent = words.with_withdrawn;
    this.find(".meetings").setAttribute("aria-label", words.meeting);
    this.find(".files > span").textContent = words.download;
    this.find(".how summary").textContent = words.how;
    this.find(".how p").textContent = words.how_to_import;
    Object.assign(this.find(".how a"), { textContent: words.open_data, href: `${data.data_page}?lang=${data.lang}` });
    const place = (name, more, found) =>
      finder(this.find(`.finder.${name}`), { ...more, find: asking(data.search + more.search), nothing: words.finder_nothing, id: `find-${name}` }, found);
    place("area", { hint: words.area_hint, label: words.area_hint, search: "" }, (code) => this.goTo(code));
    this.findMahalla = () =>
      place("mahallas", { hint: words.mahallas_hint, label: words.mahallas_hint, search: `&mahallas_of=${this.state.area}` }, (code, name) => this.add(code, name));
  }

  tie(input, label, name) {
    input.id = `decision-${name}`;
    label.htmlFor = input.id;
  }

  showMore() {
    const { words, data } = this;
    const grid = this.find(".more .grid");
    const kept = Object.fromEntries([...grid.querySelectorAll("[name]")].map((one) => [one.name, one.value]));
    const parts = ["agency", "meeting", "factor", "sector", "target_group", "seven_member"].map((name) => {
      const label = make("label", {}, words[name]);
      const entries = name === "target_group" ? data.lists[name] : [["", words.nothing], ...(data.lists[name] ?? [])];
      const input = name === "meeting"
        ? make("input", { name, placeholder: words.today, inputmode: "numeric", maxlength: 10 })
        : make("select", { name }, ...entries.map(([value, word]) => make("option", { value }, word)));
      if (kept[name] !== undefined) input.value = kept[name];
      this.tie(input, label, name);
      return make("div", { class: "field", "data-field": name }, label, input);
    });
    grid.replaceChildren(...parts);
  }

  query(more = {}) {
    const { lang, area, snapshot } = this.data;
    return new URLSearchParams({ area, lang, snapshot, ...more });
  }

  // What the area offers: its name, posts, deadlines, and for a wider area the mahallas to choose from.
  async offer() {
    const { area } = this.state;
    const answer = await fetch(`${this.data.address}/form.json?${this.query({ area })}`).catch(() => null);
    if (!answer?.ok || area !== this.state.area) return;
    const offered = await answer.json();
    this.offered = offered;
    this.find(".place").textContent = offered.area_name;
    this.find("#posts").replaceChildren(...offered.posts.map((one) => make("option", { value: one.name }, one.agency_name)));
    if (!this.field("deadline").value) this.field("deadline").value = dayOf(offered.deadline);
    this.find(".days").replaceChildren(
      ...offered.deadlines.map(({ day, text }) =>
        make("button", { type: "button", "data-day": dayOf(day), onclick: () => this.put("deadline", dayOf(day)) }, text),
      ),
    );
    this.find('[data-field="mahallas"]').hidden = !offered.is_wider;
    this.find(".red").hidden = !offered.red.length;
    this.findMahalla?.();
    this.head();
    this.showChosen();
  }

  head() {
    const { words, state } = this;
    this.find("h2").textContent = state.editing ? words.title_change : words.title;
    this.find(".clear").textContent = state.editing ? words.cancel : words.clear;
    this.form.classList.toggle("editing", Boolean(state.editing));
  }

  put(name, value) {
    this.field(name).value = value;
    this.changed();
  }

  goTo(code) {
    Object.assign(this.state, { area: code, mahallas: [] });
    this.changed();
    this.offer();
    this.field("post").focus();
  }

  add(code, name) {
    if (!this.state.mahallas.some((one) => one.code === code)) this.state.mahallas.push({ code, name });
    this.changed();
  }

  drop(code) {
    this.state.mahallas = this.state.mahallas.filter((one) => one.code !== code);
    this.changed();
    this.find(".finder.mahallas input").focus();
  }

  showChosen() {
    const { words, state } = this;
    const taken = state.mahallas.map(({ code, name }) => {
      const label = fill(words.remove, { name });
      return make("button", { type: "button", "aria-label": label, onclick: () => this.drop(code) }, `${name} ×`);
    });
    this.find(".chips.taken").replaceChildren(...taken);
    this.find('[data-field="mahallas"] .hint').textContent = taken.length ? "" : words.mahallas_none;
    const left = (this.offered?.red ?? []).filter(({ code }) => !state.mahallas.some((one) => one.code === code));
    this.find(".chips.offered").replaceChildren(
      ...left.slice(0, 12).map(({ code, name }) => make("button", { type: "button", onclick: () => this.add(code, name) }, `+ ${name}`)),
    );
    for (const chip of this.root.querySelectorAll(".days button")) chip.setAttribute("aria-pressed", String(chip.dataset.day === this.field("deadline").value));
  }

  // What is typed outlives a reload of this tab, until it is saved.
  changed() {
    this.showChosen();
    this.draft.keep({ ...this.state, values: this.typed });
  }

  get typed() {
    return Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value]));
  }

  restore() {
    const draft = this.draft.read();
    if (!draft?.values?.text) return;
    const { values, ...state } = draft;
    Object.assign(this.state, state);
    for (const name of FIELDS) this.field(name).value = values[name] ?? "";
    this.say(this.words.draft);
  }

  // An empty form for the area looked at.
  begin() {
    this.state = { area: this.data.area, mahallas: [], key: fresh(), editing: null };
    for (const name of FIELDS) this.field(name).value = name === "target_group" ? "all" : "";
    this.draft.drop();
    this.wrong([]);
    this.say("");
    this.offer();
  }

  say(words, bad = false) {
    const status = this.find(".status");
    status.textContent = words;
    status.classList.toggle("bad", bad);
  }

  async save() {
    if (this.saving) return;
    this.saving = true;
    this.say(this.words.saving);
    const { state, data } = this;
    const { area, editing, key } = state;
    const of = editing ? { version: editing.version } : { key };
    const body = { ...this.typed, area, snapshot: data.snapshot, mahallas: state.mahallas.map(({ code }) => code), ...of };
    const answer = await (editing ? this.send("PUT", `/${editing.id}`, body) : this.send("POST", "", body));
    this.saving = false;
    if (!answer) return this.say(this.words.not_reached, true);
    if (answer.problems) return this.wrong(answer.problems);
    return this.kept(answer);
  }

  /** @param {string} method @param {string} path @param {object} [body] */
  send(method, path, body) {
    return send(`${this.data.address}${path}?lang=${this.data.lang}`, method, body);
  }

  // The next decision of a meeting is often for the same area and day; who does it and where is always asked anew.
  async kept(answer) {
    const { area, editing } = this.state;
    const [deadline, meeting] = [this.field("deadline").value, this.field("meeting").value];
    this.begin();
    if (!editing) {
      this.state.area = area;
      this.field("deadline").value = deadline;
      this.field("meeting").value = meeting;
      this.offer();
    }
    this.say(fill(this.words.saved, { when: answer.changed_text }));
    this.field("post").focus();
    await this.list(answer.id);
  }

  wrong(problems) {
    for (const part of this.form.querySelectorAll(".field")) {
      part.querySelector(".problem")?.remove();
      const input = this.field(part.dataset.field) ?? part.querySelector("input");
      const found = problems.find(({ field }) => field === part.dataset.field);
      input.toggleAttribute("aria-invalid", Boolean(found));
      if (!found) {
        input.removeAttribute("aria-describedby");
        continue;
      }
      input.setAttribute("aria-invalid", "true");
      const said = make("p", { class: "problem", id: `problem-${found.field}` }, found.message);
      input.setAttribute("aria-describedby", said.id);
      part.append(said);
      if (part.closest("details")) part.closest("details").open = true;
    }
    const others = problems.filter(({ field }) => !this.form.querySelector(`.field[data-field="${field}"]`)).map(({ message }) => message);
    this.say(problems.length ? others.join(" ") || this.words.not_saved : "", problems.length > 0);
    this.form.querySelector('[aria-invalid="true"]')?.focus();
  }

  // The list, drawn again only where something in it is another.
  async list(mark = "") {
    const meeting = this.find(".meetings").value;
    const more = { ...(meeting && { meeting }), ...(this.find(".with input").checked && { withdrawn: "1" }) };
    const asked = {};
    this.asked = asked;
    const answer = await fetch(`${this.data.address}.json?${this.query(more)}`).catch(() => null);
    const found = answer && (await answer.json().catch(() => null));
    if (!found || asked !== this.asked) return; // asked again meanwhile: of another area, or of another meeting
    const files = { ...(meeting && { meeting }) };
    this.find(".xlsx").href = `${this.data.address}.xlsx?${this.query(files)}`;
    this.find(".csv").href = `${this.data.address}.csv?${this.query(files)}`;
    this.find(".comma").href = `${this.data.address}.csv?${this.query({ ...files, separator: "," })}`;
    const told = JSON.stringify([found, this.data.lang, mark]);
    if (told === this.told) return;
    this.told = told;
    this.showList(found, mark);
  }

  showList(found, mark) {
    const { words } = this;
    if (found.problems) return this.warn(found.problems.map(({ message }) => message).join(" "));
    this.find(".top h2").textContent = `${words.list}: ${found.total} · ${this.data.area_name}`;
    const meetings = this.find(".meetings");
    const chosen = meetings.value;
    meetings.replaceChildren(...[{ day: "", text: words.all_meetings }, ...found.meetings].map(({ day, text }) => make("option", { value: day }, text)));
    meetings.value = found.meetings.some(({ day }) => day === chosen) ? chosen : "";
    this.warn(found.unreadable ? fill(words.unreadable, { count: found.unreadable }) : "");
    const rows = found.decisions.map((one) => this.row(one, one.id === mark));
    this.find("ol").replaceChildren(...(rows.length ? rows : [make("li", { class: "none" }, words.none)]));
    return undefined;
  }

  warn(words) {
    this.find(".warning").hidden = !words;
    this.find(".warning").textContent = words;
  }

  row(one, isNew) {
    const state = ["decision", one.withdrawn && "withdrawn", isNew && "new"].filter(Boolean).join(" ");
    const where = [one.area_name, one.mahallas.join() === one.area ? "" : one.mahalla_names.join(", ")].filter(Boolean).join(" › ");
    const who = make("span", { class: "who" }, one.post_name);
    const row = make(
      "li",
      { class: state, "data-id": one.id },
      make("div", { class: "when" }, make("b", {}, one.deadline_text), make("small", {}, one.quarter_text)),
      make("div", { class: "said" }, make("span", { class: "where" }, where), make("p", {}, one.text), who, this.meta(one)),
      make(
        "div",
        { class: "actions" },
        this.action("change", one, () => this.edit(one)),
        !one.withdrawn && this.action("withdraw", one, (button) => this.withdraw(one, button)),
        one.version > 1 && this.action("history", one, (button) => this.history(one, row, button)),
      ),
    );
    return row;
  }

  meta(one) {
    const { words } = this;
    const badges = [one.withdrawn && "withdrawn", one.imported && "imported", !one.mahallas.length && !one.withdrawn && "no_mahalla"].filter(Boolean);
    const changed = one.version > 1 ? `, ${fill(words.changed, { when: one.changed_text })}` : "";
    const said = [fill(words.taken, { when: one.taken_text }) + changed, one.person_name];
    const when = make("span", {}, said.filter(Boolean).join(" · "));
    return make("div", { class: "meta" }, ...badges.map((name) => make("i", { class: name }, words[name])), when);
  }

  action(name, one, go) {
    const label = fill(this.words.of_decision, { action: this.words[name], text: one.text.slice(0, 60) });
    const button = make("button", { type: "button", class: name, "aria-label": label }, this.words[name]);
    button.onclick = () => go(button);
    return button;
  }

  edit(one) {
    this.state = {
      area: one.area,
      mahallas: one.mahallas.join() === one.area ? [] : one.mahallas.map((code, at) => ({ code, name: one.mahalla_names[at] })),
      key: fresh(),
      editing: { id: one.id, version: one.version },
    };
    const days = { deadline: dayOf(one.deadline), meeting: dayOf(one.meeting) };
    const values = { ...one, ...days, post: one.post || one.post_words ? one.post_shown : "", seven_member: one.seven_member ?? "" };
    for (const name of FIELDS) this.field(name).value = values[name] ?? "";
    this.wrong([]);
    this.say("");
    this.changed();
    this.offer();
    this.field("text").focus();
    this.form.scrollIntoView({ block: "nearest" });
  }

  // Twice: a slip of the hand on a projector takes nothing back.
  async withdraw(one, button) {
    if (!button.classList.contains("sure")) {
      button.classList.add("sure");
      button.textContent = this.words.withdraw_sure;
      button.onblur = () => {
        button.classList.remove("sure");
        button.textContent = this.words.withdraw;
      };
      return;
    }
    const answer = await this.send("DELETE", `/${one.id}`);
    if (!answer || answer.problems) this.say(answer ? answer.problems[0].message : this.words.not_reached, true);
    await this.list();
  }

  async history(one, row, button) {
    const shown = row.querySelector(".versions");
    button.setAttribute("aria-expanded", String(!shown));
    if (shown) return shown.remove();
    const answer = await fetch(`${this.data.address}/${one.id}/history.json?${this.query()}`).catch(() => null);
    if (!answer?.ok) return undefined;
    const { versions } = await answer.json();
    const lines = versions.map((version) => {
      const state = version.withdrawn ? ` · ${this.words.withdrawn}` : "";
      const said = [version.changed_text + state, version.person_name, version.deadline_text, version.post_name, version.text];
      return make("li", {}, said.filter(Boolean).join(" · "));
    });
    row.append(make("ul", { class: "versions" }, ...lines));
    return undefined;
  }
}
