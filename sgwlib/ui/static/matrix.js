// @ts-check
// The matrix: operations as rows, codes as columns, a mark for each pair.

import { key } from "./book.js";
import { add, closest, coloured, makeTabStop, moveFocus, newId, onKey, redraw, setAll, whenIdle } from "./dom.js";
import { KINDS, NOTHING, counted, mentioned, partners, sentence } from "./filter.js";
import { moved } from "./keys.js";
import { ANGLE, indexAt, label, labelAt, layout, sectioned, shape } from "./layout.js";
import { View } from "./view.js";

/** @typedef {import("./filter.js").Grid} Grid */
/** @typedef {import("./layout.js").Side} Side */
/** @typedef {{ rows: Side, columns: Side, at: import("./layout.js").Layout }} Laid */

// Of the pairs in one cell, the one that must not be overlooked comes first.
const NOTABLE = ["met-undocumented", "never", "met", "documented-observed", "left-out", "observed", "edition"];
const MOST_ELEMENTS = 800; // cells that get an element before they are focused
const RISE = 24; // px from the cells to where a band ends at a column's label

export class Matrix extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page @param {HTMLElement} legend */
  constructor(parent, page, legend) {
    super(parent, page, "Matrix");
    this.legend = legend;
    this.scroll = this.addScroll();
    this.svg = add(this.scroll, "svg", { role: "grid", "aria-multiselectable": true });
    this.svg.setAttribute("aria-label", "Operations and the error codes that they can return");
    this.box = { width: 800, height: 600 };
    /** @type {WeakMap<Grid, Laid>} for the present box */
    this.laid = new WeakMap();
    this.grid = this.store.grid;
    this.sides = this.#layout(this.grid);
    /** @type {Map<string, SVGElement>} cells and headers by their keys */
    this.cells = new Map();
    /** @type {Map<number, { kind: string, mixed: boolean }>} by row * columns + column */
    this.kinds = new Map();
    /** @type {SVGElement[]} */
    this.lines = [];
    this.#listen();
  }

  /** @param {Grid} grid @returns {Laid} */
  #layout(grid) {
    const known = this.laid.get(grid);
    if (known) return known;
    const { book, state } = this.store;
    const side = (/** @type {string[][]} */ groups, /** @type {(name: string) => string} */ section) => ({
      labels: groups.map(label),
      sections: groups.map(([name]) => (state.order === "meaning" ? section(name) : "")),
    });
    const rows = side(grid.rows, (name) => book.operation(name).resource);
    const columns = side(grid.columns, (name) => book.code(name).family);
    const laid = { rows, columns, at: layout(rows, columns, this.box, this.page.measure) };
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
    const { grid } = store;
    this.grid = grid;
    this.sides = this.#layout(grid);
    this.#look();
    const draw = () => {
      this.#picture();
      this.mark();
    };
    redraw(this.svg, draw, (name) => this.focus(name));
    whenIdle(() => {
      if (this.grid !== grid || grid.pairs.length > MOST_ELEMENTS) return;
      for (const place of this.kinds.keys()) this.element(...this.#split(place));
    });
  }

  /** Finds out of which kind each cell is, if something is known of it. */
  #look() {
    const { store, grid } = this;
    const { book, edition, met } = store;
    const visible = new Set(grid.pairs.map((pair) => key(...pair)));
    /** @type {Map<number, string[]>} */
    const found = new Map();
    for (const pair of new Set([...edition.has, ...book.observed.keys(), ...(met?.keys() ?? [])])) {
      const [row, column] = this.#placeOf(pair);
      if (row < 0 || column < 0) continue;
      const [operation, code] = pair.split(" ");
      const hidden = edition.has.has(pair) && !visible.has(pair);
      const place = row * grid.columns.length + column;
      found.set(place, [...(found.get(place) ?? []), hidden ? "left-out" : store.kindOf(operation, code)]);
    }
    this.kinds.clear();
    for (const [place, kinds] of found) {
      const [row, column] = this.#split(place);
      const kind = NOTABLE.find((each) => kinds.includes(each)) ?? kinds[0];
      // Pairs that are folded into one cell may differ in what was observed or met.
      const known = kinds.length === grid.rows[row].length * grid.columns[column].length;
      this.kinds.set(place, { kind, mixed: !known || new Set(kinds).size > 1 });
    }
  }

  #picture() {
    const { svg, grid } = this;
    const { at } = this.sides;
    const { book } = this.store;
    svg.replaceChildren();
    this.cells.clear();
    const { width, height } = grid.pairs.length ? at : this.box; // room for a sentence
    const [rows, columns] = [grid.rows.length + 1, grid.columns.length + 1];
    setAll(svg, { width, height, viewBox: `0 0 ${width} ${height}`, "aria-rowcount": rows, "aria-colcount": columns });
    const picture = add(svg, "g", { "aria-hidden": true });
    this.bands = ["hover", "chosen"].map((kind) => add(picture, "path", { class: `sgw-band sgw-${kind}` }));
    this.#dots(picture);
    const marks = [...this.kinds].map(([place, { kind }]) => {
      const [row, column] = this.#split(place);
      const look = { class: `sgw-mark sgw-is-${kind}`, style: coloured(book.family(grid.columns[column][0])) };
      return { look, outline: shape(kind, at.x[column], at.y[row], at.size) };
    });
    for (const alike of Map.groupBy(marks, ({ look }) => look.class + look.style).values())
      add(picture, "path", { ...alike[0].look, d: alike.map(({ outline }) => outline).join("") });
    this.ring = add(picture, "rect", { class: "sgw-ring", rx: 3, visibility: "hidden" });
    this.#sections(picture);
    this.#headers();
    this.#drawLegend();
  }

  /**
   * Draws a dot for each pair that is not documented: a pattern for each block between two gaps.
   * @param {SVGElement} picture
   */
  #dots(picture) {
    const { rows, columns, at } = this.sides;
    const { width, height } = at.size;
    const id = newId();
    const pattern = add(picture, "pattern", { id, width, height, patternUnits: "userSpaceOnUse" });
    add(pattern, "rect", { x: width / 2 - 0.75, y: height / 2 - 0.75, width: 1.5, height: 1.5, class: "sgw-dot" });
    for (const row of sectioned(rows.sections, at.y, height))
      for (const column of sectioned(columns.sections, at.x, width)) {
        const block = { width: column.to - column.from, height: row.to - row.from, fill: `url(#${id})` };
        add(picture, "rect", { transform: `translate(${column.from} ${row.from})`, ...block });
      }
  }

  /**
   * Names the families below the columns and the resources beside the rows.
   * @param {SVGElement} picture
   */
  #sections(picture) {
    const { rows, columns, at } = this.sides;
    const { width, height } = at.size;
    const size = at.fonts.section;
    const measure = (/** @type {string} */ text) => this.page.measure(text, size);
    for (const { name, from, to, at: x, line } of sectioned(columns.sections, at.x, width, measure)) {
      if (!name) continue;
      const family = this.store.book.families.indexOf(name);
      const style = coloured(family);
      const strip = { x: from + 1, y: at.end.y + 3, width: to - from - 2, height: 3 };
      add(picture, "rect", { class: "sgw-strip", style, ...strip });
      const y = at.end.y + size + 6 + line * at.line;
      const look = { class: "sgw-section", style: family ? style : "", "text-anchor": "middle" };
      add(picture, "text", { ...look, "font-size": size, x, y }, name);
    }
    for (const { name, from, to, at: middle } of sectioned(rows.sections, at.y, height)) {
      if (!name) continue;
      const [x, y] = [at.end.x + 10, middle + size * 0.35];
      add(picture, "path", { class: "sgw-bracket", d: `M${at.end.x + 5} ${from + 1}V${to - 1}` });
      add(picture, "text", { class: "sgw-section", "font-size": size, x, y }, name);
    }
  }

  #headers() {
    const { svg, grid } = this;
    const { left, top, width, height, size, fonts, x, y } = this.sides.at;
    const { book, edition, state } = this.store;
    const [codes, operations] = [partners(edition.pairs, 0), partners(edition.pairs, 1)];
    const found = mentioned(book, state.text);
    const marked = (/** @type {string[]} */ names) => (names.some((name) => found.has(name)) ? "sgw-marked" : "");
    add(svg, "rect", { class: "sgw-shade sgw-stay-left", x: 0, y: top, width: left - 4, height: height - top });
    this.lines = grid.rows.map((names, row) => {
      const line = add(svg, "g", { role: "row", "aria-rowindex": row + 2 });
      const count = counted(codes.get(names[0])?.length ?? 0, "error code");
      const look = {
        role: "rowheader",
        class: `sgw-stay-left ${marked(names)}`,
        x: left - 10,
        y: y[row] + size.height / 2 + fonts.row * 0.36,
        "font-size": fonts.row,
        "aria-label": `${names.join(", ")}: can return ${count}`,
      };
      this.#focusable(line, "text", row, -1, look, label(names));
      return line;
    });
    add(svg, "rect", { class: "sgw-shade sgw-stay-top", x: 0, y: 0, width, height: top - 6 });
    const line = add(svg, "g", { role: "row", "aria-rowindex": 1, class: "sgw-stay-top" });
    grid.columns.forEach((names, column) => {
      const count = counted(operations.get(names[0])?.length ?? 0, "operation");
      const look = {
        role: "columnheader",
        class: marked(names),
        transform: `translate(${x[column] + size.width / 2 + 3} ${top - 7}) rotate(-${ANGLE})`,
        "font-size": fonts.column,
        "aria-label": `${names.join(", ")}: returned by ${count}`,
      };
      this.#focusable(line, "text", -1, column, look, label(names));
    });
    if (!grid.pairs.length) add(svg, "text", { x: 20, y: 40 }, NOTHING);
  }

  // --- cells and headers: row -1 and column -1 are the headers ---------------------------------

  /** @param {number} place @returns {[number, number]} */
  #split(place) {
    return [Math.floor(place / this.grid.columns.length), place % this.grid.columns.length];
  }

  /** @param {number} row @param {number} column */
  #keyAt(row, column) {
    return key(this.grid.rows[row]?.[0] ?? "", this.grid.columns[column]?.[0] ?? "");
  }

  /** @param {string} name @returns {[number, number]} */
  #placeOf(name) {
    const [operation, code] = name.split(" ");
    return [this.grid.row.get(operation) ?? -1, this.grid.column.get(code) ?? -1];
  }

  /**
   * @param {SVGElement} parent
   * @param {"rect" | "text"} tag
   * @param {number} row
   * @param {number} column
   * @param {import("./dom.js").Attributes} attributes
   * @param {string} [text]
   */
  #focusable(parent, tag, row, column, attributes, text) {
    const name = this.#keyAt(row, column);
    const all = { tabindex: -1, "aria-colindex": column + 2, "data-key": name, ...attributes };
    const element = add(parent, tag, all, text);
    this.cells.set(name, element);
    return element;
  }

  /**
   * Returns the element at a position, and makes it if necessary; null if there is no such cell.
   * @param {number} row
   * @param {number} column
   */
  element(row, column) {
    const found = this.cells.get(this.#keyAt(row, column));
    if (found || !this.grid.rows[row] || !this.grid.columns[column]) return found ?? null;
    const { x, y, size } = this.sides.at;
    const about = { role: "gridcell", class: "sgw-hit", "aria-label": this.#sentence(row, column) };
    return this.#focusable(this.lines[row], "rect", row, column, { x: x[column], y: y[row], ...size, ...about });
  }

  /** @param {number} row @param {number} column */
  #sentence(row, column) {
    const { rows, columns } = this.grid;
    const { kind, mixed } = this.kinds.get(row * columns.length + column) ?? { kind: "undocumented", mixed: false };
    return sentence(kind, label(rows[row]), label(columns[column])) + (mixed ? " for some of them" : "");
  }

  /**
   * Moves the focus to a cell or a header, or to the first column if that is gone.
   * @param {string} name its key
   */
  focus(name) {
    moveFocus(this.svg, this.element(...this.#placeOf(name)) ?? this.element(-1, 0));
  }

  // --- what is selected, and what is under the pointer ------------------------------------------

  mark() {
    const { state } = this.store;
    const { grid, svg } = this;
    const { x, y, size } = this.sides.at;
    const rows = [...new Set(state.operations.flatMap((name) => grid.row.get(name) ?? []))];
    const columns = [...new Set(state.codes.flatMap((name) => grid.column.get(name) ?? []))];
    this.bands?.[1].setAttribute("d", this.#band(rows, columns));
    for (const each of svg.querySelectorAll("[aria-selected]")) each.removeAttribute("aria-selected");
    for (const row of [...rows, -1])
      for (const column of [...columns, -1]) this.element(row, column)?.setAttribute("aria-selected", "true");
    const one = rows.length === 1 && columns.length === 1;
    const place = one ? { x: x[columns[0]], y: y[rows[0]], ...size } : {};
    if (this.ring) setAll(this.ring, { visibility: one ? "visible" : "hidden", ...place });
    const stop = this.element(rows[0] ?? -1, columns[0] ?? -1) ?? this.element(-1, 0);
    stop?.setAttribute("aria-selected", `${rows.length + columns.length > 0}`);
    makeTabStop(svg, stop);
  }

  /**
   * Returns the outline of rows and columns with their labels.
   * @param {number[]} rows
   * @param {number[]} columns
   */
  #band(rows, columns) {
    const { x, y, end, top, size } = this.sides.at;
    const tilt = RISE / Math.tan((ANGLE * Math.PI) / 180);
    const lying = rows.map((row) => `M4 ${y[row]}H${end.x}v${size.height}H4z`);
    const rising = columns.map(
      (column) => `M${x[column]} ${end.y}V${top - 2}l${tilt} ${-RISE}h${size.width}l${-tilt} ${RISE}V${end.y}z`,
    );
    return [...lying, ...rising].join("");
  }

  /** @param {number} row @param {number} column */
  hover(row, column) {
    const band = this.#band(row < 0 ? [] : [row], column < 0 ? [] : [column]);
    this.bands?.[0].setAttribute("d", band);
    const header = this.cells.get(this.#keyAt(row, column))?.getAttribute("aria-label") ?? "";
    this.page.say(row < 0 || column < 0 ? header : this.#sentence(row, column));
  }

  /** @param {MouseEvent} event @returns {[number, number]} */
  #under(event) {
    const box = this.scroll.getBoundingClientRect();
    const { at } = this.sides;
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const [inX, inY] = [x + this.scroll.scrollLeft, y + this.scroll.scrollTop];
    if (y < at.top - 4) return x < at.left - 10 && inX < at.left ? [-1, -1] : [-1, labelAt(at, inX, y)];
    const row = indexAt(at.y, at.size.height, inY);
    return [row, x < at.left - 4 ? -1 : indexAt(at.x, at.size.width, inX)];
  }

  #listen() {
    const { svg, scroll } = this;
    scroll.addEventListener("scroll", () => {
      svg.style.setProperty("--sgw-x", `${scroll.scrollLeft}px`);
      svg.style.setProperty("--sgw-y", `${scroll.scrollTop}px`);
    });
    svg.addEventListener("pointermove", (event) => this.hover(...this.#under(event)));
    svg.addEventListener("pointerleave", () => this.hover(-1, -1));
    svg.addEventListener("click", (event) =>
      this.#choose(...this.#under(event), event.shiftKey || event.ctrlKey || event.metaKey),
    );
    const placeOf = (/** @type {Event} */ event) => this.#placeOf(closest(event, "[data-key]")?.dataset.key ?? "");
    svg.addEventListener("focusin", (event) => this.hover(...placeOf(event)));
    onKey(svg, (event) => {
      const place = placeOf(event);
      const chosen = event.key === "Enter" || event.key === " ";
      if (chosen) this.#choose(...place, event.shiftKey || event.key === " ");
      const goal = moved(event, ...place, this.grid.rows.length, this.grid.columns.length);
      if (goal) moveFocus(svg, this.element(...goal));
      return chosen || goal;
    });
  }

  /**
   * Selects what is at a position; `more` adds a row or a column to those that are compared.
   * @param {number} row
   * @param {number} column
   * @param {boolean} more
   */
  #choose(row, column, more) {
    const [operation, code] = this.#keyAt(row, column).split(" ");
    if (operation && code) this.store.select(operation, code);
    else if (operation || code) this.store.choose(code ? 1 : 0, operation || code, more);
  }

  #drawLegend() {
    const { grid, store, legend } = this;
    const [count, all] = [grid.pairs.length, store.edition.pairs.length];
    const shown = [
      count < all ? `${count} of ${counted(all, "pair")}` : counted(count, "pair"),
      counted(grid.row.size, "operation"),
      counted(grid.column.size, "code"),
    ];
    legend.replaceChildren();
    add(legend, "span", { class: "sgw-count" }, shown.join(" · "));
    const folded = grid.row.size + grid.column.size > grid.rows.length + grid.columns.length;
    if (folded && store.state.folded === null)
      add(legend, "span", { class: "sgw-folded" }, "Folded to fit: “+2” means two more like it");
    const kinds = new Set([...this.kinds.values()].map(({ kind }) => kind));
    const size = { width: 14, height: 14 };
    for (const kind of Object.keys(KINDS).filter((each) => kinds.has(each) || each === "undocumented")) {
      const item = add(legend, "span");
      const icon = add(item, "svg", { ...size, "aria-hidden": true });
      if (kind === "undocumented") add(icon, "rect", { x: 6, y: 6, width: 2, height: 2, class: "sgw-dot" });
      else add(icon, "path", { class: `sgw-mark sgw-is-${kind}`, style: coloured(2), d: shape(kind, 0, 0, size) });
      item.append(kind === "undocumented" ? " undocumented" : ` ${KINDS[kind]}`);
    }
  }
}
