// What every map of ours is drawn with: shapes made ready, fills by class, patterns, lines.
//
// A plain script: the map's frame and the one file of a pack know no modules.
globalThis.riskmapDrawing = (() => {
  "use strict";

  const NO_DATA = "x";
  const HIDDEN = "H";

  // A class is written as a digit, or as a letter from a where it is drawn faint: it cannot be told from chance.
  const isFaint = (mark) => mark >= "a" && mark !== NO_DATA;
  const classOf = (mark) => (isFaint(mark) ? mark.charCodeAt(0) - 97 : Number(mark));

  // A file holds the path of each area, and the box of them all; here come one path of all borders, and each area's own box,
  // which takes longer to find and is not needed for the first painting.
  function prepare(given) {
    const file = given.paths ? given : fromNumbers(given);
    const paths = file.paths.map((path) => new Path2D(path));
    const borders = new Path2D(file.paths.join(""));
    const index = new Map(file.codes.map((code, i) => [code, i]));
    let boxes;
    return {
      ...file,
      paths,
      borders,
      index,
      get boxes() {
        return (boxes ??= file.paths.map(boxOf));
      },
    };
  }

  // A snapshot of format 2 or older holds numbers: for each ring where it begins, then the steps.
  function fromNumbers({ rings, ...file }) {
    const written = ([x, y, ...steps]) => `M${x} ${y}l${steps.join(" ")}z`;
    const paths = rings.map((area) => area.map(written).join(""));
    return { ...file, paths, whole: paths.map(boxOf).reduce(both) };
  }

  const both = (one, other) => [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[2], other[2]), Math.max(one[3], other[3])];

  const overlap = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];

  // Left, top, right, bottom of a path like `M5 7l1 0 0 -2z`: where each ring begins, then the steps from point to point.
  function boxOf(path) {
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

  function use(ink, [scale, x, y]) {
    ink.setTransform(scale, 0, 0, scale, x, y);
  }

  // Lines of a fixed width on the screen whatever the zoom.
  function stroke(ink, place, path, width, colour) {
    use(ink, place);
    ink.lineWidth = (width * place[3]) / place[0];
    ink.lineJoin = "round";
    ink.strokeStyle = colour;
    ink.stroke(path);
  }

  // A pattern is drawn in the screen's pixels, so that its grain does not change with the zoom.
  function patternOf(ink, kind, colour, ground, place) {
    const ratio = place[3];
    const tile = document.createElement("canvas");
    const side = Math.round(8 * ratio);
    tile.width = tile.height = side;
    const pen = tile.getContext("2d");
    pen.fillStyle = ground;
    pen.fillRect(0, 0, side, side);
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = ratio * 1.2;
    pen.beginPath();
    if (kind === "dots") {
      pen.arc(side / 2, side / 2, ratio * 1.4, 0, 2 * Math.PI);
      pen.fill();
    } else {
      const turn = kind === "lines" ? -1 : 1;
      for (const shift of [-side, 0, side]) {
        pen.moveTo(shift, turn > 0 ? 0 : side);
        pen.lineTo(shift + side, turn > 0 ? side : 0);
      }
      pen.stroke();
    }
    const pattern = ink.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix([1 / place[0], 0, 0, 1 / place[0], 0, 0]));
    return pattern;
  }

  // Fills the areas of a set; `marks` has a character for each. `view` has the colours, faint colours and patterns of the
  // classes, `none` (ground, line, pattern) and `ink.veil`.
  function paintAreas(ink, place, set, marks, view) {
    const without = {
      [NO_DATA]: patternOf(ink, "hatch", view.ink.none_line, view.ink.none_ground, place),
      [HIDDEN]: patternOf(ink, "dots", view.ink.none_line, view.ink.none_ground, place),
    };
    use(ink, place);
    // Class by class: setting a fill style costs more than filling a small area.
    for (const mark of new Set(marks)) {
      const colour = without[mark] ?? (isFaint(mark) ? view.faint : view.colours)[classOf(mark)];
      const pattern = without[mark] ? null : isFaint(mark) ? "veil" : view.patterns?.[classOf(mark)];
      ink.fillStyle = pattern ? patternOf(ink, pattern, isFaint(mark) ? view.ink.veil : view.ink.pattern, colour, place) : colour;
      for (let at = 0; at < set.paths.length; at += 1) if (marks[at] === mark) ink.fill(set.paths[at], "evenodd");
    }
  }

  return { NO_DATA, HIDDEN, isFaint, classOf, prepare, both, overlap, use, stroke, paintAreas };
})();
