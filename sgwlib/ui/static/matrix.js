// @ts-check
// The matrix: operations as rows, codes as columns, a mark for each pair.

import { NO_SHORTCUTS, add, addSvg, makeTabStop, newId, whenIdle } from "./dom.js";
import { KINDS, NOTHING, counted, kindOf, mentioned, partners, sentence } from "./filter.js";
import { moved } from "./keys.js";
import { ANGLE, indexAt, label, labelAt, layout, sectioned, shape } from "./layout.js";

/** @typedef {import("./state.js").Store} Store */
/** @typedef {import("./filter.js").Grid} Grid */
/** @typedef {import("./layout.js").Side} Side */
/** @typedef {{ rows: Side, columns: Side, at: import("./layout.js").Layout }} Laid */

// Of the pairs in one cell, the one that must not be overlooked comes first.
const NOTABLE = ["met-undocumented", "never", "met", "documented-observed", "observed", "edition", "documented"];
const MOST_ELEMENTS = 800; // cells that get an element before they are focused

export class Matrix {
  /**
   * @param {HTMLElement} parent
   * @param {Store} store
   * @param {HTMLElement} legend
   * @param {(text: string) => void} say tells what is under the pointer
   * @param {(text: string, font: number) => number} measure
   */
  constructor(parent, store, legend, say, measure) {
    this.store = store;
    this.say = say;
    this.measure = measure;
    this.root = add(parent, "div", { class: "sgw-matrix sgw-pane", role: "region", "aria-label": "Matrix" });
    this.scroll = add(this.root, "div", { class: "sgw-scroll" });
    this.svg = addSvg(this.scroll, "svg", { role: "grid", "aria-multiselectable": true });
    this.svg.setAttribute("aria-label", "Operations and the error codes that they can return");
    this.legend = legend;
    this.box = { width: 800, height: 600 };
    /** @type {WeakMap<Grid, Laid>} for the present box */
    this.laid = new WeakMap();
    this.grid = store.grid;
    this.sides = this.#layout(this.grid);
    /** @type {Map<string, SVGElement>} by "row,column"; -1 is a header */
    this.cells = new Map();
    /** @type {WeakMap<EventTarget, [number, number]>} row and column of each of them */
    this.places = new WeakMap();
    /** @type {Map<number, string>} by row * columns + column */
    this.kinds = new Map();
    /** @type {Set<number>} the cells in which not all pairs are of this kind */
    this.mixed = new Set();
    /** @type {SVGElement[]} */
    this.lines = [];
    this.#listen();
  }

  get at() {
    return this.sides.at;
  }

