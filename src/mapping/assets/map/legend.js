// The rows of a legend.
import { make } from "../elements.js";

/** A small box filled as areas of a class are: with a colour, or with those of the two ends, and over it a pattern of the
 * swatches, which are layers of a CSS background (`mapping.views.map.swatches`).
 * @type {(swatches: Record<string, string>, pattern: string | null, colours?: string[]) => HTMLElement} */
export function swatch(swatches, pattern, colours = []) {
  const [first, last = first] = colours;
  const ground = first === last ? first : `linear-gradient(90deg,${first} 50%,${last} 50%)`;
  const box = make("i");
  box.style.background = [pattern && swatches[pattern], ground].filter(Boolean).join(",");
  return box;
}
