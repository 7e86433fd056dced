// The area layer of the map: geometry is fetched once and kept, a change of view only recolours.
//
// Geometry files hold whole-number pixels of the world at one zoom, so drawing is a scale and a shift, and
// nothing is projected again. Three canvases lie on one another: fills (redrawn on each change), lines and
// names (redrawn when the map moves), marks (the selected and the hovered area).
(() => {
  "use strict";

  const { NO_DATA, HIDDEN, isFaint, classOf, prepare, overlap, stroke, paintAreas } = globalThis.riskmapDrawing;
  const FONT = '"Source Sans", "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const MARGIN = 12; // px around the whole extent
  const AGAIN = 2000; // ms after which what did not come is asked for once more
  const REST = 150; // ms after a painting before its neighbours are fetched
  const MOST_DOCUMENTS = 10; // the browser's own cache has the others
  const shapes = new Map(); // geometry url → promise of a drawn-ready set
  const looks = new Map(); // url of a look → promise of its JSON
  const documents = new Map(); // any other url → promise of its JSON
  const columns = import(new URL("columns.js", document.currentScript.src));

  // ---------------------------------------------------------------- what is fetched

  function fetchJson(url, finish = (answer) => answer) {
    if (!documents.has(url)) {
      const answer = fetch(url).then((response) => {
        if (!response.ok) throw new Error(`${url}: ${response.status}`);
        return response.json().then(finish);
      });
      answer.catch(() => documents.delete(url));
      documents.set(url, answer);
      if (documents.size > MOST_DOCUMENTS) documents.delete(documents.keys().next().value);
    }
    return documents.get(url);
  }

  // Streamlit's component library adds the theme to the frame anew at every change of view.
  function dropOldThemes() {
    const themes = [...document.head.querySelectorAll("style")].filter((style) => /^\s*:root\s*{\s*--primary-color/.test(style.textContent));
    for (const style of themes.slice(0, -1)) style.remove();
  }

  function fetchValues(url) {
    return fetchJson(url, async (answer) => (await columns).complete(answer));
  }

  // Once for as long as the frame stands; what failed is asked for anew.
  function fetchKept(kept, url, finish = (answer) => answer) {
    if (!kept.has(url)) {
      const answer = (window.riskmapEarly?.get(url) ?? fetchJson(url)).then(finish);
      answer.catch(() => {
        window.riskmapEarly?.delete(url);
        kept.delete(url);
      });
      kept.set(url, answer);
    }
    return kept.get(url);
  }

  function fetchShapes(url) {
    return fetchKept(shapes, url, prepare);
  }

  // ---------------------------------------------------------------- a canvas over the map

  const Sheet = L.Renderer.extend({
    initialize(name, draw) {
      L.Renderer.prototype.initialize.call(this, { padding: 0.15 });
      this._name = name;
      this._draw = draw;
      this.waits = false; // while the map moves in several steps
    },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.className = this._name;
      this._container.setAttribute("aria-hidden", "true");
      this._ink = this._container.getContext("2d", { willReadFrequently: this._name === "riskmap-areas" });
    },
    _destroyContainer() {
      this._container.remove();
    },
    _updatePaths() {},
    _update() {
      if (this.waits || (this._map._animatingZoom && this._bounds)) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = Math.round(size.x * ratio);
      this._container.height = Math.round(size.y * ratio);
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      this.paint();
    },
    paint() {
      if (!this._map || !this._bounds) return;
      const ink = this._ink;
      const ratio = window.devicePixelRatio || 1;
      ink.setTransform(1, 0, 0, 1, 0, 0);
      ink.clearRect(0, 0, this._container.width, this._container.height);
      this._draw(ink, (set) => this._place(set, ratio));
    },
    // The transform from a set's pixels to this canvas.
    _place(set, ratio) {
      const scale = this._map.getZoomScale(this._map.getZoom(), set.zoom);
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      return [ratio * scale, ratio * (set.origin[0] * scale - origin.x), ratio * (set.origin[1] * scale - origin.y), ratio];
    },
  });

  // ---------------------------------------------------------------- the map itself

  class RiskMap {
    constructor(map) {
      this.map = map;
      this.frame = window.frameElement;
      this.follows = false; // whether linked maps are being moved together
      this.paints = 0;
      this.view = null;
      this.set = null; // the areas drawn
      this.around = null; // the districts' outlines, for orientation
      this.hovered = -1;
      this.fitted = "";
      this.latest = 0;
      this.ahead = new Map(); // address of a painting → the painting
      this.fills = new Sheet("riskmap-areas", (ink, place) => this.drawFills(ink, place));
      this.rings = new Sheet("riskmap-rings", (ink, place) => this.drawRings(ink, place));
      this.lines = new Sheet("riskmap-lines", (ink, place) => this.drawLines(ink, place));
      this.marks = new Sheet("riskmap-marks", (ink, place) => this.drawMarks(ink, place));
      this.probe = document.createElement("canvas").getContext("2d");
      this.tip = document.createElement("div");
      this.tip.className = "riskmap-tip";
      this.tip.setAttribute("role", "tooltip");
      this.notice = document.createElement("div");
      this.notice.className = "riskmap-notice";
      this.notice.setAttribute("role", "alert");
      this.spoken = document.createElement("div");
      this.spoken.setAttribute("aria-live", "polite");
      this.keysTold = document.createElement("div");
      this.keysTold.id = "riskmap-keys";
      this.spoken.className = this.keysTold.className = "riskmap-heard";
      map.getContainer().append(this.tip, this.notice, this.spoken, this.keysTold);
      this.scale = L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
      map.on("mousemove", (event) => this.hover(event));
      map.on("mouseout movestart zoomstart", () => this.hover(null));
      map.on("click", (event) => this.click(event));
      new ResizeObserver(() => this.resize()).observe(map.getContainer());
      this.watchSteps();
      this.watchKeys();
      this.watchPaper();
      this.watchMoves();
    }

    get level() {
      return this.set?.level ?? null;
    }

    get codes() {
      return this.set?.codes ?? [];
    }

    // The pixel [x, y], in the frame's viewport, of a point inside an area; null for an unknown code.
    point(code) {
      const at = this.set?.index.get(code);
      if (at === undefined) return null;
      const seat = this.map.latLngToContainerPoint(this.latLng(this.set, this.set.points[2 * at], this.set.points[2 * at + 1]));
      const box = this.map.getContainer().getBoundingClientRect();
      return [box.left + seat.x, box.top + seat.y];
    }

    // The colour that the present view gives to an area.
    color(code) {
      const at = this.set?.index.get(code);
      return at === undefined ? null : this.colourAt(at);
    }

    // ------------------------------------------------------------ a new view

    async show(view) {
      const turn = ++this.latest;
      this.map.getContainer().setAttribute("aria-label", view.title);
      document.title = this.frame.title = view.title;
      try {
        const [look, set, around] = await Promise.all([
          fetchKept(looks, view.look),
          fetchShapes(view.geometry),
          view.around ? fetchShapes(view.around) : null,
        ]);
        if (turn !== this.latest) return;
        this.apply({ ...look, ...view, words: { ...look.words, ...view.words } }, set, around);
      } catch (error) {
        if (turn !== this.latest) return;
        console.error(error);
        this.notice.textContent = view.failed;
        this.notice.style.display = "block";
        setTimeout(() => turn === this.latest && this.show(view), AGAIN);
      }
    }

    apply(view, set, around) {
      dropOldThemes();
      this.say(view);
      const before = this.view;
      const sameAreas = this.set === set && this.around === around && before?.theme === view.theme;
      const sameFills = sameAreas && before.classes === view.classes && String(before.colours) === String(view.colours) &&
        String(before.patterns) === String(view.patterns) && String(before.faint) === String(view.faint);
      const sameLetters = String(before?.letters) === String(view.letters) && (sameFills || !view.letters);
      const sameNames = sameAreas && before.scope === view.scope && before.lang === view.lang;
      this.view = view;
      this.set = set;
      this.around = around;
      this.notice.style.display = "none";
      if (!sameAreas) {
        this.hovered = -1;
        if (before && document.activeElement === this.map.getContainer()) this.spoken.textContent = view.title;
      }
      const moved = this.fit(view);
      if (!moved) {
        if (!sameFills) this.fills.paint();
        if (!sameNames || !sameLetters) this.lines.paint();
        this.marks.paint();
      }
      this.paints += 1;
      fetchJson(view.names).then((names) => {
        if (this.view !== view) return;
        const known = this.names === names;
        this.names = names;
        if (!known) this.lines.paint();
      });
      this.tip.style.display = "none";
      if (this.clusters && this.clusters.address !== view.clusters) {
        this.clusters = null;
        this.rings.paint();
      }
      setTimeout(() => this.lookAhead(view), REST);
    }

    // ------------------------------------------------------------ the next view, ahead of the page's answer

    lookAhead(view) {
      void this.set.boxes; // found now, not under the first movement of the hand
      this.fetchClusters(view).then(() => this.fetchAhead(view));
    }

    async fetchClusters(view) {
      if (this.view !== view || !view.clusters || this.clusters) return;
      const found = await fetchJson(view.clusters).catch(() => null);
      if (this.view !== view || !found) return;
      this.clusters = { address: view.clusters, members: found.clusters };
      this.rings.paint();
    }

    async fetchAhead(view) {
      this.ahead.clear();
      for (const [painting] of Object.values(view.steps)) {
        if (this.view !== view) return;
        this.ahead.set(painting, await fetchJson(painting).catch(() => null));
      }
    }

    // A press on a control that leads to a view at hand paints it at once; the page's own answer follows.
    watchSteps() {
      const page = window.parent.document;
      const pressed = (event) => {
        const step = this.view?.steps[event.composedPath()[0].name];
        if (step) this.paintAhead(...step);
      };
      page.addEventListener("click", pressed, true);
      window.addEventListener("pagehide", () => page.removeEventListener("click", pressed, true));
    }

    paintAhead(address, values) {
      const painting = this.ahead.get(address);
      if (!painting || !this.set) return;
      this.view = { ...this.view, ...painting, values, steps: {} };
      this.tip.style.display = "none";
      this.fills.paint();
      if (this.view.letters) this.lines.paint();
      this.paints += 1;
    }

    say(view) {
      const box = this.map.getContainer();
      box.dataset.theme = view.theme;
      box.setAttribute("role", "application");
      box.setAttribute("aria-describedby", this.keysTold.id);
      this.keysTold.textContent = view.words.keys;
      document.documentElement.lang = view.lang;
      const zoom = this.map.zoomControl;
      if (zoom) {
        zoom._zoomInButton.title = view.words.zoom_in;
        zoom._zoomOutButton.title = view.words.zoom_out;
        zoom._zoomInButton.setAttribute("aria-label", view.words.zoom_in);
        zoom._zoomOutButton.setAttribute("aria-label", view.words.zoom_out);
      }
    }

    // Moves the map only when another extent is asked for; tells whether everything was drawn by moving, which is once however
    // many steps the map takes.
    fit(view) {
      if (this.fitted === view.geometry) return false;
      this.fitted = view.geometry;
      this.home = this.boundsOf(this.set, this.set.whole);
      const sheets = [this.fills, this.rings, this.lines, this.marks];
      const zoom = this.map.getZoom();
      const centre = this.map.getPixelOrigin();
      for (const sheet of sheets) sheet.waits = true;
      this.showWhole();
      for (const sheet of sheets) sheet.waits = false;
      const standing = Boolean(this.fills._map);
      if (standing && zoom === this.map.getZoom() && centre.equals(this.map.getPixelOrigin())) return false;
      for (const sheet of sheets) standing ? sheet._update() : sheet.addTo(this.map);
      return true;
    }

    resize() {
      const was = this.map.getSize();
      this.map.invalidateSize({ animate: false, pan: false });
      const now = this.map.getSize();
      if (this.home && (was.x !== now.x || was.y !== now.y)) this.showWhole();
    }

    // The whole extent, and no farther out: a wheel turned over the map must not lose it. Linked maps show theirs at one
    // zoom, that at which each finds room.
    showWhole() {
      const together = this.together();
      for (const { map } of together) map.setMinZoom(0);
      const room = L.point(2 * MARGIN, 2 * MARGIN);
      const maxZoom = Math.min(...together.map(({ map, home }) => map.getBoundsZoom(home, false, room)));
      this.leading(() => {
        for (const { map, home } of together) {
          map.fitBounds(home, { animate: false, padding: [MARGIN, MARGIN], maxZoom });
          map.setMinZoom(map.getZoom() - 0.5);
        }
      });
    }

    // ------------------------------------------------------------ maps that move together

    // The maps of the page that are linked in the same way, this one first; this one alone where it is not linked.
    together() {
      if (!this.view?.linked) return [this];
      const linked = (window.parent.riskmapLinked ??= new Set());
      linked.add(this);
      for (const one of linked) if (!one.frame.isConnected) linked.delete(one); // its frame was taken from the page
      return [this, ...[...linked].filter((one) => one !== this && one.home && one.view.linked === this.view.linked)];
    }

    // What the others do in the meantime follows from what this one does, and leads to nothing.
    leading(act) {
      const together = this.together();
      for (const one of together) one.follows = true;
      try {
        act(together.slice(1));
      } finally {
        for (const one of together) one.follows = false;
      }
    }

    watchMoves() {
      const tell = (act) => () => this.view?.linked && this.home && !this.follows && this.leading((others) => others.forEach(act));
      this.map.on("move", tell((one) => one.follow(this)));
      this.map.on("moveend", tell((one) => one.rest()));
    }

    // Where the middle of the map stands, in pixels of a zoom: on the earth, or seen from the middle of its home.
    standing(zoom) {
      const middle = this.map.project(this.map.getCenter(), zoom);
      return this.view.linked === "home" ? middle.subtract(this.middleOfHome(zoom)) : middle;
    }

    middleOfHome(zoom) {
      return this.map.project(this.home.getNorthWest(), zoom).add(this.map.project(this.home.getSouthEast(), zoom)).divideBy(2);
    }

    // A pan shifts what is drawn, as it does under the reader's hand; only another zoom, and its end, draw anew.
    follow(leader) {
      const zoom = leader.map.getZoom();
      const there = leader.standing(zoom);
      const middle = this.view.linked === "home" ? there.add(this.middleOfHome(zoom)) : there;
      if (zoom !== this.map.getZoom()) {
        this.map.setView(this.map.unproject(middle, zoom), zoom, { animate: false });
        return;
      }
      const shift = middle.subtract(this.map.project(this.map.getCenter(), zoom)).round();
      if (!shift.x && !shift.y) return;
      this.map._rawPanBy(shift);
      this.map.fire("move");
      this.shifted = true;
    }

    rest() {
      if (this.shifted) this.map.fire("moveend");
      this.shifted = false;
    }

    // The area under the reader's hand on another map is marked on this one too.
    pointAlong(code) {
      const at = this.set?.index.get(code) ?? -1;
      if (at === this.hovered) return;
      this.hovered = at;
      this.marks.paint();
    }

    latLng(set, x, y) {
      return this.map.unproject([set.origin[0] + x, set.origin[1] + y], set.zoom);
    }

    boundsOf(set, box) {
      return L.latLngBounds(this.latLng(set, box[0], box[1]), this.latLng(set, box[2], box[3]));
    }

    // ------------------------------------------------------------ drawing

    colourAt(at) {
      const mark = this.view.classes[at];
      return mark === NO_DATA || mark === HIDDEN ? this.view.ink.none_ground : this.colourOf(mark);
    }

    colourOf(mark) {
      return (isFaint(mark) ? this.view.faint : this.view.colours)[classOf(mark)];
    }

    drawFills(ink, placeOf) {
      if (this.set) paintAreas(ink, placeOf(this.set), this.set, this.view.classes, this.view);
    }

    // Each cluster's members are drawn with a broad border and then emptied: what is left is the border around them all.
    drawRings(ink, placeOf) {
      if (!this.set || !this.clusters) return;
      const place = placeOf(this.set);
      for (const members of this.clusters.members) {
        const paths = members.map((at) => this.set.paths[at]).filter(Boolean);
        for (const path of paths) stroke(ink, place, path, 7, this.view.ink.cluster);
        ink.globalCompositeOperation = "destination-out";
        for (const path of paths) {
          ink.fill(path, "evenodd");
          stroke(ink, place, path, 0.8, "#000");
        }
        ink.globalCompositeOperation = "source-over";
      }
    }

    drawLines(ink, placeOf) {
      if (!this.set) return;
      const { view, set, around } = this;
      const place = placeOf(set);
      const crowded = set.codes.length > 2000;
      if (around && view.scope_of_around !== view.scope) stroke(ink, placeOf(around), around.borders, 1, view.ink.around);
      stroke(ink, place, set.borders, crowded ? 0.35 : set.level === "mahalla" ? 0.7 : 1.2, view.ink.border);
      if (around && view.scope_of_around === view.scope) stroke(ink, placeOf(around), around.borders, 1.6, view.ink.strong);
      this.writeLetters(ink, place, this.writeNames(ink, placeOf));
    }

    drawMarks(ink, placeOf) {
      if (!this.set) return;
      const place = placeOf(this.set);
      const seen = this.set.index.get(this.view.selected);
      const ofAround = this.around?.index.get(this.view.selected);
      if (seen !== undefined) this.ring(ink, place, this.set.paths[seen], 3.5);
      else if (ofAround !== undefined && this.view.scope_of_around === this.view.scope)
        this.ring(ink, placeOf(this.around), this.around.paths[ofAround], 3.5);
      if (this.hovered >= 0) stroke(ink, place, this.set.paths[this.hovered], 3, this.view.ink.hover);
    }

    ring(ink, place, path, width) {
      stroke(ink, place, path, width + 2.5, this.view.ink.halo);
      stroke(ink, place, path, width, this.view.ink.selected);
    }

    // Names of districts, each only where it fits: inside the view, not over another name. Gives the boxes they stand in.
    writeNames(ink, placeOf) {
      const set = this.set.level === "district" ? this.set : this.around;
      const taken = [];
      if (!set || !this.names) return taken;
      const place = placeOf(set);
      const [scale, dx, dy, ratio] = place;
      const size = Math.max(11, Math.min(17, 9 + this.map.getZoom() * 0.6)) * ratio;
      ink.setTransform(1, 0, 0, 1, 0, 0);
      ink.font = `600 ${size}px ${FONT}`;
      ink.textAlign = "center";
      ink.textBaseline = "middle";
      ink.lineJoin = "round";
      const seen = this.sight(ratio);
      const order = set.codes.map((_, i) => i).sort((a, b) => this.breadth(set, b) - this.breadth(set, a));
      for (const at of order) {
        if (set.codes[at] === this.view.scope) continue;
        const words = this.shortName(this.names[set.codes[at]] ?? "");
        const x = set.points[2 * at] * scale + dx;
        const y = set.points[2 * at + 1] * scale + dy;
        const wide = ink.measureText(words).width / 2 + 4 * ratio;
        const tall = size / 2 + 3 * ratio;
        const box = [x - wide, y - tall, x + wide, y + tall];
        const room = (set.boxes[at][2] - set.boxes[at][0]) * scale;
        if (room < wide * 1.1 && set !== this.around) continue;
        if (room < wide) continue;
        if (box[0] < seen[0] || box[1] < seen[1] || box[2] > seen[2] || box[3] > seen[3]) continue;
        if (taken.some((other) => overlap(box, other))) continue;
        taken.push(box);
        ink.lineWidth = 3.5 * ratio;
        ink.strokeStyle = this.view.ink.halo;
        ink.strokeText(words, x, y);
        ink.fillStyle = this.view.ink.text;
        ink.fillText(words, x, y);
      }
      return taken;
    }

    // The part of the canvas that is in the frame: the canvas reaches beyond it on all sides.
    sight(ratio) {
      const corner = this.map.containerPointToLayerPoint([0, 0]).subtract(this.lines._bounds.min);
      const size = this.map.getSize();
      return [corner.x, corner.y, corner.x + size.x, corner.y + size.y].map((edge) => edge * ratio);
    }

    breadth(set, at) {
      const box = set.boxes[at];
      return (box[2] - box[0]) * (box[3] - box[1]);
    }

    shortName(name) {
      let words = name;
      for (const tail of this.view.words.tails) words = words.replace(tail, "");
      return words.trim();
    }

    // The letter of a category, where the area is large enough on the screen to carry it and no name stands there.
    writeLetters(ink, place, names) {
      const { view, set } = this;
      if (!view.letters) return;
      const [scale, dx, dy, ratio] = place;
      ink.setTransform(1, 0, 0, 1, 0, 0);
      ink.textAlign = "center";
      ink.textBaseline = "middle";
      ink.lineJoin = "round";
      for (let at = 0; at < set.codes.length; at += 1) {
        const box = set.boxes[at];
        const letter = view.letters[classOf(view.classes[at])];
        const room = Math.min(box[2] - box[0], box[3] - box[1]) * scale;
        const isSmall = room < 16 * ratio;
        if (!letter || (isSmall && !view.pins)) continue;
        const x = set.points[2 * at] * scale + dx;
        const y = set.points[2 * at + 1] * scale + dy;
        if (isSmall) {
          this.drawPin(ink, x, y, this.colourAt(at), ratio);
          continue;
        }
        const size = Math.min(20 * ratio, Math.max(10 * ratio, room / 3));
        if (names.some((name) => overlap([x - size / 2, y - size / 2, x + size / 2, y + size / 2], name))) continue;
        ink.font = `700 ${size}px ${FONT}`;
        ink.lineWidth = 2.5 * ratio;
        ink.strokeStyle = view.ink.halo;
        ink.strokeText(letter, x, y);
        ink.fillStyle = view.ink.text;
        ink.fillText(letter, x, y);
      }
    }

    // An area too small to be seen is pointed at by a dot in its colour.
    drawPin(ink, x, y, colour, ratio) {
      ink.beginPath();
      ink.arc(x, y, 4.5 * ratio, 0, 2 * Math.PI);
      ink.fillStyle = colour;
      ink.fill();
      ink.lineWidth = 1.5 * ratio;
      ink.strokeStyle = this.view.ink.text;
      ink.stroke();
    }

    // ------------------------------------------------------------ the reader's hand

    areaAt(latLng) {
      if (!this.set) return -1;
      const where = this.map.project(latLng, this.set.zoom);
      const x = where.x - this.set.origin[0];
      const y = where.y - this.set.origin[1];
      return this.set.boxes.findIndex(
        (box, at) =>
          x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && this.probe.isPointInPath(this.set.paths[at], x, y, "evenodd"),
      );
    }

    hover(event) {
      if (this.follows) return;
      const at = event ? this.areaAt(event.latlng) : -1;
      if (at !== this.hovered) {
        this.mark(at);
        this.map.getContainer().style.cursor = at < 0 ? "" : "pointer";
      }
      if (at < 0) this.tip.style.display = "none";
      else this.tell(at, event.containerPoint);
    }

    mark(at) {
      this.hovered = at;
      this.marks.paint();
      for (const one of this.together().slice(1)) one.pointAlong(this.set.codes[at]);
    }

    async tell(at, where, { aloud = false } = {}) {
      const { view } = this;
      const [names, values] = await Promise.all([fetchJson(view.names), fetchValues(view.values)]).catch(() => [null, null]);
      if (!names || this.hovered !== at || this.view !== view) return;
      const code = this.set.codes[at];
      const lines = [names[code] ?? code, code, ...this.linesOf(values, values.codes.indexOf(code), (await columns).written)];
      if (aloud) this.spoken.textContent = lines.filter((line) => line !== code).join(". ");
      this.tip.replaceChildren(
        ...lines.map((line, i) => {
          const part = document.createElement(i === 0 ? "strong" : "span");
          part.textContent = line;
          return part;
        }),
      );
      this.tip.style.display = "flex";
      const box = this.map.getSize();
      const left = where.x + 18 + this.tip.offsetWidth > box.x ? where.x - this.tip.offsetWidth - 14 : where.x + 18;
      const top = Math.min(where.y + 14, box.y - this.tip.offsetHeight - 6);
      this.tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
    }

    // What a tooltip says of an area, line by line; a figure that is missing is said to be missing.
    linesOf(values, at, written) {
      const { columns } = values;
      const { words, locale } = this.view;
      if (columns.told) return columns.told[at] ?? [words.none]; // what changed comes in words
      const known = (name) => columns[name] !== undefined && columns[name][at] !== null;
      const write = (name) => written(values, name, at, locale);
      const lines = [];
      const kind = columns.category?.[at] ?? columns.spot?.[at] ?? columns.cluster?.[at];
      if (kind !== null && kind !== undefined) lines.push(words.kinds[kind]);
      for (const side of ["category_official", "category_computed"]) {
        if (columns[side]) lines.push(`${words[side]}: ${words.kinds[columns[side][at]] ?? "—"}`);
      }
      if (columns.rr && known("count") && known("expected")) {
        lines.push(words.counted.replace("{count}", write("count")).replace("{expected}", write("expected")));
        if (known("rr")) {
          lines.push(`${words.risk}: ${write("rr")} (${write("rr_lo")}–${write("rr_hi")})`);
          if (known("p_raised")) lines.push(`${words.probability}: ${write("p_raised")}`);
          lines.push(words[columns.verdict[at]]);
        }
      } else lines.push(`${words.count}: ${known("count") ? write("count") : columns.hidden?.[at] ? words.hidden : words.none}`);
      if (columns.rate_difference) {
        if (known("count_before")) lines.push(`${words.before}: ${write("count_before")}`);
        if (known("rate_difference")) lines.push(`${words.change}: ${write("rate_difference")}`);
        const label = columns.label[at];
        if (label) lines.push(words[label]);
      }
      if (known("rate")) lines.push(`${words.rate}: ${write("rate")}`);
      if (!columns.rr && known("rate")) lines.push(`${words.interval}: ${write("rate_lo")}–${write("rate_hi")}`);
      if (known("asked")) lines.push(`${words.asked}: ${write("asked")}`);
      if (columns.cancelled?.[at]) lines.push(words.cancelled.replace("{count}", write("cancelled")));
      if (columns.people) lines.push(columns.people[at] ? `${words.people}: ${write("people")}` : words.no_people);
      if (columns.quarters_missing?.[at]) lines.push(`${words.missing}: ${write("quarters_missing")}`);
      if (columns.without_figure?.[at]) lines.push(`${words.without}: ${write("without_figure")}`);
      return lines;
    }

    // Handed to the page at once; the frame's own debounce would wait a quarter of a second.
    click(event) {
      const at = this.areaAt(event.latlng);
      if (at >= 0) this.choose(this.set.codes[at]);
    }

    choose(code) {
      window.Streamlit.setComponentValue({ last_object_clicked_tooltip: code, last_object_clicked_count: Date.now() });
    }

    // ------------------------------------------------------------ the reader's keys

    // Leaflet's own keys only move the map; here they go from area to area, and what is pointed at is told aloud.
    watchKeys() {
      const box = this.map.getContainer();
      this.map.keyboard.disable();
      box.tabIndex = 0;
      box.addEventListener("keydown", (event) => {
        const held = event.ctrlKey || event.altKey || event.metaKey;
        if (!held && this.set && event.target === box && this.pressed(event.key)) event.preventDefault();
      });
      box.addEventListener("blur", () => this.hover(null));
      // What stands there forbids enlarging by two fingers.
      for (const meta of document.querySelectorAll('meta[name="viewport"]')) meta.content = "width=device-width, initial-scale=1";
    }

    // Does what a key asks for; whether it asked for anything.
    pressed(key) {
      const acts = {
        Enter: () => this.hovered >= 0 && this.choose(this.set.codes[this.hovered]),
        Backspace: () => this.up(),
        Escape: () => this.hover(null),
        "+": () => this.map.zoomIn(),
        "=": () => this.map.zoomIn(),
        "-": () => this.map.zoomOut(),
        0: () => this.showWhole(),
      };
      if (WAYS[key]) this.pointTo(this.hovered >= 0 ? this.neighbour(this.hovered, WAYS[key]) : this.start());
      else if (acts[key]) acts[key]();
      else return false;
      return true;
    }

    // Where the arrows begin: at the selected area, else at the one nearest to the middle of what is seen.
    start() {
      const selected = this.set.index.get(this.view.selected);
      if (selected !== undefined) return selected;
      const middle = this.map.project(this.map.getCenter(), this.set.zoom).subtract(this.set.origin);
      const far = (at) => Math.hypot(this.set.points[2 * at] - middle.x, this.set.points[2 * at + 1] - middle.y);
      return this.set.codes.reduce((best, _, at) => (far(at) < far(best) ? at : best), 0);
    }

    // The nearest area on that side, what lies aslant counted as farther; the same area where there is none.
    neighbour(from, [x, y]) {
      const { points, codes } = this.set;
      let best = from;
      let least = Infinity;
      for (let at = 0; at < codes.length; at += 1) {
        const dx = points[2 * at] - points[2 * from];
        const dy = points[2 * at + 1] - points[2 * from + 1];
        const ahead = dx * x + dy * y;
        const way = ahead + 2 * Math.abs(dx * y + dy * x);
        if (ahead > 0 && way < least) [best, least] = [at, way];
      }
      return best;
    }

    pointTo(at) {
      const where = this.latLng(this.set, this.set.points[2 * at], this.set.points[2 * at + 1]);
      this.map.panInside(where, { padding: [40, 40], animate: false });
      this.mark(at);
      this.tell(at, this.map.latLngToContainerPoint(where), { aloud: true });
    }

    up() {
      const { selected, scope, scope_of_around: whole } = this.view;
      const wider = selected === scope ? whole : scope;
      if (wider !== selected) this.choose(wider);
    }

    // ------------------------------------------------------------ paper

    // A sheet has no frames: what the map shows stands there as one picture, light whatever the screen's theme.
    watchPaper() {
      const page = window.parent;
      const lay = () => this.layPaper();
      const lift = () => this.paper?.remove();
      page.addEventListener("beforeprint", lay);
      page.addEventListener("afterprint", lift);
      window.addEventListener("pagehide", () => {
        lift();
        page.removeEventListener("beforeprint", lay);
        page.removeEventListener("afterprint", lift);
      });
    }

    layPaper() {
      this.paper?.remove();
      const box = this.map.getContainer().getBoundingClientRect();
      if (!this.set || !box.width) return;
      const ratio = window.devicePixelRatio || 1;
      const seen = this.seen(box);
      this.paper = window.parent.document.createElement("canvas");
      this.paper.className = "map-paper";
      this.paper.width = seen.width * ratio;
      this.paper.height = seen.height * ratio;
      const ink = this.paper.getContext("2d");
      if (this.view.theme === "dark") ink.filter = "invert(1) hue-rotate(180deg)";
      for (const { _container: sheet } of [this.fills, this.rings, this.lines, this.marks]) {
        const seat = sheet.getBoundingClientRect();
        ink.drawImage(sheet, (seat.left - box.left - seen.left) * ratio, (seat.top - box.top - seen.top) * ratio);
      }
      this.frame.after(this.paper);
    }

    // The part of the frame that the areas fill, with a margin for their names; of linked maps all, or their scales would differ.
    seen(box) {
      if (this.view.linked) return { left: 0, top: 0, width: box.width, height: box.height };
      const margin = 30;
      const from = this.map.latLngToContainerPoint(this.home.getNorthWest()).subtract([margin, margin]);
      const to = this.map.latLngToContainerPoint(this.home.getSouthEast()).add([margin, margin]);
      const left = Math.max(0, from.x);
      const top = Math.max(0, from.y);
      return { left, top, width: Math.min(box.width, to.x) - left, height: Math.min(box.height, to.y) - top };
    }
  }

  // The frame would listen to every layer and report every movement; the layer reports clicks itself.
  window.initComponent = () => {};

  window.startRiskMap = (map) => {
    if (!window.riskmap) window.riskmap = new RiskMap(map);
    return window.riskmap;
  };
})();
