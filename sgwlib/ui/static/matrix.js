// @ts-check
// Draws the matrix and sends gestures back. Python decides what is visible and what a gesture does;
// nothing here knows an operation or a code.

import {
  NO_SHORTCUTS,
  add,
  addSvg,
  afterPaint,
  closest,
  follow,
  makeTabStop,
  markOnly,
  redraw,
  select,
} from "./dom.js";
import { moved } from "./keys.js";
import { filled, label, named, ruler } from "./labels.js";
import { CELL, SHAPES, columnOutline, layout, pathOf, positionAt, rowOutline } from "./layout.js";

/** @typedef {import("./dom.js").Model} Model */
/** @typedef {[number, number]} Position */
/** @typedef {ReturnType<typeof read>} Content */
/** @typedef {{ name: string, legend: string, sentence: string }} Kind */

/**
 * Returns the rows and columns by their names, and the position of each listed cell.
 * @param {Model} model
 */
function read(model) {
  /** @type {{ rows: number[][], columns: number[][], kinds: Record<string, number[]>, counts: number[][], marks: number[][] }} */
  const { rows, columns, kinds, counts, marks } = model.get("matrix");
  /** @type {Map<number, string>} */
  const kindAt = new Map();
  /** @type {Record<string, Position[]>} */
  const places = {};
  for (const [kind, cells] of Object.entries(kinds)) {
    places[kind] = cells.map((cell) => [Math.floor(cell / columns.length), cell % columns.length]);
    for (const cell of cells) kindAt.set(cell, kind);
  }
  const sides = [named(rows, model.get("operations")), named(columns, model.get("codes"))];
  /** @type {Kind[]} */
  const all = model.get("kinds");
  const sentences = Object.fromEntries(all.map(({ name, sentence }) => [name, sentence]));
  const sentence = (/** @type {number} */ row, /** @type {number} */ column) => {
    const kind = kindAt.get(row * columns.length + column) ?? "undocumented";
    const [operation, code] = [sides[0][row].join(", "), sides[1][column].join(", ")];
    return filled(sentences[kind], { operation, code });
  };
  const header = (/** @type {number} */ axis, /** @type {number} */ index) => {
    const group = sides[axis][index].join(", ");
    return `${group}: ${model.get("headings")[axis]}: ${counts[axis][index]}`;
  };
  return { rows: sides[0], columns: sides[1], places, counts, marks, sentence, header };
}

class Picture {
  /**
   * @param {SVGSVGElement} svg
   * @param {string} id
   * @param {Content} content
   */
  constructor(svg, id, content) {
    this.svg = svg;
    this.id = id;
    this.measure = ruler();
    this.content = content;
    this.at = layout([], []);
    /** @type {Map<string, SVGElement>} */
    this.cells = new Map();
    /** @type {Record<string, SVGElement[]>} */
    this.bands = {};
    /** @type {SVGElement[]} */
    this.lines = [];
  }

  /**
   * Draws everything. What you see of the cells are paths, one for each kind. The elements for the
   * keyboard and for screen readers are invisible, so they are added after the picture is painted.
   * Cells that are only undocumented are a pattern. One becomes an element when it is focused or
   * selected.
   * @param {Content} content
   */
  draw(content) {
    this.content = content;
    this.cells.clear();
    this.svg.replaceChildren();
    const labels = [content.rows.map(label), content.columns.map(label)];
    this.at = layout(labels[0].map(this.measure), labels[1].map(this.measure));
    this.#size();
    this.#background();
    this.#columnHeaders(labels[1]);
    this.lines = labels[0].map((text, row) => this.#row(text, row));
    afterPaint(() => {
      if (this.content === content) for (const place of Object.values(content.places).flat()) this.element(...place);
    });
  }

  #size() {
    const { width, height } = this.at;
    for (const [key, value] of Object.entries({
      // The picture fits its panel, within limits in which the labels are readable.
      style: `width: 100%; max-width: ${Math.round(width * 1.5)}px; min-width: ${Math.round(width * 0.75)}px`,
      viewBox: `0 0 ${width} ${height}`,
      "aria-rowcount": this.content.rows.length + 1,
      "aria-colcount": this.content.columns.length + 1,
    })) {
      this.svg.setAttribute(key, `${value}`);
    }
  }

