// The form in which one reports of a measure, and what became of each report that was sent from this device.
import { fill, make } from "./elements.js";
import { outbox } from "./outbox.js";

const REASONS = ["return", "deadline", "cancel"];
const HIDDEN = ["file"]; // chosen beside the words
const STEPS = [25, 50, 75, 90]; // per cent
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

/** The form in a box: `measure` and its `title`, its `version` and the `acts` that this person may report, `first` the one it opens with, `filled` what stands in it
 * from before. `done` is called once it is kept on the device. */
export function reportForm(box, form, { measure, title, version, acts, first = "", filled = {} }, done) {
  const { words } = form;
  const fields = make("div", { class: "fields" });
  const problem = make("p", { class: "problem", role: "alert", hidden: true });
  const offered = acts.filter((act) => !HIDDEN.includes(act));
  let act = [first, "confirm"].find((one) => offered.includes(one)) ?? offered[0];
  const tabs = offered.map((one) => make("button", { type: "button", class: "act", "data-act": one, onclick: () => choose(one) }, form.acts[one]));
  const lay = () => {
    const field = (name, input, words = form.words[`field_${name}`]) => make("label", { class: "field" }, make("span", {}, words), input);
    const before = (name) => /** @type {any} */ (fields.querySelector(`[name="${name}"]`))?.value ?? filled[name] ?? "";
    const old = before("words");
    const text = make("textarea", { name: "words", rows: 2, maxlength: 2000 });
    text.value = old; // what was typed goes with one from act to act
    fields.replaceChildren();
    const day = (name, bounds) => field(name, make("input", { name, type: "date", required: true, ...bounds }));
    if (act === "progress") fields.append(...progress(field, before("progress")));
    if (act === "done") fields.append(day("done_on", { value: before("done_on") || today(), max: today() }));
    if (act === "deadline") fields.append(day("deadline", { value: before("deadline"), min: today() }));
    const asked = REASONS.includes(act) || act === "comment";
    text.required = asked;
    fields.append(field("words", text, REASONS.includes(act) ? words.field_reason : words.field_words));
    if (acts.includes("file")) fields.append(chosenFile(words.field_file));
    for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.act === act));
  };
  const choose = (one) => {
    act = one;
    lay();
  };
  const whole = make("form", { class: "report-form" }, make("div", { class: "acts" }, ...tabs), fields, problem, make("button", { class: "send", type: "submit" }, words.send));
  whole.onsubmit = async (event) => {
    event.preventDefault();
    const value = (name) => /** @type {any} */ (whole.elements.namedItem(name))?.value;
    const body = { measure, version, act, words: value("words") ?? "" };
    if (act === "progress") Object.assign(body, { progress: Number(value("progress")) });
    if (act === "done") Object.assign(body, { done_on: value("done_on") });
    if (act === "deadline") Object.assign(body, { deadline: value("deadline") });
    const shared = { address: form.address, lang: form.lang, title, acts };
    const file = /** @type {any} */ (whole.elements.namedItem("file"))?.files?.[0];
    await outbox.add({ ...shared, body, said: [form.acts[act], value("words")].filter(Boolean).join(": ") });
    if (file) await outbox.add({ ...shared, measure, file, said: file.name });
    done();
  };
  lay();
  box.replaceChildren(whole);
}

// The browser's own words for a file that is chosen are in its own language: the field says it in the reader's.
function chosenFile(words) {
  const said = make("span", {}, words);
  const input = make("input", { name: "file", type: "file", accept: "image/jpeg,image/png,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp" });
  input.onchange = () => {
    said.textContent = input.files?.[0]?.name ?? words;
    said.parentElement?.classList.toggle("chosen", Boolean(input.files?.length));
  };
  return make("label", { class: "file" }, said, input);
}

// Most of what is reported is one of a few steps: one press instead of typing.
function progress(field, value) {
  const input = make("input", { name: "progress", type: "number", min: 0, max: 100, step: 1, inputmode: "numeric", required: true, value });
  const steps = STEPS.map((step) => make("button", { type: "button", class: "step", onclick: () => set(step) }, `${step}%`));
  const set = (step) => {
    input.value = String(step);
    mark();
  };
  const mark = () => {
    for (const step of steps) step.setAttribute("aria-pressed", String(step.textContent === `${input.value}%`));
  };
  input.oninput = mark;
  mark();
  return [field("progress", input), make("div", { class: "steps" }, ...steps)];
}

/** Reports that the server has not taken, in words: waiting, refused because, or in conflict with both texts. Gives how many there are.
 * @param {any} list @param {any} form @param {string | null} [only] the measure, or null for all of them */
export async function layOutbox(list, form, only = null) {
  const entries = (await outbox.entries()).filter((one) => only === null || (one.body?.measure ?? one.measure) === only);
  const edited = Array.from(list.children).filter((node) => node.querySelector("form"));
  const lines = entries.map((entry) => edited.find((node) => node.dataset.key === entry.key) ?? line(entry, form, only === null));
  for (const node of Array.from(list.children)) if (!lines.includes(node)) node.remove();
  lines.forEach((node, place) => {
    if (list.children[place] !== node) list.insertBefore(node, list.children[place] ?? null); // what is being typed in stays where it is
  });
  return entries.length;
}

function line(entry, form, withTitle) {
  const { words } = form;
  const parts = [withTitle && make("b", {}, entry.title), make("span", {}, entry.said)];
  const discard = make("button", { type: "button", onclick: () => outbox.drop(entry.key) }, words.discard);
  if (entry.state === "waiting") parts.push(make("em", {}, entry.why === "sign_in" ? words.sign_in : entry.why || words.waiting));
  if (entry.state === "refused") parts.push(make("em", {}, fill(words.refused, { why: entry.why })), entry.body && again(entry, form, withTitle), discard);
  if (entry.state === "conflict") {
    const { theirs, mine } = entry.answer;
    const told = (head, one) => make("blockquote", {}, make("b", {}, head), make("span", {}, one.said), make("q", { hidden: !one.words }, one.words));
    const both = make("div", { class: "both" }, told(fill(words.theirs, { person: theirs.person, when: theirs.time_text }), theirs), told(words.mine, mine));
    const top = make("button", { type: "button", class: "send", onclick: () => outbox.onTop(entry) }, words.on_top);
    parts.push(make("em", {}, entry.why), both, top, discard);
  }
  return make("li", { class: entry.state, "data-key": entry.key }, ...parts.filter(Boolean));
}

// What was refused, in the form once more with all that was typed; it goes when the new one is kept.
function again(entry, form, withTitle) {
  const { body, title, acts = [body.act] } = entry;
  const edit = (event) => {
    const node = event.target.closest("li");
    const box = make("div");
    const away = () => node.replaceWith(line(entry, form, withTitle));
    reportForm(box, form, { measure: body.measure, title, version: body.version, acts, first: body.act, filled: body }, () => outbox.drop(entry.key));
    const why = make("em", {}, fill(form.words.refused, { why: entry.why }));
    node.replaceChildren(withTitle ? make("b", {}, title) : "", why, box, make("button", { type: "button", onclick: away }, form.words.close));
    box.querySelector("textarea")?.focus();
  };
  return make("button", { type: "button", class: "edit", onclick: edit }, form.words.edit);
}
