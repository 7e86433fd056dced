import assert from "node:assert/strict";
import { test } from "node:test";
import { Region } from "../../src/mapping/assets/pack/region.js";

const REGION = new Region({
  scope: "1710",
  areas: {
    codes: ["1710", "1710207", "1710207001", "1710212", "1710212001"],
    names: ["Qashqadaryo", "G‘uzor tumani", "Bog‘", "Dehqonobod tumani", "Tong"],
    keys: ["qashqadaryo", "guzor tumani", "bog", "dehqonobod tumani", "tong"],
  },
  shapes: { codes: ["1710207001", "1710212001"] },
  words: { apostrophes: "'‘", latin: { ғ: "g", у: "u", з: "z", о: "o", р: "r" } },
  measures: {
    area: [0, 0, 1],
    lists: { state: ["done", "overdue"] },
    columns: { state: [0, 1, 1] },
  },
});

test("one goes up from a mahalla to its district, from there to the region, and no farther", () => {
  assert.deepEqual(["1710207001", "1710207", "1710"].map((code) => REGION.parent(code)), ["1710207", "1710", null]);
});

test("from a file of one district one goes up from a mahalla to the district alone", () => {
  const district = new Region({ ...REGION, scope: "1710207" });
  assert.deepEqual(["1710207001", "1710207"].map((code) => district.parent(code)), ["1710207", null]);
});

test("a name is found in any alphabet, with any apostrophe, and by code", () => {
  for (const typed of ["G‘uzor", "guzor", "ҒУЗОР", " g'uz"]) assert.deepEqual(REGION.find(typed), ["1710207"], typed);
  assert.deepEqual(REGION.find("1710212"), ["1710212", "1710212001"]);
  assert.deepEqual(REGION.find("zzz"), []);
  assert.equal(REGION.find("").length, 5);
});
