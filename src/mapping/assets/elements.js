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

/** A sentence whose `{names}` are filled in; a name that has no value stays as it is.
 * @type {(words: string, values: Record<string, unknown>) => string} */
export const fill = (words, values) => words.replace(/{(\w+)}/g, (whole, name) => String(values[name] ?? whole));
