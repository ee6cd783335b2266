// The visible pairs as a real table: sorted here, since only this view cares about it.

import { NO_SHORTCUTS, add, addButton, copy, follow, makeTabStop, select } from "./dom.js";
import { filled } from "./labels.js";
import { NEXT, delimited, ordered } from "./rows.js";

// One row for each pair: its place, and what stands in its cells.
function read(model) {
  const [operations, codes, met] = ["operations", "codes", "met"].map((name) => model.get(name));
  return model.get("pairs").map((pair, index) => {
    const place = [Math.floor(pair / codes.length), pair % codes.length];
    const [code, ...facts] = codes[place[1]];
    return { place, cells: [operations[place[0]], code, ...met.slice(index, index + 1), ...facts] };
  });
}

// The table itself: header buttons that sort, and a button in each row that selects its pair.
class Rows {
  constructor(scroll, model) {
    const table = add(scroll, "table");
    this.scroll = scroll;
    this.model = model;
    this.sorting = { column: 0, direction: "none" };
    this.caption = add(table, "caption");
    this.head = add(add(table, "thead"), "tr");
    this.body = add(table, "tbody");
  }

  drawHead() {
    this.head.replaceChildren();
    this.headers = this.model.get("columns").map((name, column) => {
      const header = add(this.head, "th", { scope: "col" });
      addButton(header, name, () => this.sort(column));
      return header;
    });
    this.#showSorting();
  }

  sort(column) {
    const before = column === this.sorting.column ? this.sorting.direction : "none";
    this.sorting = { column, direction: NEXT[before] };
    this.#showSorting();
    this.drawBody();
  }

  #showSorting() {
    const { column, direction } = this.sorting;
    this.headers.forEach((header, index) => header.setAttribute("aria-sort", index === column ? direction : "none"));
  }

  drawBody() {
    const { column, direction } = this.sorting;
    const held = this.body.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    this.rows = ordered(read(this.model), column, direction);
    const fragment = document.createDocumentFragment();
    for (const row of this.rows) fragment.append(this.#line(row));
    this.body.replaceChildren(fragment);
    this.mark();
    if (held) (this.body.querySelector(`[data-place="${held}"]`) ?? this.stop)?.focus();
  }

  #line({ place, cells }) {
    const line = document.createElement("tr");
    const [operation, code, ...others] = cells;
    const name = filled(this.model.get("sentence"), { operation, code });
    const attributes = { "aria-label": name, "data-place": place, tabindex: -1 };
    addButton(add(line, "th", { scope: "row" }), operation, () => select(this.model, operation, code), attributes);
    for (const text of [code, ...others]) add(line, "td", {}, `${text}`);
    return line;
  }

  // Marks the rows of what is selected: one for a pair, all of an operation or of a code.
  mark() {
    const chosen = this.model.get("selection");
    const lines = [...this.body.rows];
    const matches = ({ place }) => place.every((each, side) => chosen[side] < 0 || chosen[side] === each);
    const selected = lines.filter((_, index) => Math.max(...chosen) >= 0 && matches(this.rows[index]));
    for (const line of this.body.querySelectorAll('[aria-current="true"]')) line.removeAttribute("aria-current");
    for (const line of selected) line.setAttribute("aria-current", "true");
    this.stop = (selected[0] ?? lines[0])?.querySelector("button");
    makeTabStop(this.body, this.stop);
    // Once the rows are laid out.
    requestAnimationFrame(() => reveal(this.scroll));
  }

  // What is on screen, as lines of cells.
  lines() {
    return [this.model.get("columns"), ...this.rows.map(({ cells }) => cells)];
  }
}

// Lets the arrow keys walk from row to row.
function listenTo(rows) {
  rows.body.addEventListener("keydown", (event) => {
    const here = event.target.closest("tr").rowIndex - 1; // the header comes first
    const last = rows.body.rows.length - 1;
    const goal = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") select(rows.model);
    else if (goal === undefined) return;
    else {
      const button = rows.body.rows[Math.min(Math.max(goal, 0), last)].querySelector("button");
      makeTabStop(rows.body, button);
      button.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  });
}

// Brings the first selected row into view without moving the page.
function reveal(scroll) {
  const line = scroll.querySelector('[aria-current="true"]');
  if (!line) return;
  const [box, frame] = [line.getBoundingClientRect(), scroll.getBoundingClientRect()];
  const head = scroll.querySelector("thead").offsetHeight;
  if (box.top < frame.top + head || box.bottom > frame.bottom) {
    scroll.scrollTop += box.top - frame.top - frame.height / 2;
  }
}

function download(text, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = file;
  link.click();
  // Some browsers begin only after the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

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
    follow(model, ["caption"], () => (rows.caption.textContent = model.get("caption"))),
  ];
  return () => ends.forEach((end) => end());
}

export default { render };
