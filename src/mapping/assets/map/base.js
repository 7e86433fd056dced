// The base map: pictures, or roads, waters and places, of the tiles that a screen needs. It is grey and lies over the areas'
// colours so that it only darkens them (in the dark theme lightens), and every class stays what it is.
import { stroke } from "./painting.js";

const SIDE = 4096; // of a tile of lines, in its own pixels
const PIXELS = 256; // of a picture
const FINER = 2; // zooms that a file may begin later than asked for: beyond there would be too many tiles
const MOST = 400; // tiles kept
const WIDTHS = [2.6, 1.5, 0.8]; // of roads by rank, in pixels
const FROM = [0, 8.5, 11.5]; // the zoom from which roads of a rank are drawn
const PLACES = [{ from: 7, size: 13 }, { from: 9, size: 12 }, { from: 11, size: 11 }]; // cities, towns, villages
const PALE = { light: "grayscale(1) contrast(1.15) brightness(1.06)", dark: "grayscale(1) invert(1) brightness(0.85)" };
const STRENGTH = 0.55; // of pictures, which bring grounds of their own

/** The tiles that cover a screen of so many pixels of CSS, each with the corner where it lies there.
 * @type {(told: BaseTold, stand: Stand, size: Size) => { zoom: number, side: number, tiles: Array<{ column: number, row: number, x: number, y: number }> }} */
export function covering({ least, most, form }, { zoom, left, top }, [wide, tall]) {
  const wanted = Math.round(zoom) - (form === "lines" ? 1 : 0);
  const own = Math.min(Math.max(wanted, least), most);
  const side = PIXELS * 2 ** (zoom - own);
  const last = 2 ** own - 1;
  /** @type {(from: number, length: number) => number[]} */
  const range = (from, length) => {
    const first = Math.max(0, Math.floor(from / side));
    return Array.from({ length: Math.max(0, Math.min(last, Math.floor((from + length) / side)) - first + 1) }, (_, at) => first + at);
  };
  const columns = own - wanted > FINER ? [] : range(left, wide);
  const tiles = range(top, tall).flatMap((row) => columns.map((column) => ({ column, row, x: column * side - left, y: row * side - top })));
  return { zoom: own, side, tiles };
}

export class BaseMap {
  /** `came` is told when tiles came that were asked for.
   * @param {BaseTold} told @param {() => void} came */
  constructor(told, came) {
    this.told = told;
    this.came = came;
    /** @type {Map<string, any>} */
    this.tiles = new Map();
    this.isTold = false;
  }

  /** Paints what is at hand, and asks for what is not.
   * @param {Ink} ink @param {Stand} stand @param {Size} size @param {{ theme: string, ink: Record<string, string> }} view */
  paint(ink, stand, size, view) {
    if (this.told.form === "lines") this.paintLines(ink, stand, size, view.ink);
    else this.paintPictures(ink, stand, size, view.theme === "dark" ? PALE.dark : PALE.light);
  }

  /** @param {Ink} ink @param {Stand} stand @param {Size} size @param {string} filter */
  paintPictures(ink, stand, size, filter) {
    const { zoom, side, tiles } = covering(this.told, stand, size);
    const { ratio } = stand;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.save();
    ink.filter = filter;
    ink.globalAlpha = STRENGTH;
    for (const { column, row, x, y } of tiles) {
      const picture = this.tile(zoom, column, row);
      if (!picture) continue;
      const [left, top, right, bottom] = [x, y, x + side, y + side].map((edge) => Math.round(edge * ratio)); // no seams
      ink.drawImage(picture, left, top, right - left, bottom - top);
    }
    ink.restore();
  }

  /** @param {Ink} ink @param {Stand} stand @param {Size} size @param {Record<string, string>} colours */
  paintLines(ink, stand, size, colours) {
    const parts = this.parts(stand, size);
    const far = Math.min(1, Math.max(0.7, (stand.zoom - 5) / 6));
    for (const { place, tile } of parts) {
      stroke(ink, place, tile.lakes, 0.6, colours.lake); // over the seams between tiles
      ink.fillStyle = colours.lake;
      ink.fill(tile.lakes, "evenodd");
      stroke(ink, place, tile.rivers, 1.3 * far, colours.river);
    }
    for (const rank of [2, 1, 0]) {
      if (stand.zoom < FROM[rank]) continue;
      for (const { place, tile } of parts) stroke(ink, place, tile.roads[rank], WIDTHS[rank] * far, colours.road);
    }
  }

  /** The places in sight that are great enough for the zoom, the greatest first: their words and where they lie.
   * @param {Stand} stand @param {Size} size @param {string} lang
   * @returns {Array<{ words: string, x: number, y: number, size: number }>} */
  places(stand, size, lang) {
    if (this.told.form !== "lines") return [];
    /** @type {Array<{ words: string, x: number, y: number, size: number, rank: number }>} */
    const found = [];
    for (const { place: [scale, left, top, ratio], tile } of this.parts(stand, size)) {
      for (const [x, y, rank, names] of tile.places) {
        if (stand.zoom < PLACES[rank].from) continue;
        const words = names[lang] ?? names[""] ?? Object.values(names)[0];
        found.push({ words, rank, size: PLACES[rank].size, x: (x * scale + left) / ratio, y: (y * scale + top) / ratio });
      }
    }
    return found.sort((one, other) => one.rank - other.rank);
  }

  /** @param {Stand} stand @param {Size} size @returns {Array<{ place: Place, tile: any }>} */
  parts(stand, size) {
    const { zoom, side, tiles } = covering(this.told, stand, size);
    const { ratio } = stand;
    return tiles.flatMap(({ column, row, x, y }) => {
      const tile = this.tile(zoom, column, row);
      return tile ? [{ place: [(side * ratio) / SIDE, x * ratio, y * ratio, ratio], tile }] : [];
    });
  }

  /** A tile that is at hand; null where there is none, or none yet.
   * @param {number} zoom @param {number} column @param {number} row */
  tile(zoom, column, row) {
    const { address, form } = this.told;
    const url = address.replace("{z}", String(zoom)).replace("{x}", String(column)).replace("{y}", String(row));
    if (this.tiles.has(url)) return this.tiles.get(url);
    this.tiles.set(url, null);
    if (this.tiles.size > MOST) this.tiles.delete([...this.tiles.keys()][0]);
    (form === "lines" ? linesAt(url) : pictureAt(url)).then((tile) => {
      if (!tile || !this.tiles.has(url)) return;
      this.tiles.set(url, tile);
      this.tell();
    }, () => {}); // the server logs what it cannot read; the map stands without it
    return null;
  }

  // Once for all that came before the next frame.
  tell() {
    if (this.isTold) return;
    this.isTold = true;
    requestAnimationFrame(() => {
      this.isTold = false;
      this.came();
    });
  }
}

/** @type {(url: string) => Promise<HTMLImageElement>} */
function pictureAt(url) {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => resolve(picture);
    picture.onerror = reject;
    picture.src = url;
  });
}

/** @type {(url: string) => Promise<any>} */
async function linesAt(url) {
  const answer = await fetch(url);
  if (answer.status === 204) return null;
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const { roads, rivers, lakes, places } = await answer.json();
  return { places, rivers: new Path2D(rivers), lakes: new Path2D(lakes), roads: roads.map((/** @type {string} */ one) => new Path2D(one)) };
}
