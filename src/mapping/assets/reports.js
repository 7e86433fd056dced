// What was reported of one measure: the latest, the whole history, and the form for those who may.
import { make } from "./elements.js";
import { historyOf, reportLine } from "./history.js";
import { outbox } from "./outbox.js";
import { layOutbox, reportForm } from "./report_form.js";

const MARKUP = `<h3></h3><ol class="unsent" role="status"></ol><div class="form" hidden></div><button class="open" type="button" hidden></button>
<ol class="latest"></ol><details hidden><summary></summary><ol class="earlier"></ol></details><p class="none" hidden></p>`;

export default function reports({ data, parentElement }) {
  let root = parentElement.querySelector(".reports");
  if (!root) {
    root = parentElement.appendChild(make("section", { class: "reports" }));
    root.innerHTML = MARKUP;
  }
  const find = (selector) => root.querySelector(selector);
  const { words } = data.form;
  find("h3").textContent = words.title;
  find("summary").textContent = words.history;
  const open = find(".open");
  open.textContent = data.report.acts?.includes("confirm") ? data.form.acts.confirm : words.open;
  const form = find(".form");
  if (root.measure !== data.measure) {
    form.hidden = true;
    for (const list of root.querySelectorAll(".latest, .earlier")) list.replaceChildren();
  }
  root.measure = data.measure;
  open.hidden = !data.report.acts || !form.hidden;
  open.onclick = () => {
    form.hidden = false;
    open.hidden = true;
    const { measure, title } = data;
    reportForm(form, data.form, { measure, title, ...data.report }, () => {
      form.hidden = true;
      open.hidden = false;
    });
    form.querySelector("button").focus();
  };
  const unsent = () => layOutbox(find(".unsent"), data.form, data.measure);
  const told = () => history(find, data);
  unsent();
  told();
  outbox.addEventListener("change", unsent);
  outbox.addEventListener("saved", told);
  return () => {
    outbox.removeEventListener("change", unsent);
    outbox.removeEventListener("saved", told);
  };
}

async function history(find, { form, measure, until }) {
  const all = await historyOf(form, measure, until);
  const none = find(".none");
  if (!all) {
    none.hidden = false;
    none.textContent = form.words.not_reached;
    return;
  }
  none.hidden = all.length > 0;
  none.textContent = form.words.none;
  find(".latest").replaceChildren(...all.slice(0, 1).map(reportLine));
  find(".earlier").replaceChildren(...all.slice(1).map(reportLine));
  find("details").hidden = all.length < 2;
}
