import assert from "node:assert/strict";
import { test } from "node:test";
import { Ink } from "./dom.js";
import { BaseMap, covering } from "../../src/mapping/assets/map/base.js";
import { writePlaces } from "../../src/mapping/assets/map/writing.js";

const PICTURES = { address: "/t/{z}/{x}/{y}", form: "pictures", least: 3, most: 6, attribution: "" };
const LINES = { ...PICTURES, form: "lines" };
const STAND = { zoom: 4, left: 256, top: 512, ratio: 1 };
const named = ({ zoom, tiles }) => tiles.map(({ column, row }) => `${zoom}/${column}/${row}`);

globalThis.requestAnimationFrame = (act) => act();

test("a screen is covered by the tiles that lie under it, row by row", () => {
  assert.deepEqual(named(covering(PICTURES, STAND, [300, 200])), ["4/1/2", "4/2/2"]);
  const { side, tiles } = covering(PICTURES, { ...STAND, left: 300 }, [10, 10]);
  assert.deepEqual([side, tiles[0].x, tiles[0].y], [256, -44, 0]);
});

test("tiles of lines are twice as large, and nearer than the last zoom its tiles grow", () => {
  assert.equal(covering(LINES, STAND, [10, 10]).side, 512);
  assert.equal(covering(PICTURES, { ...STAND, zoom: 8 }, [10, 10]).side, 1024);
  assert.equal(covering(PICTURES, { ...STAND, zoom: 4.5 }, [10, 10]).zoom, 5);
});

test("beyond the edge of the world there are no tiles, and far before a file's first zoom none are asked for", () => {
  assert.deepEqual(named(covering(PICTURES, { zoom: 3, left: -300, top: -300, ratio: 1 }, [400, 400])), ["3/0/0"]);
  assert.deepEqual(named(covering({ ...PICTURES, least: 6 }, { ...STAND, zoom: 3 }, [900, 900])), []);
});

function answering(tiles) {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    return url in tiles ? { status: 200, ok: true, json: async () => tiles[url] } : { status: 204, ok: true };
  };
  return asked;
}

const TILE = { roads: ["M0 0z", "", ""], rivers: "", lakes: "", places: [[2048, 0, 1, { "": "Qarshi", ru: "Карши" }], [0, 0, 0, { "": "Toshkent" }]] };

test("a tile is asked for once, also where there is none, and is told of when it came", async () => {
  const asked = answering({ "/t/3/0/1": TILE });
  let came = 0;
  const base = new BaseMap(LINES, () => (came += 1));
  const look = { theme: "light", ink: { road: "#111", river: "#222", lake: "#333" } };
  for (let turn = 0; turn < 3; turn += 1) {
    base.paint(new Ink(), { zoom: 10, left: 0, top: 0, ratio: 1 }, [10, 10], look);
    await new Promise((done) => setTimeout(done));
  }
  assert.deepEqual(asked, ["/t/6/0/0"]);
  assert.equal(came, 0);
  assert.deepEqual(base.places({ ...STAND, zoom: 9, left: 0, top: 0 }, [10, 10], "ru"), []);
});

test("places are told in the language that is asked for, else in their own, the greatest first", async () => {
  answering({ "/t/6/0/0": TILE });
  const base = new BaseMap(LINES, () => {});
  const stand = { zoom: 9, left: 0, top: 0, ratio: 2 };
  assert.deepEqual(base.places(stand, [100, 100], "ru"), []);
  await new Promise((done) => setTimeout(done));
  const found = base.places(stand, [100, 100], "ru");
  assert.deepEqual(found.map(({ words, x, y }) => [words, x, y]), [["Toshkent", 0, 0], ["Карши", 1024, 0]]);
  assert.deepEqual(base.places({ ...stand, zoom: 8 }, [100, 100], "ru").map(({ words }) => words), ["Toshkent"]);
});

test("a place is written where nothing stands, and not twice under its district's name", () => {
  const ink = new Ink();
  const places = [["G‘uzor", 50, 50], ["Qarshi", 50, 50], ["Kasbi", 60, 55], ["Koson", 300, 300], ["Muborak", 2, 2]];
  writePlaces(ink, 1, places.map(([words, x, y]) => ({ words, x, y, size: 12 })), {
    sight: [0, 0, 400, 400], taken: [[280, 290, 320, 310]], own: ["Gʻuzor", "Guliston shahri"], font: "x", colours: { halo: "#fff", text: "#000" },
  });
  assert.deepEqual(ink.written.map(({ words }) => words), ["Qarshi"]);
});

