import assert from "node:assert/strict";
import { test } from "node:test";
import { SQUARES } from "./dom.js";
import { both, classOf, colourOf, HIDDEN, isFaint, NO_DATA, overlap, prepare } from "../../src/mapping/assets/map/areas.js";

const VIEW = { colours: ["#111", "#222"], faint: ["#aaa", "#bbb"], ink: { none_ground: "#eee" } };

test("a digit is a class, a letter the same class drawn faint, x and H are no class", () => {
  assert.deepEqual(["0", "1", "a", "b"].map(classOf), [0, 1, 0, 1]);
  assert.deepEqual(["0", "a", "z", NO_DATA, HIDDEN].map(isFaint), [false, true, true, false, false]);
});

test("each mark has its colour", () => {
  const seen = ["0", "1", "a", "b", NO_DATA, HIDDEN].map((mark) => colourOf(mark, VIEW));
  assert.deepEqual(seen, ["#111", "#222", "#aaa", "#bbb", "#eee", "#eee"]);
});

test("the box of an area is found from its steps, over all its rings", () => {
  const set = prepare(SQUARES);
  assert.deepEqual(set.boxes, [[0, 0, 10, 10], [10, 0, 20, 10], [20, 0, 30, 10], [30, 0, 40, 10]]);
  assert.equal(set.boxes, set.boxes, "found once");
  assert.equal(set.index.get("c"), 2);
});

test("boundaries of an older snapshot are read the same", () => {
  const { paths, whole, ...rest } = SQUARES;
  const numbers = (path) => path.split("z").slice(0, -1).map((ring) => ring.slice(1).split(/[ l]/).map(Number));
  const [now, older] = [SQUARES, { ...rest, rings: paths.map(numbers) }].map(prepare);
  assert.deepEqual([older.whole, older.boxes, older.paths, older.borders], [now.whole, now.boxes, now.paths, now.borders]);
});

test("boxes: around both, and whether they meet", () => {
  assert.deepEqual(both([0, 5, 2, 6], [1, 1, 9, 3]), [0, 1, 9, 6]);
  assert.equal(overlap([0, 0, 2, 2], [1, 1, 3, 3]), true);
  assert.equal(overlap([0, 0, 2, 2], [2, 0, 4, 2]), false, "side by side");
});
