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

/** Writes the names of a set's areas, the largest first, each only where it lies in sight and on no other. Gives what is taken
 * afterwards.
 * @type {(ink: Ink, place: Place, set: AreaSet, how: NameHand) => Box[]} */
export function writeNames(ink, place, set, { nameOf, sight, taken = [], first, room = 0, lines = [0], ...hand }) {
  const { size } = hand;
  const boxes = [...taken];
  take(ink, place[3], hand);
  for (const at of bySize(set, first)) {
    const words = nameOf(set.codes[at]);
    const half = ink.measureText(words).width / 2 + size / 6;
    if (!words || extentOf(place, set, at)[0] < 2 * half * room) continue;
    const [x, y] = seatOf(place, set, at);
    for (const line of lines) {
      const middle = y + 1.05 * line * size;
      /** @type {Box} */
      const box = [x - half, middle - 0.6 * size, x + half, middle + 0.6 * size];
      if (!isInside(box, sight) || boxes.some((other) => overlap(box, other))) continue;
      boxes.push(box);
      put(ink, words, x, middle);
      break;
    }
  }
  return boxes;
}

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
