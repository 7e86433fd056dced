// A sheet of paper has no frames: what the map shows stands there as one picture, light whatever the screen's theme.
import { blendOf } from "./sheet.js";

const MARGIN = 30; // px around the areas, for their names
const CREDIT = 10; // px, whose the base map is

export function watchPaper(own) {
  const page = window.parent;
  /** @type {HTMLCanvasElement | null} */
  let paper = null;
  const lift = () => paper?.remove();
  const lay = () => {
    lift();
    paper = pictureOf(own);
    if (paper) own.frame.after(paper);
  };
  page.addEventListener("beforeprint", lay);
  page.addEventListener("afterprint", lift);
  window.addEventListener("pagehide", () => {
    lift();
    page.removeEventListener("beforeprint", lay);
    page.removeEventListener("afterprint", lift);
  });
}

function pictureOf(own) {
  const box = own.map.getContainer().getBoundingClientRect();
  if (!own.set || !box.width) return null;
  const ratio = window.devicePixelRatio || 1;
  const seen = partOf(own, box);
  const picture = window.parent.document.createElement("canvas");
  picture.className = "map-paper";
  picture.width = seen.width * ratio;
  picture.height = seen.height * ratio;
  const ink = /** @type {Ink} */ (picture.getContext("2d"));
  if (own.view.theme === "dark") ink.filter = "invert(1) hue-rotate(180deg)";
  for (const { _container: sheet } of own.sheets) {
    const seat = sheet.getBoundingClientRect();
    ink.globalCompositeOperation = blendOf(sheet) === "source-over" ? "source-over" : "multiply";
    ink.drawImage(sheet, (seat.left - box.left - seen.left) * ratio, (seat.top - box.top - seen.top) * ratio);
  }
  if (own.base) sign(ink, own.base.told.attribution, picture);
  return picture;
}

// Whose the base map is, in the corner.
function sign(ink, words, { width, height }) {
  const size = CREDIT * (window.devicePixelRatio || 1);
  Object.assign(ink, { globalCompositeOperation: "source-over", filter: "none", font: `${size}px sans-serif`, textAlign: "right", fillStyle: "#4c525d" });
  ink.fillText(words, width - size / 2, height - size / 2);
}

// The part of the frame that the areas fill, with a margin for their names; of linked maps all, or their scales would differ.
function partOf({ map, aim, view }, box) {
  if (view.linked) return { left: 0, top: 0, width: box.width, height: box.height };
  const from = map.latLngToContainerPoint(aim.getNorthWest()).subtract([MARGIN, MARGIN]);
  const to = map.latLngToContainerPoint(aim.getSouthEast()).add([MARGIN, MARGIN]);
  const left = Math.max(0, from.x);
  const top = Math.max(0, from.y);
  return { left, top, width: Math.min(box.width, to.x) - left, height: Math.min(box.height, to.y) - top };
}
