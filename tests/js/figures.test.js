import assert from "node:assert/strict";
import { test } from "node:test";
import { complete, share, written } from "../../src/mapping/assets/figures.js";

test("a rate is its count's share of the people under it", () => {
  const answer = {
    columns: { count: [3, 3, null, 0], people: [6000, 1000, 500, 0] },
    quotients: { rate: { of: "count", over: "people", per: 100000, table: { 3: 3, 0: 0 } } },
  };
  assert.deepEqual(complete(answer).columns.rate, [50, 300, null, null]);
});

test("a probability is never certain", () => {
  assert.deepEqual([0, 0.001, 0.005, 0.5, 0.994, 0.996, 1].map((one) => share(one, "en")), ["< 1%", "< 1%", "1%", "50%", "99%", "> 99%", "> 99%"]);
});

test("figures are written as their readers do", () => {
  assert.equal(written(1234.5, "en", { digits: 1 }), "1,234.5");
  assert.equal(written(1234.5, "ru", { digits: 1 }), "1\u00a0234,5");
  assert.equal(written(0, "en", { signed: true }), "0");
  assert.equal(written(2, "en", { signed: true }), "+2");
  assert.deepEqual([null, undefined, "Inf"].map((one) => written(one, "en")), ["—", "—", "∞"]);
});