  #background() {
    const { left, top, right, bottom } = this.at;
    const drawing = addSvg(this.svg, "g", { "aria-hidden": "true" });
    const dots = { id: this.id, x: left, y: top, width: CELL, height: CELL };
    const pattern = addSvg(drawing, "pattern", { ...dots, patternUnits: "userSpaceOnUse" });
    const dot = { x: CELL / 2 - 1, y: CELL / 2 - 1, width: 2, height: 2 };
    addSvg(pattern, "rect", { ...dot, class: "sgw-undocumented" });
    this.bands = {};
    for (const kind of ["hover", "selected"]) {
      const look = { class: `sgw-band sgw-${kind}`, visibility: "hidden" };
      this.bands[kind] = [addSvg(drawing, "path", look), addSvg(drawing, "path", look)];
    }
    const area = { x: left, y: top, width: right - left, height: bottom - top };
    addSvg(drawing, "rect", { ...area, class: "sgw-ground", fill: `url(#${this.id})` });
    for (const [kind, positions] of Object.entries(this.content.places)) {
      const path = { d: pathOf(kind, positions, this.at), class: `sgw-mark sgw-${kind}` };
      // In a cell that is not a plain square, the dot would show through.
      if (kind !== "documented") addSvg(drawing, "path", { ...path, class: "sgw-mark sgw-blank" });
      addSvg(drawing, "path", path);
    }
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
    const place = { "data-row": row, "data-column": column, tabindex: -1, "aria-colindex": column + 2 };
    const element = addSvg(parent, name, { ...NO_SHORTCUTS, ...place, ...attributes }, text);
    this.cells.set(`${row},${column}`, element);
    return element;
  }

  /** @param {string[]} labels */
  #columnHeaders(labels) {
    const { left, top, bottom } = this.at;
    const line = addSvg(this.svg, "g", { role: "row", "aria-rowindex": 1 });
    labels.forEach((text, column) => {
      const x = left + (column + 0.5) * CELL;
      this.#focusable(
        line,
        "text",
        -1,
        column,
        {
          role: "columnheader",
          class: this.content.marks[1].includes(column) ? "sgw-marked" : "",
          transform: `translate(${x + 4} ${top - 6}) rotate(-60)`,
          "aria-label": this.content.header(1, column),
        },
        text,
      );
      this.#count({ x, y: bottom + 14, "text-anchor": "middle" }, this.content.counts[1][column]);
    });
  }

  /**
   * @param {string} text
   * @param {number} row
   */
  #row(text, row) {
    const { left, top, right } = this.at;
    const y = top + row * CELL + CELL - 5;
    const line = addSvg(this.svg, "g", { role: "row", "aria-rowindex": row + 2 });
    this.#focusable(
      line,
      "text",
      row,
      -1,
      {
        role: "rowheader",
        class: this.content.marks[0].includes(row) ? "sgw-marked" : "",
        x: left - 6,
        y,
        "text-anchor": "end",
        "aria-label": this.content.header(0, row),
      },
      text,
    );
    this.#count({ x: right + 5, y }, this.content.counts[0][row]);
    return line;
  }

  /**
   * @param {import("./dom.js").Attributes} place
   * @param {number} count
   */
  #count(place, count) {
    addSvg(this.svg, "text", { ...place, class: "sgw-count", "aria-hidden": "true" }, `${count}`);
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  #cell(row, column) {
    const square = { x: this.at.left + column * CELL, y: this.at.top + row * CELL, width: CELL, height: CELL };
    const name = { role: "gridcell", "aria-label": this.content.sentence(row, column) };
    return this.#focusable(this.lines[row], "rect", row, column, { ...square, ...name, class: "sgw-hit" });
  }

  /**
   * Returns the element at a position, and makes it if necessary; null if there is no such cell.
   * @param {number} row
   * @param {number} column
   */
  element(row, column) {
    const found = this.cells.get(`${row},${column}`);
    if (found || row < 0 || column < 0) return found ?? null;
    if (row >= this.lines.length || column >= this.content.columns.length) return null;
    return this.#cell(row, column);
  }

  /**
   * Returns the first names at a position.
   * @param {Position} position
   */
  names([row, column]) {
    return [this.content.rows[row]?.[0], this.content.columns[column]?.[0]];
  }

  /**
   * Returns the position of names; that of the first row if they are gone.
   * @param {string[]} names
   * @returns {Position}
   */
  find([operation, code]) {
    const row = this.content.rows.findIndex((group) => group.includes(operation));
    const column = this.content.columns.findIndex((group) => group.includes(code));
    return row < 0 && column < 0 ? [0, -1] : [row, column];
  }

  /**
   * Outlines a row and a column.
   * @param {"hover" | "selected"} kind
   * @param {number} row
   * @param {number} column
   */
  place(kind, row, column) {
    const outlines = [rowOutline(this.at, row), columnOutline(this.at, column)];
    this.bands[kind].forEach((band, axis) => {
      band.setAttribute("visibility", outlines[axis] ? "visible" : "hidden");
      band.setAttribute("d", outlines[axis]);
    });
  }

  /**
   * Returns the position under the pointer, or null.
   * @param {MouseEvent} event
   */
  under(event) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.at.width / box.width;
    return positionAt(this.at, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
  }

  /**
   * Returns what is at a position, in words.
   * @param {Position | null} position
   */
  describe(position) {
    if (!position) return "";
    const [row, column] = position;
    if (row < 0) return this.content.header(1, column);
    return column < 0 ? this.content.header(0, row) : this.content.sentence(row, column);
  }
}

