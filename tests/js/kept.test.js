import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Kept } from "../../src/mapping/assets/kept.js";

let asked = [];
let broken = new Set();

beforeEach(() => {
  asked = [];
  broken = new Set();
  globalThis.fetch = async (url) => {
    asked.push(url);
    return { ok: !broken.has(url), status: 503, json: async () => ({ url }) };
  };
});

test("what was asked for once is at hand, made ready once", async () => {
  const kept = new Kept();
  const ready = (answer) => ({ ...answer, ready: true });
  assert.equal(kept.atHand("a"), undefined);
  const [one, two] = await Promise.all([kept.get("a", ready), kept.get("a", ready)]);
  assert.equal(one, two);
  assert.deepEqual(one, { url: "a", ready: true });
  assert.equal(kept.atHand("a"), one);
  assert.deepEqual(asked, ["a"]);
});

test("what failed is asked for anew", async () => {
  const kept = new Kept();
  broken.add("a");
  await assert.rejects(kept.get("a"), /a: 503/);
  broken.clear();
  assert.deepEqual(await kept.get("a"), { url: "a" });
  assert.deepEqual(asked, ["a", "a"]);
});

test("the oldest go first", async () => {
  const kept = new Kept(2);
  for (const url of ["a", "b", "c", "b", "a"]) await kept.get(url);
  assert.deepEqual(asked, ["a", "b", "c", "a"]);
});

test("what is being fetched already is not asked for; if it fails it is", async () => {
  const early = new Map([["a", Promise.resolve({ early: true })], ["b", Promise.reject(new Error("early"))]]);
  const kept = new Kept(Infinity, early);
  assert.deepEqual(await kept.get("a"), { early: true });
  await assert.rejects(kept.get("b"), /early/);
  assert.deepEqual(await kept.get("b"), { url: "b" });
  assert.deepEqual(asked, ["b"]);
});
