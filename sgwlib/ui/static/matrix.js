// Draws the matrix and sends gestures back. What is visible, what it is called and what a
// gesture means is decided in Python; nothing here knows an operation or a code.

import { NO_SHORTCUTS, add, afterPaint, follow, makeTabStop, select } from "./dom.js";
import { moved } from "./keys.js";
import { filled, label, named, ruler } from "./labels.js";
import { CELL, SHAPES, columnOutline, layout, pathOf, positionAt, rowOutline } from "./layout.js";

// The rows and columns by what they are called, and each listed cell by its place.
function read(model) {
  const { rows, columns, kinds, counts, marks } = model.get("matrix");
  const kindAt = new Map();
  const places = {};
  for (const [kind, cells] of Object.entries(kinds)) {
    places[kind] = cells.map((cell) => [Math.floor(cell / columns.length), cell % columns.length]);
    for (const cell of cells) kindAt.set(cell, kind);
  }
  const sides = [named(rows, model.get("operations")), named(columns, model.get("codes"))];
  const sentences = Object.fromEntries(model.get("kinds").map(({ name, sentence }) => [name, sentence]));
  const sentence = (row, column) => {
    const kind = kindAt.get(row * columns.length + column) ?? "undocumented";
    const [operation, code] = [sides[0][row].join(", "), sides[1][column].join(", ")];
    return filled(sentences[kind], { operation, code });
  };
  const header = (axis, index) => {
    const group = sides[axis][index].join(", ");
    return `${group}: ${model.get("headings")[axis]}: ${counts[axis][index]}`;
  };
  return { rows: sides[0], columns: sides[1], places, counts, marks, sentence, header };
}

class Picture {
  constructor(svg, id) {
    this.svg = svg;
    this.id = id;
    this.measure = ruler();
  }

  // Draws everything anew. Cells are seen as paths, one for all of a kind; the elements that the
  // keyboard and screen readers meet are not seen, so they come after the picture. Cells that are
  // only undocumented are a pattern; one of them becomes an element once it is focused or selected.
  draw(content) {
    this.content = content;
    this.cells = new Map();
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
      // The picture fits its panel, down to where labels can still be read and up to a big screen.
      style: `width: 100%; max-width: ${Math.round(width * 1.5)}px; min-width: ${Math.round(width * 0.75)}px`,
      viewBox: `0 0 ${width} ${height}`,
      "aria-rowcount": this.content.rows.length + 1,
      "aria-colcount": this.content.columns.length + 1,
    })) {
      this.svg.setAttribute(key, value);
    }
  }

  #background() {
    const { left, top, right, bottom } = this.at;
    const drawing = add(this.svg, "g", { "aria-hidden": "true" });
    const dots = { id: this.id, x: left, y: top, width: CELL, height: CELL };
    const pattern = add(drawing, "pattern", { ...dots, patternUnits: "userSpaceOnUse" });
    const dot = { x: CELL / 2 - 1, y: CELL / 2 - 1, width: 2, height: 2 };
    add(pattern, "rect", { ...dot, class: "sgw-undocumented" });
    this.bands = {};
    for (const kind of ["hover", "selected"]) {
      const look = { class: `sgw-band sgw-${kind}`, visibility: "hidden" };
      this.bands[kind] = [add(drawing, "path", look), add(drawing, "path", look)];
    }
    const area = { x: left, y: top, width: right - left, height: bottom - top };
    add(drawing, "rect", { ...area, class: "sgw-ground", fill: `url(#${this.id})` });
    for (const [kind, positions] of Object.entries(this.content.places)) {
      const path = { d: pathOf(kind, positions, this.at), class: `sgw-mark sgw-${kind}` };
      // Where a listed cell is no plain square, its dot would show through.
      if (kind !== "documented") add(drawing, "path", { ...path, class: "sgw-mark sgw-blank" });
      add(drawing, "path", path);
    }
  }

  #focusable(parent, name, row, column, attributes, text) {
    const place = { "data-row": row, "data-column": column, tabindex: -1, "aria-colindex": column + 2 };
    const element = add(parent, name, { ...NO_SHORTCUTS, ...place, ...attributes }, text);
    this.cells.set(`${row},${column}`, element);
    return element;
  }

  #columnHeaders(labels) {
    const { left, top, bottom } = this.at;
    const line = add(this.svg, "g", { role: "row", "aria-rowindex": 1 });
    labels.forEach((text, column) => {
      const x = left + (column + 0.5) * CELL;
      this.#focusable(line, "text", -1, column, {
        role: "columnheader",
        class: this.content.marks[1].includes(column) ? "sgw-marked" : "",
        transform: `translate(${x + 4} ${top - 6}) rotate(-60)`,
        "aria-label": this.content.header(1, column),
      }, text);
      this.#count({ x, y: bottom + 14, "text-anchor": "middle" }, this.content.counts[1][column]);
    });
  }

  #row(text, row) {
    const { left, top, right } = this.at;
    const y = top + row * CELL + CELL - 5;
    const line = add(this.svg, "g", { role: "row", "aria-rowindex": row + 2 });
    this.#focusable(line, "text", row, -1, {
      role: "rowheader",
      class: this.content.marks[0].includes(row) ? "sgw-marked" : "",
      x: left - 6,
      y,
      "text-anchor": "end",
      "aria-label": this.content.header(0, row),
    }, text);
    this.#count({ x: right + 5, y }, this.content.counts[0][row]);
    return line;
  }

  #count(place, count) {
    add(this.svg, "text", { ...place, class: "sgw-count", "aria-hidden": "true" }, `${count}`);
  }

  #cell(row, column) {
    const square = { x: this.at.left + column * CELL, y: this.at.top + row * CELL, width: CELL, height: CELL };
    const name = { role: "gridcell", "aria-label": this.content.sentence(row, column) };
    return this.#focusable(this.lines[row], "rect", row, column, { ...square, ...name, class: "sgw-hit" });
  }

  // The element at a place, made if need be; null where there is none.
  element(row, column) {
    const found = this.cells.get(`${row},${column}`);
    if (found || row < 0 || column < 0) return found ?? null;
    if (row >= this.lines.length || column >= this.content.columns.length) return null;
    return this.#cell(row, column);
  }

  // The first names at a position, and the position of names; where they are gone, the first.
  names([row, column]) {
    return [this.content.rows[row]?.[0], this.content.columns[column]?.[0]];
  }

  find([operation, code]) {
    const row = this.content.rows.findIndex((group) => group.includes(operation));
    const column = this.content.columns.findIndex((group) => group.includes(code));
    return row < 0 && column < 0 ? [0, -1] : [row, column];
  }

  place(kind, row, column) {
    const outlines = [rowOutline(this.at, row), columnOutline(this.at, column)];
    this.bands[kind].forEach((band, axis) => {
      band.setAttribute("visibility", outlines[axis] ? "visible" : "hidden");
      band.setAttribute("d", outlines[axis]);
    });
  }

  // The [row, column] under the pointer, or null.
  under(event) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.at.width / box.width;
    return positionAt(this.at, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
  }

  say(position) {
    if (!position) return "";
    const [row, column] = position;
    if (row < 0) return this.content.header(1, column);
    return column < 0 ? this.content.header(0, row) : this.content.sentence(row, column);
  }
}

