import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft, send } from "../../src/mapping/assets/typed.js";

function storage() {
  const held = new Map();
  return { setItem: (name, text) => held.set(name, text), getItem: (name) => held.get(name) ?? null, removeItem: (name) => held.delete(name) };
}

test("what is typed is kept until it is dropped", () => {
  const kept = storage();
  const draft = new Draft(() => kept, "one");
  assert.equal(draft.read(), null);
  draft.keep({ text: "ko‘cha chirog‘i" });
  assert.deepEqual(draft.read(), { text: "ko‘cha chirog‘i" });
  assert.equal(new Draft(() => kept, "two").read(), null);
  draft.drop();
  assert.equal(draft.read(), null);
});

test("a browser that keeps nothing is told of, and nothing is lost but the draft", (context) => {
  const told = context.mock.method(console, "error", () => {});
  const draft = new Draft(() => { throw new Error("SecurityError"); }, "one");
  draft.keep({ text: "a" });
  assert.equal(draft.read(), null);
  draft.drop();
  assert.equal(told.mock.callCount(), 3);
});

test("what cannot be read is no draft", (context) => {
  context.mock.method(console, "error", () => {});
  const kept = storage();
  kept.setItem("one", "{");
  assert.equal(new Draft(() => kept, "one").read(), null);
});

test("what the server says comes back, be it a problem; null where it says nothing", async (context) => {
  const asked = [];
  context.mock.method(globalThis, "fetch", async (address, options) => {
    asked.push([address, options.method, options.body]);
    if (address === "/gone") throw new TypeError("network");
    return { json: async () => (address === "/html" ? JSON.parse("<html>") : { problems: [] }) };
  });
  assert.deepEqual(await send("/a", "POST", { text: "x" }), { problems: [] });
  assert.equal(await send("/gone", "DELETE"), null);
  assert.equal(await send("/html", "DELETE"), null);
  assert.deepEqual(asked[0], ["/a", "POST", '{"text":"x"}']);
  assert.deepEqual(asked[1], ["/gone", "DELETE", undefined]);
});
