// Elements made of parts whose texts are set as texts, never as markup.

/** An element with its attributes and what lies in it. `on…` is listened to; what is null or false is left out.
 * @type {<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes?: Record<string, any>, ...parts: Part[]) => HTMLElementTagNameMap[Tag]} */
export function make(tag, attributes = {}, ...parts) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const part of parts) if (part !== null && part !== undefined && part !== false) node.append(part);
  return node;
}

/** The categories of numbers for which a word has a form, by how many forms there are: English has two, Russian three.
 * @type {Record<number, string[]>} */
const FORMS = { 2: ["en", "one", "other"], 3: ["ru", "one", "few", "many"] };

/** The form of a word that belongs to a number, of `a|b|c`.
 * @type {(forms: string, value: unknown) => string} */
function form(forms, value) {
  const words = forms.split("|");
  const [lang, ...categories] = FORMS[words.length];
  const category = new Intl.PluralRules(lang).select(Number(String(value).replace(/[^\d.]/g, "")));
  return words[categories.indexOf(category)] ?? words[1]; // "1.5" is none of these: the word is that of two
}

/** A sentence whose `{names}` are filled in; a name that has no value stays as it is. `{count:word|words}` is the form of a
 * word that belongs to the number.
 * @type {(words: string, values: Record<string, unknown>) => string} */
export const fill = (words, values) =>
  words.replace(/{(\w+)(?::([^}]*))?}/g, (whole, name, forms) => {
    const value = values[name];
    if (value === undefined || value === null) return whole;
    return forms ? form(forms, value) : String(value);
  });
