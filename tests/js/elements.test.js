import assert from "node:assert/strict";
import { test } from "node:test";
import "./dom.js";
import { fill, make } from "../../src/mapping/assets/elements.js";

test("an element has its attributes, its listeners and its parts; what is nothing is left out", () => {
  const pressed = () => {};
  const node = make("button", { type: "button", disabled: true, title: null, hidden: false, "data-at": 0, onclick: pressed }, "one", null, undefined, false, make("b", {}, "two"), "");
  assert.deepEqual(node.attributes, { type: "button", disabled: "", "data-at": "0", onclick: pressed });
  assert.equal(node.textContent, "onetwo");
});

test("a text stays a text", () => {
  assert.deepEqual(make("p", {}, "<script>alert(1)</script>").children, ["<script>alert(1)</script>"]);
});

test("a sentence is filled in; a name without a value stays", () => {
  assert.equal(fill("{count} of {of}, {other}", { count: 0, of: 12 }), "0 of 12, {other}");
});

test("a word has the form of its number, in Russian and in English", () => {
  const russian = [0, 1, 2, 5, 11, 61, "1\u00a0002", 1.5].map((count) => fill("{count:мера|меры|мер}", { count }));
  assert.deepEqual(russian, ["мер", "мера", "меры", "мер", "мер", "мера", "меры", "меры"]);
  assert.equal(fill("{count} {count:measure|measures}", { count: 1 }), "1 measure");
  assert.equal(fill("{count} {count:measure|measures}", { count: 21 }), "21 measures");
});
