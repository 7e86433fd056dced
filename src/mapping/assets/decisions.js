// Decisions of a meeting: a form that keeps what is typed until it is saved, and the list of what was decided.
import { finder } from "./finder.js";

const DRAFT = "riskmap.decision";
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

const made = (tag, words = "", more = {}) => Object.assign(document.createElement(tag), { textContent: words, ...more });
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
// A day as everybody here writes it, whatever the browser's own language.
const written = (day) => day.split("-").reverse().join(".");
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");

export default function decisions(component) {
  const { data, parentElement } = component;
  let root = parentElement.querySelector(".decisions");
  if (!root) {
    root = made("div", "", { className: "decisions", innerHTML: MARKUP });
    parentElement.append(root);
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
    this.state = { area: "", mahallas: [], key: fresh(), editing: null };
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
    this.find(".save").replaceChildren(words.save, made("kbd", words.save_keys));
    this.find(".with span").textContent = words.with_withdrawn;
    this.find(".meetings").setAttribute("aria-label", words.meeting);
    this.find(".files > span").textContent = words.download;
    this.find(".how summary").textContent = words.how;
    this.find(".how p").textContent = words.how_to_import;
    Object.assign(this.find(".how a"), { textContent: words.open_data, href: `${data.data_page}?lang=${data.lang}` });
    const place = (name, more, found) =>
      finder(this.find(`.finder.${name}`), { ...more, search: data.search + more.search, nothing: words.finder_nothing, id: `find-${name}` }, found);
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
      const part = made("div", "", { className: "field" });
      part.dataset.field = name;
      const label = made("label", words[name]);
      const input = made(name === "meeting" ? "input" : "select", "", { name });
      if (name === "meeting") Object.assign(input, { placeholder: words.today, inputMode: "numeric", maxLength: 10 });
      else {
        const entries = name === "target_group" ? data.lists[name] : [["", words.nothing], ...data.lists[name]];
        input.append(...entries.map(([value, word]) => made("option", word, { value })));
      }
      if (kept[name] !== undefined) input.value = kept[name];
      this.tie(input, label, name);
      part.append(label, input);
      return part;
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
    this.find("#posts").replaceChildren(...offered.posts.map((one) => made("option", one.agency_name, { value: one.name })));
    if (!this.field("deadline").value) this.field("deadline").value = written(offered.deadline);
    this.find(".days").replaceChildren(
      ...offered.deadlines.map((one) => {
        const chip = made("button", one.text, { type: "button", onclick: () => this.put("deadline", written(one.day)) });
        chip.dataset.day = written(one.day);
        return chip;
      }),
    );
    this.find('[data-field="mahallas"]').hidden = !offered.is_wider;
    this.find(".red").hidden = !offered.red.length;
    this.findMahalla();
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
      const chip = made("button", `${name} ×`, { type: "button", onclick: () => this.drop(code) });
      chip.setAttribute("aria-label", filled(words.remove, { name }));
      return chip;
    });
    this.find(".chips.taken").replaceChildren(...taken);
    this.find('[data-field="mahallas"] .hint').textContent = taken.length ? "" : words.mahallas_none;
    const left = (this.offered?.red ?? []).filter(({ code }) => !state.mahallas.some((one) => one.code === code));
    this.find(".chips.offered").replaceChildren(
      ...left.slice(0, 12).map(({ code, name }) => made("button", `+ ${name}`, { type: "button", onclick: () => this.add(code, name) })),
    );
    for (const chip of this.root.querySelectorAll(".days button")) chip.setAttribute("aria-pressed", String(chip.dataset.day === this.field("deadline").value));
  }

  // What is typed outlives a reload of this tab, until it is saved.
  changed() {
    this.showChosen();
    const values = Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value]));
    try {
      sessionStorage.setItem(DRAFT, JSON.stringify({ ...this.state, values }));
    } catch {
      // A browser that keeps nothing still takes decisions.
    }
  }

  restore() {
    let draft = null;
    try {
      draft = JSON.parse(sessionStorage.getItem(DRAFT));
    } catch {
      return;
    }
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
    this.forget();
    this.wrong([]);
    this.say("");
    this.offer();
  }

  forget() {
    try {
      sessionStorage.removeItem(DRAFT);
    } catch {
      // Nothing was kept.
    }
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
    const body = { ...Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value])), area: state.area, snapshot: data.snapshot };
    body.mahallas = state.mahallas.map(({ code }) => code);
    if (state.editing) body.version = state.editing.version;
    else body.key = state.key;
    const [method, path] = state.editing ? ["PUT", `/${state.editing.id}`] : ["POST", ""];
    const answer = await this.send(method, path, body);
    this.saving = false;
    if (!answer) return this.say(this.words.not_reached, true);
    if (answer.problems) return this.wrong(answer.problems);
    return this.kept(answer);
  }

  // What the server answered; null where it did not.
  async send(method, path, body) {
    try {
      const response = await fetch(`${this.data.address}${path}?lang=${this.data.lang}`, {
        method,
        headers: { "Content-Type": "application/json" },
        body: body && JSON.stringify(body),
      });
      return await response.json();
    } catch {
      return null;
    }
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
    this.say(filled(this.words.saved, { when: answer.changed_text }));
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
      const said = made("p", found.message, { className: "problem", id: `problem-${found.field}` });
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
    const asked = (this.asked = {});
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
    meetings.replaceChildren(...[{ day: "", text: words.all_meetings }, ...found.meetings].map(({ day, text }) => made("option", text, { value: day })));
    meetings.value = found.meetings.some(({ day }) => day === chosen) ? chosen : "";
    this.warn(found.unreadable ? filled(words.unreadable, { count: found.unreadable }) : "");
    const rows = found.decisions.map((one) => this.row(one, one.id === mark));
    this.find("ol").replaceChildren(...(rows.length ? rows : [made("li", words.none, { className: "none" })]));
    return undefined;
  }

  warn(words) {
    this.find(".warning").hidden = !words;
    this.find(".warning").textContent = words;
  }

  row(one, isNew) {
    const { words } = this;
    const row = made("li", "", { className: ["decision", one.withdrawn && "withdrawn", isNew && "new"].filter(Boolean).join(" ") });
    row.dataset.id = one.id;
    const when = made("div", "", { className: "when" });
    when.append(made("b", one.deadline_text), made("small", one.quarter_text));
    const said = made("div", "", { className: "said" });
    const where = [one.area_name, one.mahallas.join() === one.area ? "" : one.mahalla_names.join(", ")].filter(Boolean).join(" › ");
    said.append(made("span", where, { className: "where" }), made("p", one.text), made("span", one.post_name, { className: "who" }), this.meta(one));
    const actions = made("div", "", { className: "actions" });
    actions.append(this.action("change", one, () => this.edit(one)));
    if (!one.withdrawn) actions.append(this.action("withdraw", one, (button) => this.withdraw(one, button)));
    if (one.version > 1) actions.append(this.action("history", one, (button) => this.history(one, row, button)));
    row.append(when, said, actions);
    return row;
  }

  meta(one) {
    const { words } = this;
    const meta = made("div", "", { className: "meta" });
    const badges = [one.withdrawn && "withdrawn", one.imported && "imported", !one.mahallas.length && !one.withdrawn && "no_mahalla"].filter(Boolean);
    meta.append(...badges.map((name) => made("i", words[name], { className: name })));
    const changed = one.version > 1 ? `, ${filled(words.changed, { when: one.changed_text })}` : "";
    meta.append(made("span", filled(words.taken, { when: one.taken_text }) + changed));
    return meta;
  }

  action(name, one, go) {
    const button = made("button", this.words[name], { type: "button", className: name });
    button.setAttribute("aria-label", filled(this.words.of_decision, { action: this.words[name], text: one.text.slice(0, 60) }));
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
    const days = { deadline: written(one.deadline), meeting: written(one.meeting) };
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
    const list = made("ul", "", { className: "versions" });
    list.append(
      ...versions.map((version) => {
        const state = version.withdrawn ? ` · ${this.words.withdrawn}` : "";
        return made("li", `${version.changed_text}${state} · ${version.deadline_text} · ${version.post_name} · ${version.text}`);
      }),
    );
    row.append(list);
    return undefined;
  }
}
