// Words on a map: names and letters, each only where it can be read.
import { overlap } from "./areas.js";
import { extentOf, seatOf } from "./placing.js";

const SMALLEST = 16; // pixels that an area must have each way to carry a letter

/** A district's name without the word for district, which every name on the map would repeat; `tails` are the word in every
 * language, as names end with it. A city keeps its word.
 * @type {(name: string, tails: string[]) => string} */
export function bareName(name, tails) {
  const tail = tails.find((one) => name.endsWith(one));
  return tail ? name.slice(0, -tail.length) : name;
}

/** @type {(ink: Ink, ratio: number, hand: Hand) => void} */
function take(ink, ratio, { size, font, weight = 600, halo = size / 4, colours }) {
  ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  ink.font = `${weight} ${size}px ${font}`;
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  ink.lineJoin = "round";
  ink.lineWidth = halo;
  ink.strokeStyle = colours.halo;
  ink.fillStyle = colours.text;
}

/** @type {(ink: Ink, words: string, x: number, y: number) => void} */
function put(ink, words, x, y) {
  ink.strokeText(words, x, y);
  ink.fillText(words, x, y);
}

/** Where a name may stand instead of over its area's middle, in halves of its width and in lines, the nearest first.
 * @type {Point[]} */
const AROUND = [0, -1.15, 1.15, -0.5, 0.5]
  .flatMap((x) => [0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5].map((y) => /** @type {Point} */ ([x, y])))
  .sort(([x, y], [u, v]) => Math.abs(2 * x) + Math.abs(y) - Math.abs(2 * u) - Math.abs(v));
const SMALLER = [1, 0.85, 0.72]; // of the size asked for, where every one must have its name

/** Writes the names of a set's areas, the largest first, each only where it lies in sight and on no other. Gives what is taken
 * afterwards. With `everyOne` no area goes without: what has no room over its middle stands beside it, with a line that leads to
 * it, and all are written smaller where that does not suffice.
 * @type {(ink: Ink, place: Place, set: AreaSet, how: NameHand) => Box[]} */
export function writeNames(ink, place, set, how) {
  const { taken = [], everyOne, size } = how;
  let [names, missing] = placed(ink, place, set, how);
  for (const smaller of everyOne ? SMALLER.slice(1) : []) {
    if (!missing) break;
    [names, missing] = placed(ink, place, set, { ...how, size: size * smaller });
  }
  for (const { seat, box, size: drawn } of names) {
    if (!everyOne || Math.hypot(seat[0] - middle(box)[0], seat[1] - middle(box)[1]) < 1.3 * drawn) continue;
    take(ink, place[3], { ...how, size: drawn });
    lead(ink, seat, box);
  }
  for (const { words, box, size: drawn } of names) {
    take(ink, place[3], { ...how, size: drawn });
    put(ink, words, ...middle(box));
  }
  return [...taken, ...names.map(({ box }) => box)];
}

/** @type {(box: Box) => Point} */
const middle = ([left, top, right, bottom]) => [(left + right) / 2, (top + bottom) / 2];

/** A line from an area to the name that stands beside it.
 * @type {(ink: Ink, seat: Point, box: Box) => void} */
function lead(ink, [x, y], [left, top, right, bottom]) {
  ink.lineWidth = 1;
  ink.strokeStyle = ink.fillStyle;
  ink.beginPath();
  ink.moveTo(x, y);
  ink.lineTo(Math.min(Math.max(x, left), right), Math.min(Math.max(y, top), bottom));
  ink.stroke();
}

/** The names that find room, each with its words, its box, its size and the seat of its area; and how many find none.
 * @type {(ink: Ink, place: Place, set: AreaSet, how: NameHand) => [Array<{ words: string, box: Box, size: number, seat: Point }>, number]} */
