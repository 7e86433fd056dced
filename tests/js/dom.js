// As much of a browser as the modules of maps need: elements, and a canvas that remembers what was written on it.

class Element {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, children: [], style: {}, hidden: false, offsetWidth: 0, offsetHeight: 0 });
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
    if (name === "hidden") this.hidden = true;
  }

  append(...children) {
    this.children.push(...children);
  }

  replaceChildren(...children) {
    this.children = children;
  }

  addEventListener(name, act) {
    this.attributes[`on${name}`] = act;
  }

  get textContent() {
    return this.children.map((child) => (typeof child === "string" ? child : child.textContent)).join("");
  }

  getContext() {
    return new Ink();
  }
}

export class Path2D {
  constructor(path) {
    this.rings = path.split("z").slice(0, -1).map(ringOf);
  }
}

// The corners of a ring like `M5 7l1 0 0 -2`.
function ringOf(path) {
  const steps = path.slice(1).split(/[ l]/).map(Number);
  const corners = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    [x, y] = [x + steps[i], y + steps[i + 1]];
    corners.push([x, y]);
  }
  return corners;
}

export class Ink {
  constructor() {
    this.written = []; // { words, x, y, font }
    this.filled = []; // { path, style }
  }

  setTransform() {}
  fillRect() {}
  beginPath() {}
  moveTo() {}
  lineTo() {}
  arc() {}
  stroke() {}
  strokeText() {}

  fill(path) {
    this.filled.push({ path, style: this.fillStyle });
  }

  fillText(words, x, y) {
    this.written.push({ words, x, y, font: this.font });
  }

  measureText(words) {
    return { width: 8 * words.length };
  }

  createPattern() {
    return { setTransform() {} };
  }

  // By the even-odd rule: how often a line to the right crosses a border.
  isPointInPath({ rings }, x, y) {
    let crossed = 0;
    for (const ring of rings) {
      ring.forEach(([x0, y0], at) => {
        const [x1, y1] = ring[(at + 1) % ring.length];
        if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) crossed += 1;
      });
    }
    return crossed % 2 === 1;
  }
}

Object.assign(globalThis, {
  Path2D,
  DOMMatrix: class {},
  document: { createElement: (tag) => new Element(tag) },
});

// Four squares of ten pixels beside each other, the last with a hole in its middle: west to east, codes "a" to "d".
export const SQUARES = {
  level: "mahalla",
  codes: ["a", "b", "c", "d"],
  zoom: 12,
  origin: [1000, 2000],
  points: [5, 5, 15, 5, 25, 5, 32, 2],
  whole: [0, 0, 40, 10],
  paths: ["M0 0l10 0 0 10 -10 0z", "M10 0l10 0 0 10 -10 0z", "M20 0l10 0 0 10 -10 0z", "M30 0l10 0 0 10 -10 0zM34 4l2 0 0 2 -2 0z"],
};

// Numbers between 0 and 1, the same in every run.
export function numbers(seed = 1) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
