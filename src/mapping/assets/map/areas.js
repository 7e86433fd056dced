// Areas as every map of ours has them: their shapes, made ready, and what the character that stands for a class says.
export const NO_DATA = "x";
export const HIDDEN = "H";

/** Whether a class is drawn faint, as what cannot be told from chance: it is written as a letter from a, else as a digit.
 * @type {(mark: string) => boolean} */
export const isFaint = (mark) => mark >= "a" && mark !== NO_DATA;

/** @type {(mark: string) => number} */
export const classOf = (mark) => (isFaint(mark) ? mark.charCodeAt(0) - 97 : Number(mark));

/** The colour under a mark, patterns apart.
 * @type {(mark: string, view: Colouring) => string} */
export function colourOf(mark, { colours, faint, ink }) {
  if (mark === NO_DATA || mark === HIDDEN) return ink.none_ground;
  return ((isFaint(mark) && faint) || colours)[classOf(mark)];
}

/** A display file holds the path of each area, and the box of them all; here come one path of all borders, and each area's
 * own box, which takes longer to find and is not needed for the first painting. What is ready is given back.
 * @type {(given: any) => AreaSet} */
export function prepare(given) {
  if (given.borders) return given;
  const file = given.paths ? given : fromNumbers(given);
  /** @type {Box[] | undefined} */
  let boxes;
  return {
    ...file,
    paths: file.paths.map((/** @type {string} */ path) => new Path2D(path)),
    borders: new Path2D(file.paths.join("")),
    index: new Map(file.codes.map((/** @type {string} */ code, /** @type {number} */ i) => [code, i])),
    get boxes() {
      boxes ??= file.paths.map(boxOf);
      return boxes;
    },
  };
}

/** A snapshot of format 2 or older holds numbers: for each ring where it begins, then the steps.
 * @type {(file: { rings: number[][][] }) => any} */
function fromNumbers({ rings, ...file }) {
  const paths = rings.map((area) => area.map(([x, y, ...steps]) => `M${x} ${y}l${steps.join(" ")}z`).join(""));
  return { ...file, paths, whole: paths.map(boxOf).reduce(both) };
}

/** The box around two.
 * @type {(one: Box, other: Box) => Box} */
export const both = (one, other) =>
  [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[2], other[2]), Math.max(one[3], other[3])];

/** @type {(one: Box, other: Box) => boolean} */
export const overlap = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];

/** The box of a path like `M5 7l1 0 0 -2z`: where each ring begins, then the steps from point to point.
 * @type {(path: string) => Box} */
function boxOf(path) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of path.split("z").slice(0, -1)) {
    const steps = ring.slice(1).split(/[ l]/);
    let [x, y] = [0, 0];
    for (let i = 0; i < steps.length; i += 2) {
      x += Number(steps[i]);
      y += Number(steps[i + 1]);
      if (x < box[0]) box[0] = x;
      if (x > box[2]) box[2] = x;
      if (y < box[1]) box[1] = y;
      if (y > box[3]) box[3] = y;
    }
  }
  return box;
}
