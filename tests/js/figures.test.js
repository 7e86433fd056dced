import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, complete, dayOf, share, written } from "../../src/mapping/assets/figures.js";

test("a rate is its count's share of the people under it", () => {
  const answer = {
    columns: { count: [3, 3, null, 0], people: [6000, 1000, 500, 0] },
    quotients: { rate: { of: "count", over: "people", per: 100000, table: { 3: 3, 0: 0 } } },
  };
  assert.deepEqual(complete(answer).columns.rate, [50, 300, null, null]);
});

test("a probability is never certain", () => {
  assert.deepEqual([0, 0, 0.01, 0.5, 0.99, 1, 1].map((one) => share(one, "en")), ["< 1%", "< 1%", "1%", "50%", "99%", "> 99%", "> 99%"]);
});

test("figures are written as their readers do", () => {
  assert.equal(written(1234.5, "en", { digits: 1 }), "1,234.5");
  assert.equal(written(1234.5, "ru", { digits: 1 }), "1\u00a0234,5");
  assert.equal(written(0, "en", { signed: true }), "0");
  assert.equal(written(2, "en", { signed: true }), "+2");
  assert.equal(written(-2.25, "en", { digits: 1 }), "−2.3");
  assert.equal(written(-0.04, "en", { digits: 1 }), "0.0");
  assert.equal(written(2.675, "en", { digits: 2 }), "2.68");
  assert.deepEqual([null, undefined, "Inf"].map((one) => written(one, "en")), ["—", "—", "∞"]);
});

test("what has no figure stands last whichever way one sorts, and what has no bound first or last", () => {
  const sorted = (way) => [3, null, "Inf", 10, "", 1].sort((a, b) => compare(a, b, way));
  assert.deepEqual(sorted(1).slice(0, 4), [1, 3, 10, "Inf"]);
  assert.deepEqual(sorted(-1).slice(0, 4), ["Inf", 10, 3, 1]);
  assert.equal(compare("Inf", "Inf", 1), 0);
});

test("words are sorted as their readers do", () => {
  const { compare: uzbek } = new Intl.Collator("uz");
  assert.deepEqual(["c", "A", null, "b"].sort((a, b) => compare(a, b, 1, uzbek)), ["A", "b", "c", null]);
  assert.deepEqual(["c", "A", null, "b"].sort((a, b) => compare(a, b, -1, uzbek)), ["c", "b", "A", null]);
});

test("a day is written as everybody here does", () => {
  assert.equal(dayOf("2026-01-15"), "15.01.2026");
});