  /** @param {Grid} grid @returns {Laid} */
  #layout(grid) {
    const known = this.laid.get(grid);
    if (known) return known;
    const { book, state } = this.store;
    const meaning = state.order === "meaning";
    const resource = (/** @type {string[]} */ [name]) => (meaning ? (book.operations.get(name)?.resource ?? "") : "");
    const family = (/** @type {string[]} */ [name]) => (meaning ? (book.codes.get(name)?.family ?? "") : "");
    const side = (/** @type {string[][]} */ groups, /** @type {typeof resource} */ section) => ({
      labels: groups.map(label),
      sections: groups.map(section),
    });
    const [rows, columns] = [side(grid.rows, resource), side(grid.columns, family)];
    const laid = { rows, columns, at: layout(rows, columns, this.box, this.measure) };
    this.laid.set(grid, laid);
    return laid;
  }

  /** Takes the size of the pane, and returns whether it has changed. A hidden pane has none. */
  fit() {
    const { width, height } = this.scroll.getBoundingClientRect();
    if (!width || (Math.abs(width - this.box.width) < 1 && Math.abs(height - this.box.height) < 1)) return false;
    this.box = { width: Math.floor(width), height: Math.floor(height) };
    this.laid = new WeakMap();
    return true;
  }

  /** Draws the matrix, folded if it does not fit otherwise. */
  draw() {
    const { store } = this;
    const crowded = !this.#layout(store.gridFor(false)).at.fits;
    if (crowded !== store.crowded) {
      store.crowded = crowded;
      store.tell("crowded");
    }
    this.grid = store.grid;
    this.sides = this.#layout(this.grid);
    const held = this.svg.contains(document.activeElement) ? this.#nameOf(document.activeElement) : null;
    this.#picture();
    this.mark();
    if (held) this.focus(held[0], held[1]);
    const { grid } = this;
    whenIdle(() => {
      if (this.grid !== grid || grid.pairs.length > MOST_ELEMENTS) return;
      for (const [place] of this.kinds) this.element(...this.#place(place));
    });
  }

  #picture() {
    const { at, svg, grid } = this;
    const { book, edition, met } = this.store;
    svg.replaceChildren();
    this.cells.clear();
    const { width, height } = grid.pairs.length ? at : this.box; // room for a sentence
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` }))
      svg.setAttribute(name, `${value}`);
    svg.setAttribute("aria-rowcount", `${grid.rows.length + 1}`);
    svg.setAttribute("aria-colcount", `${grid.columns.length + 1}`);
    const picture = addSvg(svg, "g", { "aria-hidden": true });
    this.bands = ["hover", "chosen"].map((kind) => addSvg(picture, "path", { class: `sgw-band sgw-${kind}` }));
    this.#dots(picture);
    this.kinds.clear();
    const wide = grid.columns.length;
    // The first kind of a cell stays.
    const put = (/** @type {string} */ operation, /** @type {string} */ code, /** @type {string} */ kind) => {
      const place = (grid.row.get(operation) ?? NaN) * wide + (grid.column.get(code) ?? NaN);
      if (place >= 0 && !this.kinds.has(place)) this.kinds.set(place, kind);
    };
    this.mixed.clear();
    for (const pair of met?.keys() ?? []) {
      const [operation, code] = pair.split(" ");
      if (!edition.has.has(pair)) put(operation, code, "met-undocumented");
    }
    for (const [operation, code] of grid.pairs) put(operation, code, kindOf(book, edition, operation, code, met));
    for (const [operation, code] of edition.pairs) put(operation, code, "left-out");
    for (const { operation, code } of book.observed.values()) put(operation, code, "observed");
    // Pairs that are folded into one cell may differ in what was observed or met.
    for (const [place, kind] of this.kinds) {
      const [rows, columns] = [grid.rows[Math.floor(place / wide)], grid.columns[place % wide]];
      if (kind === "left-out" || rows.length * columns.length === 1) continue;
      /** @type {string[]} */
      const kinds = rows.flatMap((one) => columns.map((other) => kindOf(book, edition, one, other, met)));
      this.kinds.set(place, NOTABLE.find((each) => kinds.includes(each)) ?? kind);
      if (new Set(kinds).size > 1) this.mixed.add(place);
    }
    /** @type {Map<string, string[]>} one path for each kind and family */
    const paths = new Map();
    for (const [place, kind] of this.kinds) {
      const [row, column] = this.#place(place);
      const family = book.families.indexOf(book.codes.get(grid.columns[column][0])?.family ?? "");
      const name = `sgw-is-${kind} sgw-family-${family}`;
      const path = paths.get(name) ?? [];
      if (!path.length) paths.set(name, path);
      path.push(shape(kind, at.x[column], at.y[row], at.size));
    }
    for (const [name, path] of paths) addSvg(picture, "path", { class: `sgw-mark ${name}`, d: path.join("") });
    this.ring = addSvg(picture, "rect", { class: "sgw-ring", rx: 3, visibility: "hidden" });
    this.#sections(picture);
    this.#headers();
    this.#drawLegend(new Set(this.kinds.values()));
  }

  /** @param {number} place @returns {[number, number]} */
  #place(place) {
    return [Math.floor(place / this.grid.columns.length), place % this.grid.columns.length];
  }

  /**
   * Draws a dot for each pair that is not documented: a pattern for each block between two gaps.
   * @param {SVGElement} parent
   */
  #dots(parent) {
    const { at } = this;
    const { width, height } = at.size;
    const id = newId("dots");
    const pattern = addSvg(parent, "pattern", { id, width, height, patternUnits: "userSpaceOnUse" });
    addSvg(pattern, "rect", { x: width / 2 - 0.75, y: height / 2 - 0.75, width: 1.5, height: 1.5, class: "sgw-dot" });
    for (const row of sectioned(this.sides.rows.sections, at.y, height, () => 0))
      for (const column of sectioned(this.sides.columns.sections, at.x, width, () => 0))
        addSvg(parent, "rect", {
          transform: `translate(${column.from} ${row.from})`,
          width: column.to - column.from,
          height: row.to - row.from,
          fill: `url(#${id})`,
        });
  }

  /**
   * Names the families below the columns and the resources beside the rows.
   * @param {SVGElement} parent
   */
  #sections(parent) {
    const { at } = this;
    const { families } = this.store.book;
    const size = at.fonts.section;
    for (const each of sectioned(this.sides.columns.sections, at.x, at.size.width, (text) =>
      this.measure(text, size),
    )) {
      if (!each.name) continue;
      const family = `sgw-family-${families.indexOf(each.name)}`;
      addSvg(parent, "rect", {
        class: `sgw-strip ${family}`,
        x: each.from + 1,
        y: at.end.y + 3,
        width: each.to - each.from - 2,
        height: 3,
      });
      const y = at.end.y + size + 6 + each.line * at.line;
      addSvg(
        parent,
        "text",
        { class: `sgw-section ${family}`, "font-size": size, x: each.at, y, "text-anchor": "middle" },
        each.name,
      );
    }
    for (const each of sectioned(this.sides.rows.sections, at.y, at.size.height, () => 0)) {
      if (!each.name) continue;
      addSvg(parent, "path", { class: "sgw-bracket", d: `M${at.end.x + 5} ${each.from + 1}V${each.to - 1}` });
      addSvg(
        parent,
        "text",
        { class: "sgw-section", "font-size": size, x: at.end.x + 10, y: each.at + size * 0.35 },
        each.name,
      );
    }
  }

  #headers() {
    const { at, svg, grid } = this;
    const { book, state, edition } = this.store;
    const found = mentioned(book, state.text);
    const marked = (/** @type {string[]} */ group) => (group.some((name) => found.has(name)) ? "sgw-marked" : "");
    const counts = [partners(edition.pairs, 0), partners(edition.pairs, 1)];
    const count = (/** @type {0 | 1} */ side, /** @type {string} */ name) => counts[side].get(name)?.length ?? 0;
    addSvg(svg, "rect", {
      class: "sgw-shade sgw-stay-left",
      x: 0,
      y: at.top,
      width: at.left - 4,
      height: at.height - at.top,
    });
    this.lines = grid.rows.map((group, row) => {
      const line = addSvg(svg, "g", { role: "row", "aria-rowindex": row + 2 });
      this.#focusable(
        line,
        "text",
        row,
        -1,
        {
          role: "rowheader",
          class: `sgw-stay-left ${marked(group)}`,
          x: at.left - 10,
          y: at.y[row] + at.size.height / 2 + at.fonts.row * 0.36,
          "font-size": at.fonts.row,
          "aria-label": `${group.join(", ")}: can return ${counted(count(0, group[0]), "error code")}`,
        },
        label(group),
      );
      return line;
    });
    addSvg(svg, "rect", { class: "sgw-shade sgw-stay-top", x: 0, y: 0, width: at.width, height: at.top - 6 });
    const line = addSvg(svg, "g", { role: "row", "aria-rowindex": 1, class: "sgw-stay-top" });
    grid.columns.forEach((group, column) => {
      const [x, y] = [at.x[column] + at.size.width / 2 + 3, at.top - 7];
      this.#focusable(
        line,
        "text",
        -1,
        column,
        {
          role: "columnheader",
          class: marked(group),
          transform: `translate(${x} ${y}) rotate(-${ANGLE})`,
          "font-size": at.fonts.column,
          "aria-label": `${group.join(", ")}: returned by ${counted(count(1, group[0]), "operation")}`,
        },
        label(group),
      );
    });
    if (!grid.pairs.length) addSvg(svg, "text", { x: 20, y: 40 }, NOTHING);
  }

  /**
   * @param {SVGElement} parent
   * @param {"rect" | "text"} name
   * @param {number} row
   * @param {number} column
   * @param {import("./dom.js").Attributes} attributes
   * @param {string} [text]
   */
  #focusable(parent, name, row, column, attributes, text) {
    const all = { ...NO_SHORTCUTS, tabindex: -1, "aria-colindex": column + 2, ...attributes };
    const element = addSvg(parent, name, all, text);
    this.cells.set(`${row},${column}`, element);
    this.places.set(element, [row, column]);
    return element;
  }

  /**
   * Returns the element at a position, and makes it if necessary; null if there is no such cell.
   * @param {number} row
   * @param {number} column
   */
  element(row, column) {
    const found = this.cells.get(`${row},${column}`);
    if (found || row < 0 || column < 0) return found ?? null;
    if (row >= this.grid.rows.length || column >= this.grid.columns.length) return null;
    const { at } = this;
    const place = { x: at.x[column], y: at.y[row], width: at.size.width, height: at.size.height };
    const name = { role: "gridcell", class: "sgw-hit", "aria-label": this.sentence(row, column) };
    return this.#focusable(this.lines[row], "rect", row, column, { ...place, ...name });
  }

  /** @param {number} row @param {number} column */
  sentence(row, column) {
    const place = row * this.grid.columns.length + column;
    const kind = this.kinds.get(place) ?? "undocumented";
    const [operation, code] = [label(this.grid.rows[row]), label(this.grid.columns[column])];
    if (kind === "left-out") return `${operation} can return ${code}, documented, but hidden by the filters`;
    return sentence(kind, operation, code) + (this.mixed.has(place) ? " for some of them" : "");
  }

  /** Marks what is selected. */
  mark() {
    const { state } = this.store;
    const { grid, at } = this;
    const rows = [...new Set(state.operations.flatMap((name) => grid.row.get(name) ?? []))];
    const columns = [...new Set(state.codes.flatMap((name) => grid.column.get(name) ?? []))];
    this.bands?.[1].setAttribute(
      "d",
      [...rows.map((row) => this.#band(row, -1)), ...columns.map((column) => this.#band(-1, column))].join(""),
    );
    for (const each of this.svg.querySelectorAll("[aria-selected]")) each.removeAttribute("aria-selected");
    for (const row of [...rows, -1])
      for (const column of [...columns, -1]) this.element(row, column)?.setAttribute("aria-selected", "true");
    const one = rows.length === 1 && columns.length === 1;
    this.ring?.setAttribute("visibility", one ? "visible" : "hidden");
    if (one) {
      const { width, height } = at.size;
      const side = { x: at.x[columns[0]], y: at.y[rows[0]], width, height };
      for (const [name, value] of Object.entries(side)) this.ring?.setAttribute(name, `${value}`);
    }
    const stop = this.element(rows[0] ?? -1, columns[0] ?? -1) ?? this.element(-1, 0);
    stop?.setAttribute("aria-selected", `${rows.length + columns.length > 0}`);
    makeTabStop(this.svg, stop);
  }

  /** @param {number} row @param {number} column */
  #band(row, column) {
    const { at } = this;
    const { width, height } = at.size;
    if (row >= 0) return `M4 ${at.y[row]}H${at.end.x}v${height}H4z`;
    const rise = 24;
    const [x, tilt] = [at.x[column], rise / Math.tan((ANGLE * Math.PI) / 180)];
    return `M${x} ${at.end.y}V${at.top - 2}l${tilt} ${-rise}h${width}l${-tilt} ${rise}V${at.end.y}z`;
  }

  /** @param {number} row @param {number} column */
  hover(row, column) {
    const parts = [row >= 0 ? this.#band(row, -1) : "", column >= 0 ? this.#band(-1, column) : ""];
    this.bands?.[0].setAttribute("d", parts.join(""));
    if (row >= 0 && column >= 0) this.say(this.sentence(row, column));
    else if (row >= 0 || column >= 0) this.say(this.cells.get(`${row},${column}`)?.getAttribute("aria-label") ?? "");
    else this.say("");
  }

  /** @param {Element | null} element @returns {[string, string] | null} */
  #nameOf(element) {
    const place = element && this.places.get(element);
    return place ? [this.grid.rows[place[0]]?.[0] ?? "", this.grid.columns[place[1]]?.[0] ?? ""] : null;
  }

  /**
   * Moves the focus to a pair, an operation or a code, or to what is next to it now.
   * @param {string} operation
   * @param {string} code
   */
  focus(operation, code) {
    const [row, column] = [this.grid.row.get(operation) ?? -1, this.grid.column.get(code) ?? -1];
    const target = this.element(row, column) ?? this.element(-1, 0);
    makeTabStop(this.svg, target);
    target?.focus();
  }

  /** @param {PointerEvent | MouseEvent} event @returns {[number, number]} */
  #under(event) {
    const box = this.scroll.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const { at, scroll } = this;
    const [inX, inY] = [x + scroll.scrollLeft, y + scroll.scrollTop];
    if (y < at.top - 4) return x < at.left - 10 && inX < at.left ? [-1, -1] : [-1, labelAt(at, inX, y)];
    const row = indexAt(at.y, at.size.height, inY);
    return [row, x < at.left - 4 ? -1 : indexAt(at.x, at.size.width, inX)];
  }

  #listen() {
    const { svg, scroll, store } = this;
    scroll.addEventListener("scroll", () => {
      svg.style.setProperty("--sgw-x", `${scroll.scrollLeft}px`);
      svg.style.setProperty("--sgw-y", `${scroll.scrollTop}px`);
    });
    svg.addEventListener("pointermove", (event) => this.hover(...this.#under(event)));
    svg.addEventListener("pointerleave", () => this.hover(-1, -1));
    svg.addEventListener("click", (event) =>
      this.choose(...this.#under(event), event.shiftKey || event.ctrlKey || event.metaKey),
    );
    scroll.addEventListener("focusin", (event) => {
      const name = this.#nameOf(/** @type {Element} */ (event.target));
      if (name) this.hover(this.grid.row.get(name[0]) ?? -1, this.grid.column.get(name[1]) ?? -1);
    });
    svg.addEventListener("keydown", (event) => {
      const place = event.target && this.places.get(event.target);
      if (!place) return;
      const [row, column] = place;
      if (event.key === "Enter" || event.key === " ") this.choose(row, column, event.shiftKey || event.key === " ");
      else if (event.key === "Escape") store.stepBack();
      else {
        const goal = moved(event, row, column, this.grid.rows.length, this.grid.columns.length);
        if (!goal) return;
        const next = this.element(...goal);
        makeTabStop(svg, next);
        next?.focus();
      }
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /**
   * Selects what is at a position; `more` adds a row or a column to those that are compared.
   * @param {number} row
   * @param {number} column
   * @param {boolean} more
   */
  choose(row, column, more) {
    const { grid, store } = this;
    const [operation, code] = [grid.rows[row]?.[0] ?? "", grid.columns[column]?.[0] ?? ""];
    if (!operation && !code) return;
    if (more && !code) store.toggle(0, operation);
    else if (more && !operation) store.toggle(1, code);
    else store.select(operation, code);
  }

  /** @param {Set<string>} kinds */
  #drawLegend(kinds) {
    const { pairs } = this.grid;
    const { edition } = this.store;
    const count =
      pairs.length < edition.pairs.length ? `${pairs.length} of ${edition.pairs.length}` : `${pairs.length}`;
    const [one, other] = [new Set(pairs.map(([name]) => name)).size, new Set(pairs.map(([, name]) => name)).size];
    this.legend.replaceChildren();
    add(
      this.legend,
      "span",
      { class: "sgw-count" },
      `${count} ${pairs.length === 1 && count === "1" ? "pair" : "pairs"} · ${counted(one, "operation")} · ${counted(other, "code")}`,
    );
    const folded = [...this.grid.rows, ...this.grid.columns].some((group) => group.length > 1);
    if (folded && this.store.state.folded === null)
      add(this.legend, "span", { class: "sgw-folded" }, "Folded to fit: “+2” means two more like it");
    const shown = [...kinds].filter((kind) => kind !== "left-out");
    for (const kind of [...new Set([...shown, "undocumented"])]) {
      const item = add(this.legend, "span");
      const icon = addSvg(item, "svg", { width: 14, height: 14, "aria-hidden": true });
      if (kind === "undocumented") addSvg(icon, "rect", { x: 6, y: 6, width: 2, height: 2, class: "sgw-dot" });
      else
        addSvg(icon, "path", {
          class: `sgw-mark sgw-is-${kind} sgw-family-2`,
          d: shape(kind, 0, 0, { width: 14, height: 14 }),
        });
      item.append(kind === "undocumented" ? ` ${kind}` : ` ${KINDS[/** @type {keyof KINDS} */ (kind)]}`);
    }
  }
}
