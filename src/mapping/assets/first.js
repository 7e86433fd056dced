// The map's first drawing: the areas in their colours where the map will stand, while the page's own scripts are still on their way.
// What it fetched and made ready it hands to the map, which takes its place once it has painted the same.
import { HIDDEN, NO_DATA, prepare } from "./map/areas.js";
import { paintAreas, paintBorders } from "./map/painting.js";
import { placeOf, seatOf, showing } from "./map/placing.js";

const MARGIN = 12; // px around the extent, as in `frame/frame.js`
const LONGEST = 20_000; // ms after which a page that shows no map is some other page
const STEADY = 150; // ms for which a map stands still that has come to its place
const SETTLED = 1000; // ms after which the page has come too
const SEATS = "riskmap.first"; // where the map stood, by the width of the window

const start = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("riskmap-start")).textContent ?? "");
const canvas = document.createElement("canvas");
const path = location.pathname;
let isMoved = false; // under the drawing, or to another page
/** @type {Map<string, Promise<any>>} */
const answers = new Map();
/** @type {NonNullable<typeof window.riskmapFirst>} */
const first = { answers, paints: 0, codes: [], point: () => [0, 0] };
window.riskmapFirst = first;

// Streamlit keeps the reader's choice of a theme; without one the system's is shown.
function theme() {
  const chosen = attempt(() => JSON.parse(localStorage.getItem(`stActiveTheme-${location.pathname}-v2`) ?? "null"));
  const isDark = chosen === "Dark" || (chosen !== "Light" && matchMedia("(prefers-color-scheme: dark)").matches);
  return isDark ? "dark" : "light";
}

/** @template T @param {() => T} act */
function attempt(act) {
  try {
    return act();
  } catch {
    return null; // a browser that keeps nothing, or keeps what is not ours
  }
}

/** @param {string} url @param {(answer: any) => any} [finish] */
function get(url, finish = (answer) => answer) {
  const answer = fetch(url).then((response) => (response.ok ? response.json() : Promise.reject(response.status))).then(finish);
  answer.catch(() => answers.delete(url)); // the map asks for it anew, and tells
  answers.set(url, answer);
  return answer;
}

async function draw() {
  const shade = theme();
  const [set, around, look, painting] = await Promise.all([
    get(start.geometry, prepare), start.around && get(start.around, prepare), get(start.look[shade]), get(start.painting[shade]),
  ]);
  const isBare = [...painting.classes].every((mark) => mark === NO_DATA || mark === HIDDEN);
  if (isBare || framed()?.riskmap?.paints) return; // the page may show others in their stead
  document.documentElement.style.background = canvas.style.background = look.ink.halo;
  const seat = seatInPage();
  document.body.append(canvas);
  paint(seat, { set, around, view: { ...look, ...painting } });
  requestAnimationFrame(() => give());
}

// Where the map stood at this width when it was last looked at; else where it stands in most windows.
function seatInPage() {
  const kept = attempt(() => JSON.parse(localStorage.getItem(SEATS) ?? "{}")[innerWidth]);
  if (kept?.tall === innerHeight) return kept.seat;
  const rem = 15;
  if (innerWidth < 1000) return { left: 10, top: 561, width: innerWidth - 20, height: Math.min(0.62 * innerHeight, 0.95 * innerWidth) };
  return { left: 16, top: innerWidth < 1600 ? 277 : 247, width: 0.64 * (innerWidth - 32) - 8, height: Math.max(320, innerHeight - 27.3 * rem) };
}

function paint({ left, top, width, height }, { set, around, view }) {
  const ratio = window.devicePixelRatio || 1;
  Object.assign(canvas.style, { position: "fixed", zIndex: "1", pointerEvents: "none", left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  canvas.setAttribute("aria-hidden", "true");
  canvas.id = "riskmap-first";
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  const ink = /** @type {Ink} */ (canvas.getContext("2d"));
  const district = around?.index.get(start.focus);
  const [aim, box] = district === undefined ? [set, set.whole] : [around, around.boxes[district]];
  const inner = showing(aim, box, { size: [width - 2 * MARGIN, height - 2 * MARGIN], room: 1, ratio });
  const stand = { ...inner, left: inner.left - MARGIN, top: inner.top - MARGIN };
  paintAreas(ink, placeOf(stand, set), set, view.classes, view);
  paintBorders(ink, (shown) => placeOf(stand, shown), { set, around, isWhole: start.isWhole, colours: view.ink });
  first.codes = set.codes;
  first.point = (code) => {
    const [x, y] = seatOf(placeOf(stand, set), set, set.index.get(code) ?? 0);
    return [left + x, top + y];
  };
  first.paints = 1;
}

/** @returns {any} */
const frame = () => document.querySelector(".st-key-map_frame iframe");
const framed = () => frame()?.contentWindow;

// Stays where it is until the map has painted and nothing moves it any more, while the page comes, and goes in one frame of the
// screen, so that none is empty; also when the page is moved under it, or shows something else.
function give(stood = "", since = 0) {
  const now = performance.now();
  const stands = framed()?.riskmap?.paints > 0 ? JSON.stringify(seatNow()) : "";
  const from = stands === stood ? since : now;
  const isSteady = stands !== "" && now - from >= STEADY;
  isMoved ||= location.pathname !== path;
  if (!isSteady && !isMoved && now < LONGEST) return requestAnimationFrame(() => give(stands, from));
  if (isSteady && !isMoved) setTimeout(() => isMoved || attempt(keep), SETTLED);
  document.documentElement.style.background = "";
  canvas.remove();
  answers.clear();
}

function seatNow() {
  const { left, top, width, height } = frame().getBoundingClientRect();
  return { left, top, width, height };
}

function keep() {
  const kept = JSON.parse(localStorage.getItem(SEATS) ?? "{}");
  localStorage.setItem(SEATS, JSON.stringify({ ...kept, [innerWidth]: { tall: innerHeight, seat: seatNow() } }));
}

addEventListener("scroll", () => { isMoved = true; }, { capture: true, once: true });
draw().catch((error) => console.error(error));
