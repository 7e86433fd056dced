// The history of a measure: what was reported of it, by whom and when.
import { make } from "./elements.js";

/** What was reported of a measure, the last first, until a report or to the last; null where the server cannot be reached.
 * @type {(form: any, measure: string, until?: number | null) => Promise<any[] | null>} */
export async function historyOf(form, measure, until = null) {
  const query = new URLSearchParams({ measure, lang: form.lang });
  const answer = await fetch(`${form.address}.json?${query}`).catch(() => null);
  return answer?.ok ? (await answer.json()).reports.filter(({ seq }) => until === null || seq <= until) : null;
}

/** One report: what, in which words, with which file, who and when. */
export function reportLine({ said, words, file, person, time_text, act }) {
  const link = file && make("a", { href: file.address, download: file.name }, file.name);
  return make("li", { class: act }, make("b", {}, said), words && make("span", {}, words), link, make("small", {}, `${person}, ${time_text}`));
}