/**
 * @param {Element} parent
 * @param {Model} model
 * @param {Content} content
 */
function drawLegend(parent, model, { places, marks }) {
  parent.replaceChildren();
  const shown = new Set([...Object.keys(places), "undocumented"]);
  if (marks.flat().length) add(parent, "span", { class: "sgw-marked" }, model.get("marked"));
  for (const { name, legend } of model.get("kinds")) {
    if (!shown.has(name)) continue;
    const item = add(parent, "span");
    const icon = addSvg(item, "svg", { width: CELL, height: CELL, "aria-hidden": true });
    const d = SHAPES[name] ? `M0 0${SHAPES[name]}` : `M${CELL / 2 - 1} ${CELL / 2 - 1}h2v2h-2z`;
    addSvg(icon, "path", { d, class: `sgw-mark sgw-${name}` });
    item.append(legend);
  }
}

/**
 * @param {HTMLElement | SVGElement} element
 * @returns {Position}
 */
const positionOf = (element) => [Number(element.dataset.row), Number(element.dataset.column)];

/**
 * Lets the pointer and the keyboard act on the picture.
 * @param {SVGSVGElement} svg
 * @param {Picture} picture
 * @param {{ point: (at: Position | null) => void, choose: (row: number, column: number) => void, leave: () => void, focus: (row: number, column: number) => void }} acts
 */
function listen(svg, picture, { point, choose, leave, focus }) {
  svg.addEventListener("pointermove", (event) => point(picture.under(event)));
  svg.addEventListener("pointerleave", () => point(null));
  svg.addEventListener("click", (event) => {
    const under = picture.under(event);
    if (under) choose(...under);
  });
  svg.addEventListener("keydown", (event) => {
    const target = closest(event, "[data-row]");
    if (!target) return;
    const [row, column] = positionOf(target);
    const { rows, columns } = picture.content;
    if (event.key === "Enter" || event.key === " ") choose(row, column);
    else if (event.key === "Escape") leave();
    else {
      const goal = moved(event, row, column, rows.length, columns.length);
      if (!goal) return;
      focus(...goal);
      point(goal);
    }
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-matrix" });
  const hint = add(root, "p", { class: "sgw-hint", "aria-hidden": true });
  const scroll = add(root, "div", { class: "sgw-scroll" });
  const svg = addSvg(scroll, "svg", { role: "grid", "aria-label": model.get("title") });
  const legend = add(root, "div", { class: "sgw-legend" });
  const picture = new Picture(svg, `sgw-dots-${Math.random().toString(36).slice(2)}`, read(model));

  const stopAt = (/** @type {number} */ row, /** @type {number} */ column) => {
    const target = picture.element(row, column);
    makeTabStop(svg, target);
    return target;
  };
  const showSelection = () => {
    const [row, column] = model.get("selection");
    picture.place("selected", row, column);
    const chosen = picture.element(row, column);
    markOnly(svg, "aria-selected", [chosen]);
    makeTabStop(svg, chosen ?? picture.element(0, -1));
  };
  const draw = () => {
    picture.draw(read(model));
    drawLegend(legend, model, picture.content);
    showSelection();
  };
  listen(svg, picture, {
    point: (at) => {
      picture.place("hover", ...(at ?? [-1, -1]));
      hint.textContent = picture.describe(at);
    },
    choose: (row, column) => {
      const { rows, columns } = picture.content;
      select(model, rows[row]?.[0], columns[column]?.[0]);
    },
    leave: () => select(model),
    focus: (row, column) => stopAt(row, column)?.focus(),
  });
  const ends = [
    // The focus stays on the same names. If they are gone, it goes to the row, the column, or the first row.
    follow(model, ["matrix"], () =>
      redraw(
        svg,
        (element) => picture.names(positionOf(element)),
        draw,
        (names) => stopAt(...picture.find(names)),
      ),
    ),
    follow(model, ["selection"], showSelection),
  ];
  return () => ends.forEach((end) => end());
}

export default { render };
