// The map flies to where it is led: what was seen grows out of sight while the new view, drawn at once, grows into place. Nothing
// waits for it and nothing is drawn twice; it does not fly for those who ask for little movement.

import { blendOf } from "./sheet.js";

const LASTS = 350; // ms
const EASE = { duration: LASTS, easing: "cubic-bezier(0.3, 0, 0.2, 1)" };
const FARTHEST = 6; // zooms beyond which a flight shows nothing

/** What is seen before the map moves: where it stands, and a picture. Null where it shall not fly.
 * @param {any} map @param {any[]} sheets */
export function seen(map, sheets) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden) return null;
  const box = map.getContainer().getBoundingClientRect();
  const ratio = window.devicePixelRatio || 1;
  const picture = document.createElement("canvas");
  picture.className = "riskmap-left";
  picture.setAttribute("aria-hidden", "true");
  [picture.width, picture.height] = [box.width * ratio, box.height * ratio];
  Object.assign(picture.style, { position: "absolute", left: 0, top: 0, width: `${box.width}px`, height: `${box.height}px`, transformOrigin: "0 0", pointerEvents: "none" });
  const ink = /** @type {any} */ (picture.getContext("2d"));
  for (const { _container: sheet } of sheets) {
    const seat = sheet.getBoundingClientRect();
    ink.globalCompositeOperation = blendOf(sheet);
    ink.drawImage(sheet, (seat.left - box.left) * ratio, (seat.top - box.top) * ratio);
  }
  return { picture, zoom: map.getZoom(), corner: cornerOf(map) };
}

/** From there to where the map stands now. @param {any} map @param {any} from */
export function fly(map, from) {
  const grown = 2 ** (map.getZoom() - from.zoom);
  if (Math.abs(Math.log2(grown)) > FARTHEST) return;
  // The world's pixel w of the new zoom lies at w - corner; in the old view it lay at w / grown - from.corner.
  const corner = cornerOf(map);
  const pane = map.getPane("overlayPane");
  const seat = L.DomUtil.getPosition(map.getPane("mapPane"));
  const was = corner.add(seat).divideBy(grown).subtract(from.corner).subtract(seat);
  const becomes = from.corner.multiplyBy(grown).subtract(corner);
  pane.style.transformOrigin = "0 0";
  pane.animate([{ transform: `translate(${was.x}px, ${was.y}px) scale(${1 / grown})` }, { transform: "none" }], EASE);
  map.getContainer().prepend(from.picture);
  const leaving = from.picture.animate(
    [{ transform: "none", opacity: 1 }, { opacity: 1, offset: 0.6 }, { transform: `translate(${becomes.x}px, ${becomes.y}px) scale(${grown})`, opacity: 0 }],
    EASE,
  );
  leaving.finished.finally(() => from.picture.remove());
}

// The world's pixel in the upper left corner of the frame.
const cornerOf = (map) => map.getPixelBounds().min;
