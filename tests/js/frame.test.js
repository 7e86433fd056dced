import assert from "node:assert/strict";
import { test } from "node:test";
import { neighbour } from "../../src/mapping/assets/frame/keys.js";

// A cross: one in the middle, one on each side, one far to the east and a little south.
const SET = { codes: ["middle", "west", "east", "north", "south", "far"], points: [0, 0, -10, 0, 10, 0, 0, -10, 0, 10, 30, 4] };
const to = (from, way) => SET.codes[neighbour(SET, SET.codes.indexOf(from), way)];

test("an arrow goes to the nearest area on its side", () => {
  assert.deepEqual([[-1, 0], [1, 0], [0, -1], [0, 1]].map((way) => to("middle", way)), ["west", "east", "north", "south"]);
  assert.equal(to("west", [1, 0]), "middle");
});

test("what lies aslant is farther, and where there is nothing one stays", () => {
  assert.equal(to("east", [1, 0]), "far");
  assert.equal(to("north", [0, -1]), "north");
  assert.equal(to("far", [1, 0]), "far");
});
