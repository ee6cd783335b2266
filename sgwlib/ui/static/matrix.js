// @ts-check
// The matrix: operations as rows, codes as columns, a mark for each pair.

import { key } from "./book.js";
import { add, coloured, keyOf, makeTabStop, moveFocus, newId, onKey, redraw, setAll, whenIdle } from "./dom.js";
import { KINDS, counted, mentioned, sentence } from "./filter.js";
import { moved } from "./keys.js";
import { ANGLE, clamp, indexAt, label, layout, sectioned, shape } from "./layout.js";
import { View } from "./view.js";

/** @typedef {import("./dom.js").Attributes} Attributes */
/** @typedef {import("./book.js").Which} Which */

// Of the pairs in one cell, the one that must not be overlooked comes first.
const NOTABLE = ["met-undocumented", "never", "met", "documented-observed", "left-out", "observed", "edition"];
const MOST_ELEMENTS = 800; // cells that get an element before they are focused
const EDGE = 6; // px from a selected cell to the edge of the pane
const RISE = 24; // px from the cells to where a band ends at a column's label

export class Matrix extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page @param {HTMLElement} legend */
  constructor(parent, page, legend) {
    super(parent, page, "Matrix");
    this.legend = legend;
    this.scroll = add(this.root, "div", { class: "sgw-scroll" });
    this.svg = add(this.scroll, "svg", { role: "grid", "aria-multiselectable": true });
    this.svg.setAttribute("aria-label", "Operations and the error codes that they can return");
    this.box = { width: 800, height: 600 };
    this.grid = this.store.grid;
    this.sides = this.#layout(this.grid);
    /** @type {Map<string, SVGElement>} cells and headers by their keys */
    this.cells = new Map();
    /** @type {Map<string, { kind: string, row: number, column: number, mixed: boolean }>} cells of which something is known */
    this.kinds = new Map();
    /** @type {Set<string>} the names that a search has found */
    this.found = new Set();
    /** @type {SVGElement[]} */
    this.lines = [];
    this.#listen();
  }

  /** @param {import("./filter.js").Grid} grid */
  #layout(grid) {
    const { book, state } = this.store;
    const { measure } = this.page;
    // A group has room for the longest of its names, so that it needs no more when another is selected.
    const longest = (/** @type {string[]} */ group) => group.toSorted((a, b) => measure(b, 9) - measure(a, 9));
    const side = (/** @type {string[][]} */ groups, /** @type {Which} */ which) => ({
      labels: groups.map(longest).map(label),
      sections: groups.map(([name]) => (state.order === "meaning" ? book.section(which, name) : "")),
    });
    const [rows, columns] = [side(grid.rows, 0), side(grid.columns, 1)];
    return { rows, columns, at: layout(rows, columns, this.box, measure) };
  }

  /** Takes the size of the pane, and returns whether it has changed. A hidden pane has none. */
  fit() {
    const { width, height } = this.scroll.getBoundingClientRect();
    if (!width || (Math.abs(width - this.box.width) < 1 && Math.abs(height - this.box.height) < 1)) return false;
    this.box = { width: Math.floor(width), height: Math.floor(height) };
    return true;
  }

  /** Draws the matrix, folded if it does not fit otherwise. */
  draw() {
    const { store } = this;
    const whole = this.#layout(store.gridFor(false));
    const crowded = !whole.at.fits;
    if (crowded !== store.crowded) {
      store.crowded = crowded;
      store.tell("crowded");
    }
    const { grid } = store;
    this.grid = grid;
    this.sides = store.folds ? this.#layout(grid) : whole;
    this.#look();
    this.found = mentioned(store.book, store.state.text);
    const refocus = (/** @type {string} */ name) => this.focus(name);
    redraw(this.svg, () => this.#picture(), refocus);
    whenIdle(() => {
      if (this.grid !== grid || grid.pairs.length > MOST_ELEMENTS) return;
      for (const name of this.kinds.keys()) this.element(name);
    });
  }

  /** Finds out of which kind each cell is, if something is known of it. */
  #look() {
    const { store, grid } = this;
    const { book, edition, met } = store;
    const hidden = new Set(edition.pairs).difference(new Set(grid.pairs));
    const others = new Set([...book.observed.keys(), ...(met?.keys() ?? [])]).difference(edition.has);
    const undocumented = [...others].map((each) => /** @type {import("./book.js").Pair} */ (each.split(" ")));
    /** @type {Map<string, { row: number, column: number, kinds: string[] }>} */
    const found = new Map();
    for (const pair of [...edition.pairs, ...undocumented]) {
      const [row, column] = [grid.row.get(pair[0]), grid.column.get(pair[1])];
      if (row === undefined || column === undefined) continue;
      const name = this.#keyAt(row, column);
      const cell = found.get(name) ?? { row, column, kinds: [] };
      cell.kinds.push(hidden.has(pair) ? "left-out" : store.kindOf(...pair));
      found.set(name, cell);
    }
    this.kinds.clear();
    for (const [name, { row, column, kinds }] of found) {
      const kind = NOTABLE.find((each) => kinds.includes(each)) ?? kinds[0];
      // Pairs that are folded into one cell may differ in what was observed or met.
      const known = kinds.length === grid.rows[row].length * grid.columns[column].length;
      this.kinds.set(name, { kind, row, column, mixed: !known || new Set(kinds).size > 1 });
    }
  }

  #picture() {
    const { svg, grid } = this;
    const { at } = this.sides;
    const { book } = this.store;
    svg.replaceChildren();
    this.cells.clear();
    const { left, top, width, height } = at;
    // What gets the focus is scrolled to beside the labels, and not below them.
    this.scroll.style.scrollPadding = `${top}px 0 0 ${left}px`;
    const count = { "aria-rowcount": grid.rows.length + 1, "aria-colcount": grid.columns.length + 1 };
    setAll(svg, { width, height, viewBox: `0 0 ${width} ${height}`, ...count });
    const picture = add(svg, "g", { "aria-hidden": true });
    // Under the pointer, and selected.
    this.bands = [0.6, 1].map((opacity) => add(picture, "path", { class: "sgw-band", "fill-opacity": opacity }));
    this.#dots(picture);
    const marks = [...this.kinds.values()].map(({ kind, row, column }) => {
      const look = { class: `sgw-mark sgw-is-${kind}`, style: coloured(book.family(grid.columns[column][0])) };
      return { look, outline: shape(kind, at.x[column], at.y[row], at.size) };
    });
    for (const alike of Map.groupBy(marks, ({ look }) => look.class + look.style).values())
      add(picture, "path", { ...alike[0].look, d: alike.map(({ outline }) => outline).join("") });
    this.ring = add(picture, "rect", { class: "sgw-ring", rx: 3, visibility: "hidden" });
    this.#sections(picture);
    this.#headers();
    this.#drawLegend();
    this.mark();
  }

  /** @param {SVGElement} picture in which each cell gets a dot, by a pattern from one gap to the next */
  #dots(picture) {
    const { rows, columns, at } = this.sides;
    const { width, height } = at.size;
    const id = newId();
    const pattern = add(picture, "pattern", { id, width, height, patternUnits: "userSpaceOnUse" });
    add(pattern, "path", { class: "sgw-dot", d: `M${width / 2} ${height / 2}h0` });
    for (const row of sectioned(rows.sections, at.y, height))
      for (const column of sectioned(columns.sections, at.x, width)) {
        const block = { width: column.to - column.from, height: row.to - row.from, fill: `url(#${id})` };
        add(picture, "rect", { transform: `translate(${column.from} ${row.from})`, ...block });
      }
  }

  /** @param {SVGElement} picture in which the families of columns and the resources of rows are named */
  #sections(picture) {
    const { rows, columns, at } = this.sides;
    const { width, height } = at.size;
    const size = at.fonts.section;
    const measure = (/** @type {string} */ text) => this.page.measure(text, size);
    for (const { name, from, to, at: x, line } of sectioned(columns.sections, at.x, width, measure)) {
      if (!name) continue;
      const family = this.store.book.families.indexOf(name);
      const style = coloured(family);
      const strip = { x: from + 1.5, y: at.end.y + 3.5, width: to - from - 3, height: 2 };
      add(picture, "rect", { class: "sgw-mark", style, ...strip });
      const y = at.end.y + size + 6 + line * at.line;
      // The grey of the first family is too faint for text.
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
    add(svg, "rect", { class: "sgw-shade sgw-stay-left", x: 0, y: top, width: left - 4, height: height - top });
    this.lines = grid.rows.map((names, row) => {
      const line = add(svg, "g", { role: "row", "aria-label": label(names), "aria-rowindex": row + 2 });
      const place = { x: left - 10, y: y[row] + size.height / 2 + fonts.row * 0.36, "font-size": fonts.row };
      this.#header(line, 0, names, { role: "rowheader", ...place });
      return line;
    });
    add(svg, "rect", { class: "sgw-shade sgw-stay-top", x: 0, y: 0, width, height: top - 6 });
    const line = add(svg, "g", { role: "row", "aria-rowindex": 1, class: "sgw-stay-top" });
    grid.columns.forEach((names, column) => {
      const transform = `translate(${x[column] + size.width / 2 + 3} ${top - 7}) rotate(-${ANGLE})`;
      this.#header(line, 1, names, { role: "columnheader", transform, "font-size": fonts.column });
    });
  }

  /** @param {SVGElement} line @param {Which} side @param {string[]} names @param {Attributes} look */
  #header(line, side, names, look) {
    const { book, edition } = this.store;
    const count = edition.partners[side].get(names[0])?.length ?? 0;
    const sections = [...new Set(names.map((name) => book.section(side, name)))].join(", ");
    const about = side ? `returned by ${counted(count, "operation")}` : `can return ${counted(count, "error code")}`;
    const all = {
      class: `${side ? "" : "sgw-stay-left"} ${names.some((name) => this.found.has(name)) ? "sgw-marked" : ""}`,
      "aria-label": `${names.join(", ")}: ${sections} · ${about}`,
      ...look,
    };
    this.#focusable(line, side ? key("", names[0]) : key(names[0], ""), all, label(names));
  }

  /** @param {number} row @param {number} column the place of a cell, or of a header if one is -1 */
  #keyAt(row, column) {
    return key(this.grid.rows[row]?.[0] ?? "", this.grid.columns[column]?.[0] ?? "");
  }

  /** @param {string} name @returns {[number, number]} */
  #placeOf(name) {
    const [operation, code] = name.split(" ");
    return [this.grid.row.get(operation) ?? -1, this.grid.column.get(code) ?? -1];
  }

  /** @param {SVGElement} line @param {string} name @param {Attributes} look @param {string} [text] of a header */
  #focusable(line, name, look, text) {
    const all = { tabindex: -1, "aria-colindex": this.#placeOf(name)[1] + 2, "data-key": name, ...look };
    const element = add(line, text ? "text" : "rect", all, text);
    this.cells.set(name, element);
    return element;
  }

  /** @param {string} name a key @returns its element, which is made now if there is such a cell */
  element(name) {
    const [row, column] = this.#placeOf(name);
    const found = this.cells.get(name);
    if (found || row < 0 || column < 0) return found;
    const { x, y, size } = this.sides.at;
    const about = { role: "gridcell", class: "sgw-hit", "aria-label": this.#sentence(name) };
    return this.#focusable(this.lines[row], name, { x: x[column], y: y[row], ...size, ...about });
  }

  /** @param {string} name */
  #sentence(name) {
    const [row, column] = this.#placeOf(name);
    const { kind, mixed } = this.kinds.get(name) ?? { kind: "undocumented", mixed: false };
    const said = sentence(kind, label(this.grid.rows[row]), label(this.grid.columns[column]));
    return said + (mixed ? " for some of them" : "");
  }

  /** @param {string} name the key of what gets the focus, or the first column if that is gone */
  focus(name) {
    const [row, column] = this.#placeOf(name);
    moveFocus(this.svg, this.element(this.#keyAt(row, column)) ?? this.element(this.#keyAt(-1, 0)));
  }

  mark() {
    if (this.grid !== this.store.grid) return this.draw(); // the selection has another name for a group
    const { state } = this.store;
    const { grid, scroll, svg } = this;
    const { x, y, left, top, size, fits } = this.sides.at;
    const rows = [...new Set(state.operations.flatMap((name) => grid.row.get(name) ?? []))];
    const columns = [...new Set(state.codes.flatMap((name) => grid.column.get(name) ?? []))];
    this.bands?.[1].setAttribute("d", this.#band(rows, columns));
    for (const each of svg.querySelectorAll("[aria-selected]")) each.removeAttribute("aria-selected");
    for (const row of [...rows, -1])
      for (const column of [...columns, -1])
        this.element(this.#keyAt(row, column))?.setAttribute("aria-selected", "true");
    const one = rows.length === 1 && columns.length === 1;
    const place = one ? { x: x[columns[0]], y: y[rows[0]], ...size } : {};
    if (this.ring) setAll(this.ring, { visibility: one ? "visible" : "hidden", ...place });
    if (one && !fits) {
      const [right, bottom] = [x[columns[0]] + size.width + EDGE, y[rows[0]] + size.height + EDGE];
      scroll.scrollTop = clamp(scroll.scrollTop, bottom - scroll.clientHeight, y[rows[0]] - top);
      scroll.scrollLeft = clamp(scroll.scrollLeft, right - scroll.clientWidth, x[columns[0]] - left);
    }
    const stop = this.element(this.#keyAt(rows[0] ?? -1, columns[0] ?? -1)) ?? this.element(this.#keyAt(-1, 0));
    stop?.setAttribute("aria-selected", `${rows.length + columns.length > 0}`);
    makeTabStop(svg, stop);
  }

  /** @param {number[]} rows @param {number[]} columns to draw an outline around */
  #band(rows, columns) {
    const { x, y, end, top, size } = this.sides.at;
    const tilt = RISE / Math.tan((ANGLE * Math.PI) / 180);
    const lying = rows.map((row) => `M4 ${y[row]}H${end.x}v${size.height}H4z`);
    const rising = columns.map(
      (column) => `M${x[column]} ${end.y}V${top - 2}l${tilt} ${-RISE}h${size.width}l${-tilt} ${RISE}V${end.y}z`,
    );
    return [...lying, ...rising].join("");
  }

  /** @param {string} name the key of what is under the pointer, or has the focus */
  hover(name) {
    const [row, column] = this.#placeOf(name);
    this.bands?.[0].setAttribute("d", this.#band(row < 0 ? [] : [row], column < 0 ? [] : [column]));
    const header = this.cells.get(name)?.getAttribute("aria-label") ?? "";
    this.page.say(row < 0 || column < 0 ? header : this.#sentence(name));
  }

  /**
   * Returns the key of what is under the pointer. A cell of which nothing is known has no element before it
   * is needed, and a row's label is short.
   * @param {MouseEvent} event
   */
  #under(event) {
    const { scroll } = this;
    const box = scroll.getBoundingClientRect();
    const { x, y, left, top, size } = this.sides.at;
    const [inX, inY] = [event.clientX - box.left, event.clientY - box.top];
    const row = inY < top - 4 ? -1 : indexAt(y, size.height, inY + scroll.scrollTop);
    const column = inX < left - 4 || inY < top - 4 ? -1 : indexAt(x, size.width, inX + scroll.scrollLeft);
    return keyOf(event) || this.#keyAt(row, column);
  }

  #listen() {
    const { svg, scroll } = this;
    scroll.addEventListener("scroll", () => {
      svg.style.setProperty("--sgw-x", `${scroll.scrollLeft}px`);
      svg.style.setProperty("--sgw-y", `${scroll.scrollTop}px`);
    });
    svg.addEventListener("pointermove", (event) => this.hover(this.#under(event)));
    svg.addEventListener("pointerleave", () => this.hover(""));
    // Not on the picture, which Chromium would then make a stop of the Tab key.
    scroll.addEventListener("focusin", (event) => this.hover(keyOf(event)));
    svg.addEventListener("click", (event) =>
      this.#choose(this.#under(event), event.shiftKey || event.ctrlKey || event.metaKey),
    );
    onKey(svg, (event) => {
      const name = keyOf(event);
      const chosen = event.key === "Enter" || event.key === " ";
      if (chosen) this.#choose(name, event.shiftKey || event.key === " ");
      const goal = moved(event, ...this.#placeOf(name), this.grid.rows.length, this.grid.columns.length);
      if (goal) moveFocus(svg, this.element(this.#keyAt(...goal)));
      return chosen || goal;
    });
  }

  /** @param {string} name of what to select @param {boolean} more adds it to those that are compared */
  #choose(name, more) {
    const [operation, code] = name.split(" ");
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
    add(legend, "b", { class: "sgw-count" }, shown.join(" · "));
    const folded = grid.row.size + grid.column.size > grid.rows.length + grid.columns.length;
    const how = store.state.folded === null ? "Folded to fit" : "Folded";
    if (folded) add(legend, "span", { class: "sgw-folded" }, `${how}: “+2” means two more`);
    const kinds = new Set([...this.kinds.values()].map(({ kind }) => kind));
    const size = { width: 14, height: 14 };
    for (const kind of Object.keys(KINDS).filter((each) => kinds.has(each) || each === "undocumented")) {
      const item = add(legend, "span");
      const icon = add(item, "svg", { ...size, "aria-hidden": true });
      if (kind === "undocumented") add(icon, "path", { class: "sgw-dot", d: "M7 7h0" });
      else add(icon, "path", { class: `sgw-mark sgw-is-${kind}`, style: coloured(2), d: shape(kind, 0, 0, size) });
      item.append(kind === "undocumented" ? " undocumented" : ` ${KINDS[kind]}`);
    }
  }
}
