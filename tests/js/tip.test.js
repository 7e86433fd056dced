import assert from "node:assert/strict";
import { test } from "node:test";
import "./dom.js";
import { linesOf, Tip } from "../../src/mapping/assets/map/tip.js";

const WORDS = {
  counted: "{count} counted, {expected} expected", risk: "Risk", probability: "Probability", above: "Above", below: "Below",
  unsure: "Unsure", count: "Count", none: "no data", hidden: "fewer than five", before: "Before", change: "Change", rose: "Rose",
  rate: "Rate", interval: "Interval", people: "People", no_people: "Nobody lives here", missing: "Quarters missing",
  without: "Mahallas without", asked: "Asked", category_official: "Official", category_computed: "Computed",
  kinds: { red: "Red", green: "Green" },
};
const STYLES = {
  expected: { digits: 1 }, rate: { digits: 1 }, rate_lo: { digits: 1 }, rate_hi: { digits: 1 }, rr: { digits: 2 }, rr_lo: { digits: 2 },
  rr_hi: { digits: 2 }, p_raised: { digits: 2, chance: true }, rate_difference: { digits: 1, signed: true },
};
const values = (columns) => ({ columns, styles: STYLES, quotients: {} });
const told = (columns) => linesOf(values(Object.fromEntries(Object.entries(columns).map(([name, one]) => [name, [one]]))), 0, WORDS, "en");

test("a risk is told with what was counted, its interval, its probability and its side", () => {
  const risk = { count: 1234, expected: 1000.04, rr: 1.23, rr_lo: 1.16, rr_hi: 1.301, p_raised: 1, verdict: "above", people: 5000 };
  const lines = ["1,234 counted, 1,000.0 expected", "Risk: 1.23 (1.16–1.30)", "Probability: > 99%", "Above", "People: 5,000"];
  assert.deepEqual(told(risk), lines);
  assert.ok(told({ ...risk, verdict: "unsure" }).includes("Unsure"));
  assert.ok(told({ ...risk, verdict: "below" }).includes("Below"));
});

test("nought is a figure; none is said to be missing, a small one to be hidden", () => {
  assert.deepEqual(told({ count: 0 }), ["Count: 0"]);
  assert.deepEqual(told({ count: null }), ["Count: no data"]);
  assert.deepEqual(told({ count: null, hidden: 1 }), ["Count: fewer than five"]);
  assert.deepEqual(told({ count: 3, people: 0 }), ["Count: 3", "Nobody lives here"]);
  assert.deepEqual(told({ count: 3, people: null }), ["Count: 3", "Nobody lives here"]);
});

test("a rate has its interval where there is no risk, and may be without bound", () => {
  assert.deepEqual(told({ count: 3, rate: 60.04, rate_lo: 12, rate_hi: "Inf" }), ["Count: 3", "Rate: 60.0", "Interval: 12.0–∞"]);
});

test("a change is told with its sign and what can be said of it", () => {
  const change = { count: 3, count_before: 1, rate_difference: 200, label: "rose" };
  assert.deepEqual(told(change), ["Count: 3", "Before: 1", "Change: +200.0", "Rose"]);
});

test("kinds come first; a side that has none is a dash", () => {
  assert.deepEqual(told({ category: "red", category_official: "green", category_computed: null, count: 1 }), ["Red", "Official: Green", "Computed: —", "Count: 1"]);
});

test("what changed comes in words; an area of which nothing is told has no data", () => {
  assert.deepEqual(linesOf(values({ told: [["one", "two"]] }), 0, WORDS, "en"), ["one", "two"]);
  assert.deepEqual(linesOf(values({ told: [] }), -1, WORDS, "en"), ["no data"]);
});

test("a tooltip stays within its room, and texts stay texts", () => {
  const tip = new Tip({ class: "tip" });
  Object.assign(tip.box, { offsetWidth: 200, offsetHeight: 100 });
  for (const at of [[0, 0], [390, 10], [10, 290], [399, 299]]) {
    tip.show(["<b>name</b>", "line"], at, [400, 300]);
    const [left, top] = tip.box.style.transform.match(/-?[\d.]+/g).map(Number);
    assert.ok(left >= 4 && top >= 4 && left + 200 <= 400 && top + 100 <= 300, `${at}: ${left}, ${top}`);
  }
  assert.equal(tip.box.hidden, false);
  assert.equal(tip.box.children[0].textContent, "<b>name</b>");
  tip.hide();
  assert.equal(tip.box.hidden, true);
});