function placed(ink, place, set, { nameOf, sight, taken = [], first, room = 0, lines = [0], everyOne, ...hand }) {
  const { size } = hand;
  const spots = everyOne ? AROUND : lines.map((line) => /** @type {Point} */ ([0, line]));
  /** @type {Array<{ words: string, box: Box, size: number, seat: Point }>} */
  const names = [];
  let missing = 0;
  take(ink, place[3], hand);
  for (const at of bySize(set, first)) {
    const words = nameOf(set.codes[at]);
    const half = ink.measureText(words).width / 2 + size / 6;
    if (!words || (!everyOne && extentOf(place, set, at)[0] < 2 * half * room)) continue;
    const seat = seatOf(place, set, at);
    if (everyOne && !isInside([...seat, ...seat], sight)) continue;
    const boxes = spots.map(([aside, line]) => boxAt(seat[0] + aside * half, seat[1] + 1.05 * line * size, half, size));
    const box = boxes.find((one) => isInside(one, sight) && ![...taken, ...names.map((name) => name.box)].some((other) => overlap(one, other)));
    if (box) names.push({ words, box, size, seat });
    else missing += 1;
  }
  return [names, missing];
}

/** @type {(x: number, y: number, half: number, size: number) => Box} */
const boxAt = (x, y, half, size) => [x - half, y - 0.6 * size, x + half, y + 0.6 * size];

/** @type {(set: AreaSet, first?: string) => number[]} */
function bySize({ boxes, codes }, first) {
  const sizes = boxes.map(([left, top, right, bottom], at) => codes[at] === first ? Infinity : (right - left) * (bottom - top));
  return codes.map((_, at) => at).sort((a, b) => sizes[b] - sizes[a]);
}

/** @type {(box: Box, sight: Box) => boolean} */
const isInside = (box, sight) => box[0] >= sight[0] && box[1] >= sight[1] && box[2] <= sight[2] && box[3] <= sight[3];

/** Writes the letter of its class into each area that is large enough on the screen, where no name stands.
 * @type {(ink: Ink, place: Place, set: AreaSet, how: LetterHand) => void} */
export function writeLetters(ink, place, set, { letterOf, taken = [], tiny, ...hand }) {
  for (let at = 0; at < set.codes.length; at += 1) {
    const letter = letterOf(at);
    const room = letter ? Math.min(...extentOf(place, set, at)) : 0;
    if (!letter || (room < SMALLEST && !tiny)) continue;
    const [x, y] = seatOf(place, set, at);
    if (room < SMALLEST) {
      tiny?.(at, x, y);
      continue;
    }
    const size = Math.min(20, Math.max(10, room / 3));
    /** @type {Box} */
    const box = [x - size / 2, y - size / 2, x + size / 2, y + size / 2];
    if (taken.some((name) => overlap(box, name))) continue;
    take(ink, place[3], { weight: 700, halo: 2.5, ...hand, size });
    put(ink, letter, x, y);
  }
}

/** A district's or city's name as it is compared with that of a place: without signs that are written in many ways.
 * @type {(name: string) => string} */
const plain = (name) => name.toLowerCase().replace(/['`´‘’ʻʼ]/g, "");

/** Writes places of the base map, each only where nothing stands; those that are written as `own` already go without.
 * @type {(ink: Ink, ratio: number, places: Array<{ words: string, x: number, y: number, size: number }>, how: PlaceHand) => void} */
export function writePlaces(ink, ratio, places, { sight, taken, own, ...hand }) {
  const boxes = [...taken];
  const known = own.map((name) => `${plain(name)} `);
  for (const { words, x, y, size } of places) {
    if (known.some((name) => name.startsWith(`${plain(words)} `))) continue;
    take(ink, ratio, { ...hand, size, weight: 500 });
    const box = boxAt(x, y, ink.measureText(words).width / 2 + size / 6, size);
    if (!isInside(box, sight) || boxes.some((other) => overlap(box, other))) continue;
    put(ink, words, x, y);
    boxes.push(box);
  }
}
