// Runs in the page before its own scripts and looks into its frames of the same origin. Takes the time from the input
// event to the goal inside the browser, so that no round trip of the driver is measured. The page knows nothing of it.
(() => {
  if (window !== window.top) return;
  window.bench = { goal: null, started: null, done: null, error: null };
  const now = () => performance.timeOrigin + performance.now();

  // The first event of a person's input after the goal was set is where the time begins.
  const listening = new WeakSet();
  const listen = (frame) => {
    if (listening.has(frame.document)) return;
    listening.add(frame.document);
    const note = (event) => {
      if (bench.goal && bench.started === null) bench.started = frame.performance.timeOrigin + event.timeStamp;
    };
    for (const kind of ["pointerdown", "keydown", "change"]) frame.document.addEventListener(kind, note, true);
  };
  const framesOf = (frame) => [frame, ...Array.from(frame.frames).flatMap(framesOf)];
  const reachable = (frame) => {
    try {
      return Boolean(frame.document);
    } catch {
      return false; // of another origin
    }
  };

  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const close = (pixel, hex) => rgb(hex).every((part, at) => Math.abs(part - pixel[at]) <= 3);

  // Pixels of a canvas at points given in its own bitmap.
  const shows = (canvas, points, colours) => {
    const context = canvas.getContext("2d");
    return points.every(
      ([x, y], at) => close(context.getImageData(Math.round(x), Math.round(y), 1, 1).data, colours[at]),
    );
  };

  const leafletPaths = (goal, frame) => {
    const group = frame.document.querySelector(".leaflet-overlay-pane svg g");
    if (!group || group.childElementCount !== goal.count) return false;
    return goal.probes.every(([at, colour]) => group.children[at].getAttribute("fill") === colour);
  };

  const oursCanvas = (goal, frame) => {
    const map = frame.riskmap ?? frame.riskmapFirst; // before there is a frame the page itself draws
    const canvas = frame.document.querySelector("canvas.riskmap-areas, #riskmap-first");
    if (!map || !canvas || !map.paints || map.codes.length !== goal.count) return false;
    const box = canvas.getBoundingClientRect();
    if (!box.width) return false;
    const scale = canvas.width / box.width;
    const points = goal.probes.map(([code]) => map.point(code)).map(([x, y]) => [(x - box.left) * scale, (y - box.top) * scale]);
    return shows(canvas, points, goal.probes.map(([, colour]) => colour));
  };

  const plotOf = () => {
    const find = (view) => (view.model && view.model.type === "Figure" ? view : [...view.children()].map(find).find(Boolean));
    return window.Bokeh && [...window.Bokeh.index].map(find).find(Boolean);
  };
  const bokehPoint = (plot, code) => {
    const source = plot.model.renderers[0].data_source;
    const at = source.get_array("code").indexOf(code);
    const middle = inside(source.get_array("xs")[at], source.get_array("ys")[at]);
    const frame = plot.frame;
    return middle && [frame.x_scale.compute(middle[0]), frame.y_scale.compute(middle[1])];
  };
  const bokehCanvas = (goal) => {
    const plot = plotOf();
    if (!plot?.model.renderers[0]) return false;
    const source = plot.model.renderers[0].data_source;
    if (source.get_array("code").length !== goal.count) return false;
    if (!plot.canvas_view || !plot.frame) return false;
    const layer = plot.canvas_view.primary;
    const scale = plot.canvas_view.pixel_ratio ?? 1;
    const points = goal.probes.map(([code]) => bokehPoint(plot, code));
    if (points.some((point) => !point)) return false;
    return shows(layer.canvas ?? layer.el, points.map(([x, y]) => [x * scale, y * scale]), goal.probes.map(([, colour]) => colour));
  };
  window.benchBokehPoint = (code) => {
    const plot = plotOf();
    const box = plot.canvas_view.el.getBoundingClientRect();
    const [x, y] = bokehPoint(plot, code);
    return [box.left + x, box.top + y];
  };

  // Where a ring crosses the line at which `across` has this value, along that line.
  const crossings = (along, across, value) => {
    const found = [];
    for (let i = 0; i < along.length; i++) {
      const j = (i + 1) % along.length;
      if (across[i] > value !== across[j] > value)
        found.push(along[i] + ((value - across[i]) / (across[j] - across[i])) * (along[j] - along[i]));
    }
    return found.filter(Number.isFinite).sort((one, other) => one - other); // NaN sets parts apart
  };
  const room = (cuts, at) => Math.min(...cuts.map((cut) => Math.abs(cut - at)));

  // A point well inside a ring: of the middles of nine horizontal lines' stretches, the one farthest from the border.
  const inner = new WeakMap();
  const inside = (xs, ys) => {
    if (inner.has(xs)) return inner.get(xs);
    let best = { room: 0, at: null };
    const low = ys.reduce((one, other) => (other < one ? other : one), Infinity);
    const high = ys.reduce((one, other) => (other > one ? other : one), -Infinity);
    for (let step = 1; step < 10; step++) {
      const y = low + ((high - low) * step) / 10;
      const cuts = crossings(xs, ys, y);
      for (let i = 0; i + 1 < cuts.length; i += 2) {
        const x = (cuts[i] + cuts[i + 1]) / 2;
        const free = Math.min((cuts[i + 1] - cuts[i]) / 2, room(crossings(ys, xs, x), y));
        if (free > best.room) best = { room: free, at: [x, y] };
      }
    }
    inner.set(xs, best.at);
    return best.at;
  };

  // Text may stand inside Bokeh's shadow roots.
  const textOf = (node) =>
    [...node.childNodes].map((child) => (child.nodeType === 3 ? child.data : textOf(child.shadowRoot ?? child))).join("");
  const textShown = (goal, frame) => [...frame.document.querySelectorAll(goal.selector)].some((node) => textOf(node.shadowRoot ?? node).includes(goal.text));

  const kinds = { leafletPaths, oursCanvas, bokehCanvas, textShown };

  const watch = () => {
    const frames = framesOf(window).filter(reachable);
    frames.forEach(listen);
    const { goal, done } = bench;
    if (goal && done === null && !goal.met && frames.some((frame) => meets(goal, frame))) {
      goal.met = true;
      settle(goal, goal.frames);
    }
    requestAnimationFrame(watch);
  };
  const meets = (goal, frame) => {
    try {
      return kinds[goal.kind](goal, frame);
    } catch (error) {
      bench.error = String(error);
      return false;
    }
  };
  // What stands in the document is on the screen two frames later; a canvas's pixels are read as painted.
  const settle = (goal, frames) => {
    if (frames > 0) requestAnimationFrame(() => settle(goal, frames - 1));
    else if (bench.goal === goal) bench.done = now();
  };
  requestAnimationFrame(watch);

  window.benchArm = (goal) => Object.assign(bench, { goal, started: null, done: null, error: null });
  if (window.benchFirst) {
    benchArm(window.benchFirst);
    bench.started = performance.timeOrigin;
  }
})();
