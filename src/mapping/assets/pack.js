// An HTML pack: reads the data that the file carries and draws them. No request is ever made.
(() => {
  "use strict";

  const { both, isFaint, classOf, prepare, stroke, paintAreas } = globalThis.riskmapDrawing;
  const writing = globalThis.riskmapWriting;
  const STEP = 100; // rows of a table shown at a time
  const box = document.getElementById("pack");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  };

  async function read() {
    const bytes = Uint8Array.from(atob(document.getElementById("data").textContent), (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  // ---------------------------------------------------------------- what is known of areas

  class Region {
    constructor(data) {
      Object.assign(this, data);
      const { codes, names, keys } = data.areas;
      this.nameOf = new Map(codes.map((code, i) => [code, names[i]]));
      this.keyOf = new Map(codes.map((code, i) => [code, `${keys[i]} ${code}`]));
      this.mahallas = data.shapes.codes;
      this.placeOf = new Map(this.mahallas.map((code, i) => [code, i]));
    }

    under(code) {
      return this.mahallas.map((one, i) => (one.startsWith(code) ? i : -1)).filter((i) => i >= 0);
    }

    parent(code) {
      if (code === this.scope) return null;
      return code.length > 7 && this.scope.length < 7 ? code.slice(0, 7) : this.scope;
    }

    // The same plain Latin letters as the keys of areas, from any alphabet and apostrophe.
    fold(typed) {
      return [...typed.toLowerCase()]
        .filter((letter) => !this.words.apostrophes.includes(letter))
        .map((letter) => this.words.latin[letter] ?? letter)
        .join("")
        .trim();
    }

    find(typed, among = this.areas.codes) {
      const key = this.fold(typed);
      return key ? among.filter((code) => this.keyOf.get(code).includes(key)) : [...among];
    }
  }

  // ---------------------------------------------------------------- the map

  class PackMap {
    constructor(state) {
      this.state = state;
      this.set = prepare(state.region.shapes);
      this.around = state.region.around && prepare(state.region.around);
      this.hovered = -1;
      this.canvas = make("canvas", { tabindex: 0, role: "img", "aria-label": state.region.words.map });
      this.tip = make("div", { class: "tip", role: "status", hidden: true });
      this.frame = make("div", { class: "frame" }, this.canvas, this.tip, this.buttons());
      this.listen();
      new ResizeObserver(() => this.fit()).observe(this.frame);
      dark.addEventListener("change", () => this.state.draw());
    }

    buttons() {
      const { words } = this.state.region;
      const button = (sign, label, act) => make("button", { type: "button", "aria-label": label, title: label, onclick: act }, sign);
      return make(
        "div",
        { class: "zoom" },
        button("+", words.zoom_in, () => this.zoom(1.5)),
        button("−", words.zoom_out, () => this.zoom(1 / 1.5)),
      );
    }

    listen() {
      const { canvas } = this;
      let from = null;
      canvas.addEventListener("pointerdown", (event) => {
        from = [event.clientX, event.clientY, false];
        canvas.setPointerCapture(event.pointerId);
      });
      canvas.addEventListener("pointermove", (event) => {
        if (!from) return this.hover(event);
        const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
        if (!from[2] && Math.hypot(dx, dy) < 5) return;
        this.move(dx, dy);
        from = [event.clientX, event.clientY, true];
      });
      canvas.addEventListener("pointerup", (event) => {
        if (from && !from[2]) this.click(event);
        from = null;
      });
      canvas.addEventListener("pointerleave", () => this.hover(null));
      canvas.addEventListener("wheel", (event) => {
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 1.25 : 0.8, [event.offsetX, event.offsetY]);
      }, { passive: false });
      canvas.addEventListener("keydown", (event) => {
        const act = {
          "+": () => this.zoom(1.5), "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5),
          ArrowLeft: () => this.move(60, 0), ArrowRight: () => this.move(-60, 0),
          ArrowUp: () => this.move(0, 60), ArrowDown: () => this.move(0, -60), Escape: () => this.state.up(),
        }[event.key];
        if (!act) return;
        event.preventDefault();
        act();
      });
    }

    // Shows the whole of the area looked at.
    fit() {
      const places = this.state.region.under(this.state.area);
      const seen = places.map((i) => this.set.boxes[i]).reduce(both);
      const [wide, tall] = [this.frame.clientWidth, this.frame.clientHeight];
      if (!wide || !tall) return;
      const room = places.length > 1 ? 0.95 : 0.4; // a mahalla is shown among its neighbours
      this.scale = room * Math.min(wide / (seen[2] - seen[0]), tall / (seen[3] - seen[1]));
      this.x = wide / 2 - (this.scale * (seen[0] + seen[2])) / 2;
      this.y = tall / 2 - (this.scale * (seen[1] + seen[3])) / 2;
      this.draw();
    }

    zoom(by, [x, y] = [this.frame.clientWidth / 2, this.frame.clientHeight / 2]) {
      this.scale *= by;
      this.x = x - (x - this.x) * by;
      this.y = y - (y - this.y) * by;
      this.draw();
    }

    move(dx, dy) {
      this.x += dx;
      this.y += dy;
      this.draw();
    }

    // The pixel in the window of a point inside an area.
    point(code) {
      const at = this.state.region.placeOf.get(code);
      const frame = this.canvas.getBoundingClientRect();
      return [frame.left + this.x + this.scale * this.set.points[2 * at], frame.top + this.y + this.scale * this.set.points[2 * at + 1]];
    }

    // The transform from a set's pixels to the canvas: scale, shift, and the screen's pixels per CSS pixel.
    place(set) {
      const ratio = devicePixelRatio || 1;
      const scale = this.scale * 2 ** (this.set.zoom - set.zoom);
      const dx = this.x + this.scale * (set.origin[0] * 2 ** (this.set.zoom - set.zoom) - this.set.origin[0]);
      const dy = this.y + this.scale * (set.origin[1] * 2 ** (this.set.zoom - set.zoom) - this.set.origin[1]);
      return [ratio * scale, ratio * dx, ratio * dy, ratio];
    }

    draw() {
      if (!this.scale) return;
      const ratio = devicePixelRatio || 1;
      const ink = this.canvas.getContext("2d");
      this.canvas.width = this.frame.clientWidth * ratio;
      this.canvas.height = this.frame.clientHeight * ratio;
      const colours = this.state.region.ink[this.state.theme];
      this.drawAreas(ink, colours);
      if (this.around) this.drawDistricts(ink, colours);
      const chosen = this.state.region.placeOf.get(this.state.area);
      if (chosen !== undefined) this.outline(ink, chosen, 3.5, colours.selected, colours.halo);
      if (this.hovered >= 0) this.outline(ink, this.hovered, 2, colours.hover);
    }

    drawAreas(ink, colours) {
      const { drawn, theme, region, value } = this.state;
      const isCategory = value === "category";
      const patterns = isCategory ? region.patterns.category : null;
      const view = { colours: drawn.colours[theme], faint: drawn.faint[theme], patterns, ink: colours };
      paintAreas(ink, this.place(this.set), this.set, drawn.classes, view);
      stroke(ink, this.place(this.set), this.set.borders, 0.6, colours.border);
      if (isCategory) this.letters(ink, region.words.category_letters, colours, theme);
    }

    write(ink, words, x, y, colours, size) {
      const ratio = devicePixelRatio || 1;
      ink.setTransform(ratio, 0, 0, ratio, 0, 0);
      ink.font = `600 ${size}px "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif`;
      ink.textAlign = "center";
      ink.textBaseline = "middle";
      ink.lineJoin = "round";
      ink.lineWidth = 3.5;
      ink.strokeStyle = colours.halo;
      ink.strokeText(words, x, y);
      ink.fillStyle = colours.text;
      ink.fillText(words, x, y);
    }

    letters(ink, letters, colours) {
      this.set.boxes.forEach((box, i) => {
        const room = Math.min(box[2] - box[0], box[3] - box[1]) * this.scale;
        const letter = letters[classOf(this.state.drawn.classes[i])];
        if (room < 16 || !letter) return;
        this.write(ink, letter, this.x + this.scale * this.set.points[2 * i], this.y + this.scale * this.set.points[2 * i + 1], colours, Math.min(18, room / 2.5));
      });
    }

    drawDistricts(ink, colours) {
      stroke(ink, this.place(this.around), this.around.borders, 1.6, colours.strong);
      const at = this.around.codes.indexOf(this.state.area.slice(0, 7));
      if (at >= 0) this.outline(ink, at, 3, colours.selected, colours.halo, this.around);
      else this.districtNames(ink, colours);
    }

    districtNames(ink, colours) {
      const [scale, x, y, ratio] = this.place(this.around);
      this.around.codes.forEach((code, i) => {
        const box = this.around.boxes[i];
        const words = this.state.region.nameOf.get(code).split(" ").filter((one) => !/^(tumani|тумани|район|district)$/i.test(one)).join(" ");
        if (((box[2] - box[0]) * scale) / ratio < words.length * 8) return;
        const [left, top] = [this.around.points[2 * i] * scale + x, this.around.points[2 * i + 1] * scale + y];
        this.write(ink, words, left / ratio, top / ratio, colours, 14);
      });
    }

    outline(ink, at, width, colour, halo = null, set = this.set) {
      if (halo) stroke(ink, this.place(set), set.paths[at], width * 1.8, halo);
      stroke(ink, this.place(set), set.paths[at], width, colour);
    }

    at(event) {
      const [x, y] = [(event.offsetX - this.x) / this.scale, (event.offsetY - this.y) / this.scale];
      this.probe ??= document.createElement("canvas").getContext("2d");
      return this.set.boxes.findIndex(
        (box, i) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && this.probe.isPointInPath(this.set.paths[i], x, y, "evenodd"),
      );
    }

    hover(event) {
      const found = event ? this.at(event) : -1;
      if (found !== this.hovered) {
        this.hovered = found;
        this.draw();
      }
      this.tip.hidden = found < 0;
      this.canvas.style.cursor = found < 0 ? "" : "pointer";
      if (found < 0) return;
      const lines = this.state.linesOf(found);
      this.tip.replaceChildren(make("strong", {}, lines[0]), ...lines.slice(1).map((line) => make("span", {}, line)));
      const left = event.offsetX + 18 + this.tip.offsetWidth > this.frame.clientWidth ? event.offsetX - this.tip.offsetWidth - 14 : event.offsetX + 18;
      this.tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, Math.min(event.offsetY + 14, this.frame.clientHeight - this.tip.offsetHeight - 6))}px)`;
    }

    click(event) {
      const found = this.at(event);
      if (found < 0) return;
      const code = this.set.codes[found];
      const wide = this.state.region.scope.length < 7;
      this.state.open(wide && !this.state.area.startsWith(code.slice(0, 7)) ? code.slice(0, 7) : code);
    }
  }

  // ---------------------------------------------------------------- a table that sorts and shows more

  class Table {
    // columns: { key, name, number, write(row) → text }; rows are numbers, valueOf(row, key) what is sorted by.
    constructor(caption, columns, words, chosen = null) {
      Object.assign(this, { columns, words, chosen, rows: [], shown: STEP, by: null, down: true });
      this.head = make("tr");
      this.body = make("tbody");
      this.more = make("button", { type: "button", class: "more", onclick: () => this.grow() }, words.more);
      this.count = make("span", { class: "count", role: "status" });
      const table = make("table", {}, make("caption", {}, caption), make("thead", {}, this.head), this.body);
      this.node = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, table);
      this.foot = make("div", { class: "foot" }, this.count, this.more);
    }

    grow() {
      this.shown += STEP * 5;
      this.draw();
    }

    sort(column) {
      this.down = this.by === column ? !this.down : Boolean(column.number);
      this.by = column;
      this.draw();
    }

    show(rows) {
      this.rows = rows;
      this.shown = STEP;
      this.draw();
    }

    ordered() {
      if (!this.by) return this.rows;
      const { value } = this.by;
      const sign = this.down ? -1 : 1;
      const known = (one) => one !== null && one !== undefined && one !== "";
      return [...this.rows].sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        if (!known(x) || !known(y)) return Number(known(y)) - Number(known(x)); // what has no figure stands last
        return sign * (typeof x === "number" ? x - y : x.localeCompare(y));
      });
    }

    draw() {
      this.head.replaceChildren(
        ...this.columns.map((column) => {
          const sorted = this.by === column ? (this.down ? "descending" : "ascending") : "none";
          const arrow = { ascending: " ▲", descending: " ▼", none: "" }[sorted];
          const button = make("button", { type: "button", title: this.words.sort, onclick: () => this.sort(column) }, column.name + arrow);
          return make("th", { scope: "col", "aria-sort": sorted, class: column.number ? "number" : null }, button);
        }),
      );
      const rows = this.ordered();
      this.body.replaceChildren(...rows.slice(0, this.shown).map((row) => this.line(row)));
      this.more.hidden = rows.length <= this.shown;
      this.count.textContent = `${this.words.rows}: ${rows.length}`;
    }

    line(row) {
      return make(
        "tr",
        {},
        ...this.columns.map((column, i) => {
          const text = column.write(row);
          const inside = i === 0 && this.chosen ? make("button", { type: "button", class: "link", onclick: () => this.chosen(row) }, text) : text;
          return make("td", { class: column.number ? "number" : null }, inside);
        }),
      );
    }
  }

  // ---------------------------------------------------------------- the page

  class State {
    constructor(region) {
      this.region = region;
      this.words = region.words;
      const { area, indicator, period, value } = region;
      Object.assign(this, { area, indicator, period, value });
      this.formats = new Map();
    }

    get theme() {
      return dark.matches ? "dark" : "light";
    }

    get view() {
      return this.region.views[this.indicator][this.period];
    }

    get drawn() {
      return this.view.drawn[this.value];
    }

    number(value) {
      return writing.number(value, this.region.locale);
    }

    // A figure of a mahalla by its name.
    write(name, i) {
      return writing.figure(this.view.columns[name][i], this.region.locale, this.region.styles[name]);
    }

    open(area) {
      this.area = area;
      this.map.fit();
      this.draw();
    }

    up() {
      const parent = this.region.parent(this.area);
      if (parent) this.open(parent);
    }

    risk(i) {
      const { rr } = this.view.columns;
      return rr[i] === null ? writing.NOTHING : `${this.write("rr", i)} (${this.write("rr_lo", i)}–${this.write("rr_hi", i)})`;
    }

    linesOf(i) {
      const { words } = this;
      const { columns } = this.view;
      const code = this.region.mahallas[i];
      const lines = [this.region.nameOf.get(code), this.region.nameOf.get(code.slice(0, 7)) ?? code];
      if (columns.count[i] === null) return [...lines, columns.hidden?.[i] ? words.hidden : words.none];
      lines.push(`${words.count}: ${this.write("count", i)} (${words.expected}: ${this.write("expected", i)})`);
      lines.push(`${words.rate}: ${this.write("rate", i)}`, `${words.risk}: ${this.risk(i)}`);
      if (isFaint(this.view.drawn.risk.classes[i])) lines.push(words.unsure);
      if (columns.before[i] !== null) lines.push(`${words.before}: ${this.write("before", i)}`);
      if (columns.label[i]) lines.push(`${words.change}: ${words[columns.label[i]]}`);
      lines.push(`${words.people}: ${this.write("people", i)}`);
      return lines;
    }

    draw() {
      this.map.draw();
      this.trail();
      this.legend();
      this.brief();
      this.chart();
      this.listAreas();
      this.listMeasures();
    }
  }

  Object.assign(State.prototype, {
    trail() {
      const steps = [];
      for (let code = this.area; code; code = this.region.parent(code)) steps.unshift(code);
      this.nodes.trail.replaceChildren(
        ...steps.map((code, i) =>
          i === steps.length - 1
            ? make("strong", { "aria-current": "location" }, this.region.nameOf.get(code))
            : make("button", { type: "button", class: "link", onclick: () => this.open(code) }, this.region.nameOf.get(code)),
        ),
      );
    },

    legend() {
      const { drawn, theme, words } = this;
      const count = (test) => [...drawn.classes].filter(test).length;
      const row = (style, label, size) => {
        const swatch = make("i");
        swatch.style.background = style;
        return make("li", {}, swatch, label, make("b", {}, this.number(size)));
      };
      const letters = this.value === "category" ? words.category_letters.map((one) => `${one} · `) : [];
      const rows = drawn.labels.map((label, i) => row(drawn.colours[theme][i], (letters[i] ?? "") + label, count((mark) => mark === String(i))));
      const faint = drawn.faint[theme];
      if (faint) rows.push(row(`linear-gradient(90deg,${faint[0]} 50%,${faint.at(-1)} 50%)`, this.value === "change_year" ? words.cannot_tell : words.unsure, count(isFaint)));
      const ink = this.region.ink[theme];
      const hatch = `repeating-linear-gradient(45deg,${ink.none_ground} 0 4px,${ink.none_line} 4px 5px)`;
      const hidden = count((mark) => mark === "H");
      const dots = `radial-gradient(${ink.none_line} 1.2px,transparent 1.4px) 0 0/6px 6px ${ink.none_ground}`;
      if (hidden) rows.push(row(dots, words.hidden, hidden));
      rows.push(row(hatch, words.no_data, count((mark) => mark === "x")));
      this.nodes.legend.replaceChildren(...rows);
    },

    brief() {
      const { words } = this;
      const found = this.region.briefs[this.area];
      const mahalla = this.region.placeOf.get(this.area);
      const title = make("h2", {}, `${words.brief}: ${this.region.nameOf.get(this.area)}`);
      if (!found) {
        const lines = mahalla === undefined ? [] : this.linesOf(mahalla).slice(2);
        this.nodes.brief.replaceChildren(title, make("ul", {}, ...lines.map((line) => make("li", {}, line))));
        return;
      }
      const period = this.region.periods.find(([code]) => code === this.region.period)[1];
      const cards = found.figures.map((one) =>
        make("div", { class: "card" }, make("span", {}, one.name), make("b", {}, one.count),
          make("span", {}, `${words.rate}: ${one.rate}`), make("span", {}, `${words.before}: ${one.before}${one.label ? ` · ${words[one.label]}` : ""}`)),
      );
      const facts = ["asked", "done", "overdue", "cancelled", "gaps", "red"].map((key) => make("li", {}, `${words[key]}: `, make("b", {}, found[key])));
      const risk = make("li", {}, `${words.risk_of}: `, make("b", {}, found.risk), ` ${found.interval && `(${found.interval})`}`);
      const calls = found.attention.map(([code, why]) =>
        make("li", {}, make("button", { type: "button", class: "link", onclick: () => this.open(code) }, this.region.nameOf.get(code)), ` — ${why}`));
      this.nodes.brief.replaceChildren(
        title, make("p", { class: "soft" }, period), make("div", { class: "cards" }, ...cards), make("ul", { class: "facts" }, risk, ...facts),
        make("h3", {}, words.attention), calls.length ? make("ol", {}, ...calls) : make("p", {}, words.attention_none),
      );
    },

    chart() {
      const { words, region } = this;
      const totals = region.sums[this.indicator][this.area] ?? region.trends[this.indicator][region.placeOf.get(this.area)];
      const most = Math.max(1, ...totals.map((one) => one ?? 0));
      const bars = totals.map((value, q) => {
        const bar = make("i");
        bar.style.height = `calc((100% - 66px) * ${(value ?? 0) / most})`; // the number and the quarter stand in the rest
        return make("li", { title: region.quarters[q] }, make("b", {}, this.number(value)), bar, make("span", {}, region.quarters[q]));
      });
      this.nodes.chart.replaceChildren(make("h2", {}, words.chart), make("p", { class: "soft" }, `${region.nameOf.get(this.area)} · ${this.named("indicators", this.indicator)} · ${words.chart_note}`),
        make("ul", { class: "bars", tabindex: 0, "aria-label": words.chart }, ...bars));
    },

    named(list, code) {
      return this.region[list].find(([one]) => one === code)[1];
    },

    listAreas() {
      const kept = new Set(this.region.find(this.nodes.filter.value, this.region.mahallas));
      this.table.show(this.region.under(this.area.slice(0, 7)).filter((i) => kept.has(this.region.mahallas[i])));
    },

    listMeasures() {
      const { area, lists, columns } = this.region.measures;
      const { words } = this;
      const here = area.map((_, row) => row).filter((row) => this.region.mahallas[area[row]].startsWith(this.area));
      const state = this.nodes.state.value;
      const typed = this.region.fold(this.nodes.measureFilter.value);
      const rows = here.filter((row) => {
        const inState = !state || lists.state[columns.state[row]] === state;
        return inState && (!typed || this.region.fold(lists.text[columns.text[row]]).includes(typed));
      });
      this.measures.show(rows);
      const wide = this.area.length < 7;
      this.nodes.byDistrict.hidden = !wide;
      if (wide) this.districts.show(Object.keys(this.region.measures.districts).sort());
      this.nodes.noMeasures.textContent = rows.length ? "" : words.no_measures;
    },

    // ------------------------------------------------------------ built once

    build() {
      const { words, region } = this;
      this.nodes = {};
      this.map = new PackMap(this);
      const node = (name, tag, attributes = {}, ...children) => (this.nodes[name] = make(tag, attributes, ...children));
      const choice = (key, label, options) => {
        const select = make("select", { onchange: () => { this[key] = select.value; this.draw(); } },
          ...options.map(([code, name]) => make("option", { value: code, selected: code === this[key] }, name)));
        return make("label", { class: `choose-${key}` }, make("span", {}, label), select);
      };
      this.table = this.areaTable();
      this.measures = this.measureTable();
      this.districts = this.districtTable();
      const states = region.measures.lists.state.map((one) => [one, one]);
      box.replaceChildren(
        region.notice ? make("p", { class: "notice" }, region.notice) : "",
        make("header", {}, make("h1", {}, region.nameOf.get(region.area)), make("p", { class: "soft" }, `${region.as_of} · ${region.snapshot} · ${region.group}`),
          make("button", { type: "button", class: "print", onclick: () => print() }, words.print)),
        make("main", {},
          make("section", { class: "controls" }, this.searchBox(), choice("indicator", words.indicator, region.indicators),
            choice("period", words.period, region.periods), choice("value", words.colours, Object.entries(words.values))),
          make("div", { class: "path" }, node("trail", "nav", { class: "trail", "aria-label": words.back }), make("span", { class: "soft" }, words.help)),
          make("div", { class: "beside" }, make("section", { class: "mapped" }, this.map.frame, node("legend", "ul", { class: "legend", "aria-label": words.legend })),
            node("brief", "section", { class: "brief" })),
          node("chart", "section"),
          make("section", {}, make("h2", {}, words.table), node("filter", "input", { type: "search", class: "area-filter", placeholder: words.filter, "aria-label": words.filter, oninput: () => this.listAreas() }), this.table.node, this.table.foot),
          node("byDistrict", "section", {}, make("h2", {}, words.by_district), this.districts.node),
          make("section", { class: "measures" }, make("h2", {}, words.measures),
            node("measureFilter", "input", { type: "search", placeholder: words.measure_filter, "aria-label": words.measure_filter, oninput: () => this.listMeasures() }),
            node("state", "select", { "aria-label": words.state, onchange: () => this.listMeasures() }, ...[["", words.all_states], ...states].map(([code, name]) => make("option", { value: code }, name))),
            this.measures.node, node("noMeasures", "p", { class: "soft" }), this.measures.foot),
          make("section", { class: "method" }, make("h2", {}, words.method), make("dl", {}, ...region.method.flatMap(([what, how]) => [make("dt", {}, what), make("dd", {}, how)])))),
      );
    },

    searchBox() {
      const { words, region } = this;
      const list = make("ul", { class: "hits", hidden: true });
      const close = () => { list.hidden = true; };
      const take = (code) => { input.value = ""; close(); this.open(code); };
      const input = make("input", {
        type: "search", placeholder: words.search, autocomplete: "off", spellcheck: "false",
        oninput: () => {
          const hits = input.value.trim() ? region.find(input.value).filter((code) => code.startsWith(region.scope)).slice(0, 12) : [];
          list.replaceChildren(...hits.map((code) => make("li", {}, make("button", { type: "button", "data-code": code, onclick: () => take(code) },
            region.nameOf.get(code), make("span", { class: "soft" }, ` ${region.nameOf.get(region.parent(code)) ?? ""}`)))));
          if (input.value.trim() && !hits.length) list.append(make("li", { class: "soft" }, words.nothing));
          list.hidden = !input.value.trim();
        },
        onkeydown: (event) => {
          if (event.key === "Escape") close();
          if (event.key === "Enter") list.querySelector("button")?.click();
          if (event.key === "ArrowDown") list.querySelector("button")?.focus();
        },
      });
      return make("div", { class: "search" }, make("label", {}, make("span", {}, words.search), input), list);
    },

    areaTable() {
      const { words, region } = this;
      const column = (key) => ({
        key, name: words[key], number: true, value: (i) => this.view.columns[key][i], write: (i) => this.write(key, i),
      });
      const name = (i) => region.nameOf.get(region.mahallas[i]);
      const district = (i) => region.nameOf.get(region.mahallas[i].slice(0, 7)) ?? "";
      const label = (i) => words[this.view.columns.label[i]] ?? "";
      return new Table(words.table, [
        { name: words.name, value: name, write: name }, { name: words.district, value: district, write: district },
        column("people"), { ...column("count"), write: (i) => (this.view.columns.hidden?.[i] ? words.hidden : this.write("count", i)) },
        column("rate"),
        { name: words.risk, number: true, value: (i) => this.view.columns.rr[i], write: (i) => this.risk(i) },
        column("before"), { name: words.change, value: label, write: label },
      ], words, (i) => this.open(region.mahallas[i]));
    },

    measureTable() {
      const { words, region } = this;
      const { area, lists, columns, deadline, overdue, progress } = region.measures;
      const listed = (key) => ({ name: words[key], value: (row) => lists[key][columns[key][row]], write: (row) => lists[key][columns[key][row]] });
      const name = (row) => region.nameOf.get(region.mahallas[area[row]]);
      const counted = (label, values) => ({ name: label, number: true, value: (row) => values[row], write: (row) => (values[row] === null ? "" : this.number(values[row])) });
      const day = (row) => deadline[row].split("-").reverse().join(".");
      return new Table(words.measures, [
        { name: words.name, value: name, write: name }, listed("quarter"), listed("text"), listed("state"),
        { name: words.deadline, value: (row) => deadline[row], write: day }, counted(words.days_overdue, overdue), counted(words.progress, progress), listed("seven_member"),
      ], words);
    },

    districtTable() {
      const { words, region } = this;
      const name = (code) => region.nameOf.get(code);
      const counted = (key) => {
        const value = (code) => region.measures.districts[code][key];
        return { name: words[key], number: true, value, write: (code) => this.number(value(code)) };
      };
      return new Table(words.by_district, [
        { name: words.district, value: name, write: name }, ...["asked", "done", "going", "overdue", "cancelled"].map(counted),
      ], words, (code) => this.open(code));
    },
  });

  async function start() {
    if (typeof DecompressionStream === "undefined") return; // the message stays
    const state = new State(new Region(await read()));
    document.getElementById("unsupported").remove();
    box.hidden = false;
    state.build();
    state.open(state.area);
    window.pack = state;
  }

  start();
})();
