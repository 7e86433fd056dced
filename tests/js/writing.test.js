import assert from "node:assert/strict";
import { test } from "node:test";
import { Ink, numbers, SQUARES } from "./dom.js";
import { overlap, prepare } from "../../src/mapping/assets/map/areas.js";
import { bareName, writeLetters, writeNames } from "../../src/mapping/assets/map/writing.js";

const SET = prepare(SQUARES);
const HAND = { size: 12, font: "sans-serif", colours: { halo: "#fff", text: "#000" } };
const TAILS = [" tumani", " тумани", " район", " district"];
const SIGHT = [0, 0, 1000, 1000];
const TEN = [10, 0, 0, 1]; // ten pixels of the screen to one of the set

// Areas of one pixel scattered over a square of so many.
function scattered(count, side, random) {
  const points = Array.from({ length: 2 * count }, () => Math.round(side * random()));
  const codes = Array.from({ length: count }, (_, at) => String(at));
  const paths = codes.map((_, at) => `M${points[2 * at]} ${points[2 * at + 1]}l1 0 0 1 -1 0z`);
  return prepare({ ...SQUARES, codes, points, paths });
}

test("a district's name loses its word for district at the end alone; a city keeps its own", () => {
  const names = ["G‘uzor tumani", "Ғузор тумани", "Гузарский район", "Guzar district", "Qarshi shahri", "District nine"];
  const bare = ["G‘uzor", "Ғузор", "Гузарский", "Guzar", "Qarshi shahri", "District nine"];
  assert.deepEqual(names.map((name) => bareName(name, TAILS)), bare);
});

test("no name meets another, leaves the sight, or lies on what is taken", () => {
  const random = numbers(3);
  const taken = [[100, 100, 300, 200]];
  for (let turn = 0; turn < 20; turn += 1) {
    const set = scattered(60, 500, random);
    const sight = [50, 50, 450, 450];
    const boxes = writeNames(new Ink(), [1, 0, 0, 1], set, { ...HAND, nameOf: (code) => `name ${code}`, sight, taken, lines: [0, 1, -1] });
    assert.ok(boxes.length > 10);
    assert.ok(boxes.every((box, at) => !boxes.slice(0, at).some((other) => overlap(box, other))));
    for (const [left, top, right, bottom] of boxes) assert.ok(left >= 50 && top >= 50 && right <= 450 && bottom <= 450);
  }
});

test("the largest area has its name first, before it the one that is named first", () => {
  const set = { ...SET, boxes: [[0, 0, 10, 10], [10, 0, 20, 10], [10, 0, 30, 10], [30, 0, 40, 10]], points: [5, 5, 6, 5, 7, 5, 8, 5] };
  const first = (named) => {
    const ink = new Ink();
    writeNames(ink, TEN, set, { ...HAND, nameOf: (code) => `area ${code}`, sight: SIGHT, first: named });
    return ink.written.map(({ words }) => words);
  };
  assert.deepEqual(first(), ["area c"], "all lie on one another");
  assert.deepEqual(first("b"), ["area b"]);
});

test("an area that is too narrow for its name has none, nor has one without words", () => {
  const ink = new Ink();
  const nameOf = (code) => ({ a: "short", b: "much too long a name", c: "" })[code] ?? "four";
  writeNames(ink, TEN, SET, { ...HAND, nameOf, sight: SIGHT, room: 1 });
  assert.deepEqual(ink.written.map(({ words }) => words), ["short", "four"]);
});

test("a name that has no place on its line takes one above or below", () => {
  const ink = new Ink();
  const taken = [[0, 40, 100, 60]];
  writeNames(ink, TEN, SET, { ...HAND, nameOf: (code) => (code === "a" ? "one" : ""), sight: SIGHT, taken, lines: [0, 2] });
  assert.deepEqual(ink.written.map(({ y }) => Math.round(y)), [50 + Math.round(2.1 * 12)]);
});

test("letters stand where there is room and no name; the others are told of", () => {
  const told = [];
  const ink = new Ink();
  const letterOf = (at) => ["R", "Y", undefined, "G"][at];
  const how = { font: "sans-serif", colours: HAND.colours, letterOf, taken: [[100, 0, 200, 100]] };
  writeLetters(ink, TEN, SET, how);
  assert.deepEqual(ink.written.map(({ words }) => words), ["R", "G"]);
  writeLetters(new Ink(), [1, 0, 0, 1], SET, { ...how, taken: [], tiny: (at, x, y) => told.push([at, x, y]) });
  assert.deepEqual(told, [[0, 5, 5], [1, 15, 5], [3, 32, 2]]);
});

test("where every one must have a name, those that have no room stand beside their area, with a line, on nothing else", () => {
  const random = numbers(5);
  const set = scattered(12, 120, random);
  set.points = set.points.map((one) => one + 150);
  const ink = new Ink();
  const how = { ...HAND, nameOf: (code) => `district ${code}`, sight: [0, 0, 600, 420] };
  assert.ok(writeNames(new Ink(), [1, 0, 0, 1], set, how).length < 12, "over their middles they lie on one another");
  const boxes = writeNames(ink, [1, 0, 0, 1], set, { ...how, everyOne: true });
  assert.equal(boxes.length, 12);
  assert.equal(new Set(ink.written.map(({ words }) => words)).size, 12);
  assert.ok(boxes.every((box, at) => !boxes.slice(0, at).some((other) => overlap(box, other))));
});
