// A button that prints the page.
import { make } from "./elements.js";

export default function print({ data, parentElement }) {
  const button = parentElement.querySelector("button") ?? parentElement.appendChild(make("button", { type: "button" }));
  button.textContent = data.label;
  button.onclick = () => window.print();
}
