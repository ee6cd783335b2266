// @ts-check
// The visible pairs as a table. It is sorted here, because only this view needs the order.

import { NO_SHORTCUTS, add, addButton, closest, copy, follow, makeTabStop, markOnly, redraw, select } from "./dom.js";
import { filled } from "./labels.js";
import { NEXT, delimited, ordered } from "./rows.js";

/** @typedef {import("./dom.js").Model} Model */
/** @typedef {{ place: number[], cells: (string | number)[] }} TableRow */

/**
 * Returns one row for each pair: its place, and its cells.
 * @param {Model} model
 * @returns {TableRow[]}
 */
function read(model) {
  const [operations, codes, met] = ["operations", "codes", "met"].map((name) => model.get(name));
  return model.get("pairs").map((/** @type {number} */ pair, /** @type {number} */ index) => {
    const place = [Math.floor(pair / codes.length), pair % codes.length];
    const [code, ...facts] = codes[place[1]];
    return { place, cells: [operations[place[0]], code, ...met.slice(index, index + 1), ...facts] };
  });
}

// The table: header buttons that sort, and a button in each row that selects its pair.
class Rows {
  /**
   * @param {HTMLElement} scroll
   * @param {Model} model
   */
  constructor(scroll, model) {
    const table = add(scroll, "table");
    this.scroll = scroll;
    this.model = model;
    this.column = 0;
    /** @type {import("./rows.js").Direction} */
    this.direction = "none";
    this.caption = add(table, "caption");
    this.head = add(add(table, "thead"), "tr");
    this.body = add(table, "tbody");
    /** @type {HTMLElement[]} */
    this.headers = [];
    /** @type {TableRow[]} */
    this.rows = [];
    /** @type {HTMLElement | null | undefined} */
    this.stop = null;
  }

  drawHead() {
    this.head.replaceChildren();
    this.headers = this.model.get("columns").map((/** @type {string} */ name, /** @type {number} */ column) => {
      const header = add(this.head, "th", { scope: "col" });
      addButton(header, name, () => this.sort(column));
      return header;
    });
    this.#showSorting();
  }

  /** @param {number} column */
  sort(column) {
    this.direction = NEXT[column === this.column ? this.direction : "none"];
    this.column = column;
    this.#showSorting();
    this.drawBody();
  }

  #showSorting() {
    this.headers.forEach((header, index) =>
      header.setAttribute("aria-sort", index === this.column ? this.direction : "none"),
    );
  }

  drawBody() {
    const draw = () => {
      this.rows = ordered(read(this.model), this.column, this.direction);
      const fragment = document.createDocumentFragment();
      for (const row of this.rows) this.#line(fragment, row);
      this.body.replaceChildren(fragment);
      this.mark();
    };
    redraw(
      this.body,
      (button) => button.dataset.place,
      draw,
      (place) => this.body.querySelector(`[data-place="${place}"]`) ?? this.stop,
    );
  }

  /**
   * @param {DocumentFragment} parent
   * @param {TableRow} row
   */
  #line(parent, { place, cells }) {
    const line = add(parent, "tr");
    const [operation, code, ...others] = cells.map((cell) => `${cell}`);
    const name = filled(this.model.get("sentence"), { operation, code });
    const attributes = { "aria-label": name, "data-place": `${place}`, tabindex: -1 };
    addButton(add(line, "th", { scope: "row" }), operation, () => select(this.model, operation, code), attributes);
    for (const text of [code, ...others]) add(line, "td", {}, text);
  }

  // Marks the rows of the selection: one for a pair, all of an operation or of a code.
  mark() {
    /** @type {number[]} */
    const chosen = this.model.get("selection");
    const lines = [...this.body.rows];
    const matches = (/** @type {TableRow} */ { place }) =>
      place.every((each, side) => chosen[side] < 0 || chosen[side] === each);
    const selected = lines.filter((_, index) => Math.max(...chosen) >= 0 && matches(this.rows[index]));
    markOnly(this.body, "aria-current", selected);
    this.stop = (selected[0] ?? lines[0])?.querySelector("button");
    makeTabStop(this.body, this.stop);
    // After the rows are laid out.
    requestAnimationFrame(() => reveal(this.scroll));
  }

  // Returns what is on screen, as lines of cells.
  lines() {
    return [this.model.get("columns"), ...this.rows.map(({ cells }) => cells)];
  }
}

/**
 * Lets the arrow keys move from row to row.
 * @param {Rows} rows
 */
function listenTo(rows) {
  rows.body.addEventListener("keydown", (event) => {
    const line = /** @type {HTMLTableRowElement | null} */ (closest(event, "tr"));
    if (!line) return;
    const here = line.sectionRowIndex;
    const last = rows.body.rows.length - 1;
    /** @type {Record<string, number>} */
    const goals = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: last };
    const goal = goals[event.key];
    if (event.key === "Escape") select(rows.model);
    else if (goal === undefined) return;
    else {
      const button = rows.body.rows[Math.min(Math.max(goal, 0), last)].querySelector("button");
      makeTabStop(rows.body, button);
      button?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * Scrolls the first selected row into view without moving the page.
 * @param {HTMLElement} scroll
 */
function reveal(scroll) {
  const line = scroll.querySelector('[aria-current="true"]');
  if (!line) return;
  const [box, frame] = [line.getBoundingClientRect(), scroll.getBoundingClientRect()];
  const head = scroll.querySelector("thead")?.offsetHeight ?? 0;
  if (box.top < frame.top + head || box.bottom > frame.bottom) {
    scroll.scrollTop += box.top - frame.top - frame.height / 2;
  }
}

/**
 * @param {string} text
 * @param {string} file
 */
function download(text, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = file;
  link.click();
  // Some browsers start the download after the click was handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-view sgw-table", role: "region", "aria-label": model.get("title") });
  const tools = add(root, "div", { class: "sgw-toolbar" });
  addButton(tools, "Download CSV", () => download(delimited(rows.lines(), ","), model.get("file")));
  const button = addButton(tools, "Copy", () => copy(delimited(rows.lines(), "\t"), button), {
    "aria-label": "Copy for a spreadsheet",
  });
  const place = { ...NO_SHORTCUTS, class: "sgw-rows", tabindex: 0, role: "group", "aria-label": "Rows" };
  const scroll = add(root, "div", place);
  const rows = new Rows(scroll, model);
  listenTo(rows);
  const ends = [
    follow(model, ["columns"], () => rows.drawHead()),
    follow(model, ["operations", "codes", "pairs", "met"], () => rows.drawBody()),
    follow(model, ["selection"], () => rows.mark()),
    follow(model, ["caption"], () => {
      rows.caption.textContent = model.get("caption");
    }),
  ];
  return () => ends.forEach((end) => end());
}

export default { render };
