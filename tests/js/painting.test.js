import assert from "node:assert/strict";
import { test } from "node:test";
import { Ink, SQUARES } from "./dom.js";
import { prepare } from "../../src/mapping/assets/map/areas.js";
import { paintAreas } from "../../src/mapping/assets/map/painting.js";

test("every area is filled once, in the colour of its class", () => {
  const set = prepare(SQUARES);
  const ink = new Ink();
  paintAreas(ink, [1, 0, 0, 1], set, "1010", { colours: ["#111", "#222"], ink: { none_ground: "#eee" } });
  const styles = set.paths.map((path) => ink.filled.filter((one) => one.path === path).map(({ style }) => style));
  assert.deepEqual(styles, [["#222"], ["#111"], ["#222"], ["#111"]]);
});

test("what is faint, hidden or without a figure has a pattern, and so has a kind that is given one", () => {
  const set = prepare(SQUARES);
  const ink = new Ink();
  const view = { colours: ["#111"], faint: ["#aaa"], patterns: ["lines"], ink: { none_ground: "#eee" } };
  paintAreas(ink, [1, 0, 0, 1], set, ["0", "a", "x", "H"], view);
  assert.equal(ink.filled.length, 4);
  assert.ok(ink.filled.every(({ style }) => typeof style === "object"));
});
