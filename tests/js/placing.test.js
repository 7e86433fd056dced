import assert from "node:assert/strict";
import { test } from "node:test";
import { numbers, SQUARES } from "./dom.js";
import { prepare } from "../../src/mapping/assets/map/areas.js";
import { areaAt, areaIn, extentOf, nearer, placeOf, seatOf, showing } from "../../src/mapping/assets/map/placing.js";

const SET = prepare(SQUARES);
const near = (seen, wanted) => assert.ok(seen.every((one, at) => Math.abs(one - wanted[at]) < 1e-6), `${seen} is not ${wanted}`);

test("one zoom nearer is twice as large, and the corner is at nought", () => {
  const stand = { zoom: 13, left: 2 * 1000, top: 2 * 2000, ratio: 1 };
  assert.deepEqual(placeOf(stand, SET), [2, 0, 0, 1]);
  assert.deepEqual(seatOf(placeOf(stand, SET), SET, 1), [30, 10]);
  assert.deepEqual(extentOf(placeOf(stand, SET), SET, 1), [20, 20]);
});

test("on a screen of two pixels to one of CSS areas have the same seat", () => {
  const stand = { zoom: 12.7, left: 1500, top: 3000, ratio: 1 };
  const [one, two] = [stand, { ...stand, ratio: 2 }].map((at) => placeOf(at, SET));
  near(seatOf(two, SET, 3), seatOf(one, SET, 3));
  near(two.slice(0, 3), one.slice(0, 3).map((part) => 2 * part));
});

test("a box is shown whole, in the middle, as large as its room", () => {
  const stand = showing(SET, SET.whole, { size: [400, 300], room: 0.5, ratio: 1 });
  const [scale, x, y] = placeOf(stand, SET);
  near([x, x + 40 * scale], [100, 300]);
  near([y, y + 10 * scale], [125, 175]);
});

test("what lies under the hand stays there when it comes nearer", () => {
  const random = numbers();
  for (let turn = 0; turn < 100; turn += 1) {
    const stand = { zoom: 8 + 8 * random(), left: 1e6 * random(), top: 1e6 * random(), ratio: 1 + random() };
    const at = Math.floor(4 * random());
    const seat = seatOf(placeOf(stand, SET), SET, at);
    near(seatOf(placeOf(nearer(stand, 0.3 + 3 * random(), seat), SET), SET, at), seat);
  }
});

test("wherever the map stands, the area at an area's seat is that area", () => {
  const random = numbers(7);
  for (let turn = 0; turn < 100; turn += 1) {
    const stand = showing(SET, SET.boxes[Math.floor(4 * random())], { size: [800, 600], room: random(), ratio: 1 + random() });
    const place = placeOf(stand, SET);
    assert.deepEqual(SET.codes.map((_, at) => areaAt(place, SET, seatOf(place, SET, at))), [0, 1, 2, 3]);
  }
});

test("nothing lies beside the areas, and nothing in a hole", () => {
  assert.equal(areaIn(SET, [5, 5]), 0);
  assert.equal(areaIn(SET, [5, 11]), -1);
  assert.equal(areaIn(SET, [-1, 5]), -1);
  assert.equal(areaIn(SET, [31, 5]), 3);
  assert.equal(areaIn(SET, [35, 5]), -1);
});
