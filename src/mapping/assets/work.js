// The work goes on under an open page: what others reported is shown within seconds, and what was written here is sent.
import { fill } from "./elements.js";
import { heard } from "./line.js";
import { outbox } from "./outbox.js";
import { layOutbox } from "./report_form.js";

const EVERY = 2000; // ms between two questions whether anything was reported
const TOGETHER = 200; // ms in which what was sent one after the other is looked at once

let asked = -1; // the report for which the page was asked to be drawn anew last

/** @param {any} box the reports that were not sent yet @param {any} data @param {(name: string, value: any) => void} tell */
export function work(box, data, tell) {
  const count = async () => {
    const entries = await layOutbox(box.querySelector("ol"), data.form);
    box.hidden = !entries;
    box.querySelector("summary").textContent = fill(data.form.words.outbox, { count: entries });
  };
  outbox.addEventListener("change", count);
  outbox.begin(data.person);
  const look = async () => {
    if (document.hidden) return;
    const answer = await heard(fetch(`${data.ask}?since=${data.seq}`));
    if (!answer?.ok || !box.isConnected) return;
    const { seq, changed } = await answer.json();
    if (!changed || seq === asked) return;
    asked = seq;
    tell("work", seq);
  };
  const asking = data.ask ? setInterval(look, EVERY) : 0;
  const said = box.parentElement.querySelector(".saved");
  let quiet = 0;
  let looking = 0;
  const soon = () => {
    said.textContent = `✓ ${data.form.words.saved}`;
    clearTimeout(quiet);
    quiet = setTimeout(() => said.replaceChildren(), 4000);
    clearTimeout(looking);
    if (data.ask) looking = setTimeout(look, TOGETHER);
  };
  outbox.addEventListener("saved", soon);
  return () => {
    clearInterval(asking);
    clearTimeout(looking);
    outbox.removeEventListener("change", count);
    outbox.removeEventListener("saved", soon);
  };
}