function drawLegend(parent, model, { places, marks }) {
  parent.replaceChildren();
  const shown = new Set([...Object.keys(places), "undocumented"]);
  if (marks.flat().length) add(parent, "span", { class: "sgw-marked" }, model.get("marked"));
  for (const { name, legend } of model.get("kinds")) {
    if (!shown.has(name)) continue;
    const item = add(parent, "span");
    const icon = add(item, "svg", { width: CELL, height: CELL, "aria-hidden": "true" });
    const d = SHAPES[name] ? `M0 0${SHAPES[name]}` : `M${CELL / 2 - 1} ${CELL / 2 - 1}h2v2h-2z`;
    add(icon, "path", { d, class: `sgw-mark sgw-${name}` });
    item.append(legend);
  }
}

const position = (element) => [Number(element.dataset.row), Number(element.dataset.column)];

// Lets the pointer and the keyboard act on the picture.
function listen(svg, picture, { point, choose, leave, focus }) {
  svg.addEventListener("pointermove", (event) => point(picture.under(event)));
  svg.addEventListener("pointerleave", () => point(null));
  svg.addEventListener("click", (event) => {
    const under = picture.under(event);
    if (under) choose(...under);
  });
  svg.addEventListener("keydown", (event) => {
    const target = event.target.closest("[data-row]");
    if (!target) return;
    const [row, column] = position(target);
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

function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-matrix" });
  const told = add(root, "p", { class: "sgw-told", "aria-hidden": "true" });
  const scroll = add(root, "div", { class: "sgw-scroll" });
  const svg = add(scroll, "svg", { role: "grid", "aria-label": model.get("title") });
  const legend = add(root, "div", { class: "sgw-legend" });
  const picture = new Picture(svg, `sgw-dots-${Math.random().toString(36).slice(2)}`);

  const focus = (row, column) => {
    const target = picture.element(row, column);
    makeTabStop(svg, target);
    target?.focus();
  };
  const showSelection = () => {
    const [row, column] = model.get("selection");
    picture.place("selected", row, column);
    svg.querySelectorAll('[aria-selected="true"]').forEach((each) => each.removeAttribute("aria-selected"));
    const chosen = picture.element(row, column);
    chosen?.setAttribute("aria-selected", "true");
    makeTabStop(svg, chosen ?? picture.element(0, -1));
  };
  const draw = () => {
    const held = svg.contains(document.activeElement) ? picture.names(position(document.activeElement)) : null;
    picture.draw(read(model));
    drawLegend(legend, model, picture.content);
    showSelection();
    // The focus stays with what it was on, wherever that is now, and else with its row or column.
    if (held) focus(...picture.find(held));
  };
  listen(svg, picture, {
    point: (at) => {
      picture.place("hover", ...(at ?? [-1, -1]));
      told.textContent = picture.say(at);
    },
    choose: (row, column) => {
      const { rows, columns } = picture.content;
      select(model, rows[row]?.[0], columns[column]?.[0]);
    },
    leave: () => select(model),
    focus,
  });
  const ends = [follow(model, ["matrix"], draw), follow(model, ["selection"], showSelection)];
  return () => ends.forEach((end) => end());
}

export default { render };
