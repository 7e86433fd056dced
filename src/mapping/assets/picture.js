// A drawing made on the server; it is put in whole, and only when it has changed.
import { make } from "./elements.js";

export default function picture({ data, parentElement }) {
  const root = parentElement.querySelector(".picture") ?? parentElement.appendChild(make("div", { class: "picture" }));
  if (root.drawn !== data.svg) root.innerHTML = data.svg;
  root.drawn = data.svg;
}
