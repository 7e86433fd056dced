import assert from "node:assert/strict";
import { test } from "node:test";
import "./dom.js";
import { swatch } from "../../src/mapping/assets/map/legend.js";

const SWATCHES = { dots: "radial-gradient(red 1px,blue 2px)", none: "linear-gradient(red,blue),#eee" };
const filled = (...how) => swatch(SWATCHES, ...how).style.background;

test("a swatch has a colour, a pattern over it, or the colours of both ends", () => {
  assert.equal(filled(null, ["#111"]), "#111");
  assert.equal(filled("dots", ["#111"]), "radial-gradient(red 1px,blue 2px),#111");
  assert.equal(filled(null, ["#111", "#222"]), "linear-gradient(90deg,#111 50%,#222 50%)");
});

test("what has its own ground needs no colour", () => {
  assert.equal(filled("none"), "linear-gradient(red,blue),#eee");
});
