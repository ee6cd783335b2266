// @ts-check
// The visible pairs as a table that can be sorted, copied and saved.

import { key } from "./book.js";
import { add, addButton, addCopy, byKey, makeTabStop, moveFocus, onKey, redraw, walk } from "./dom.js";
import { counted } from "./filter.js";
import { clamp } from "./layout.js";
import { NEXT, delimited, ordered } from "./rows.js";
import { View } from "./view.js";

const COLUMNS = ["Operation", "Error code", "Family", "Status", "Carrier", "Message"];

export class Table extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page */
  constructor(parent, page) {
    super(parent, page, "Table");
    this.column = 0;
    /** @type {import("./rows.js").Direction} */
    this.direction = "none";
    /** @type {import("./rows.js").Row[]} */
    this.rows = [];
    const tools = add(this.root, "div", { class: "sgw-tools" });
    this.note = add(tools, "span", { class: "sgw-note" });
    const written = (/** @type {string} */ separator) =>
      delimited([COLUMNS, ...this.rows.map(({ cells }) => cells)], separator);
    addCopy(tools, "Copy", () => written("\t"), { "aria-label": "Copy for a spreadsheet" });
    addButton(tools, "Download CSV", () => download(written(",")));
    const look = { class: "sgw-scroll", tabindex: 0, role: "group", "aria-label": "Rows" };
    this.scroll = add(this.root, "div", look);
    const table = add(this.scroll, "table");
    this.head = add(add(table, "thead"), "tr");
    for (const [column, name] of COLUMNS.entries())
      addButton(add(this.head, "th", { scope: "col" }), name, () => this.#sort(column), { class: "sgw-flat" });
    this.body = add(table, "tbody");
    onKey(this.body, (event) => walk(this.body, [...this.body.querySelectorAll("button")], event));
  }

  /** @param {number} column */
  #sort(column) {
    this.direction = NEXT[column === this.column ? this.direction : "none"];
    this.column = column;
    this.draw();
  }

  draw() {
    const { book, grid } = this.store;
    const rows = grid.pairs.map(([operation, code]) => {
      const { family, carrier, message } = book.codes[code];
      const status = book.exceptions[carrier.text]?.status ?? 0;
      return { cells: [operation, code, family, status, carrier.text, message] };
    });
    this.rows = ordered(rows, this.column, this.direction);
    for (const [column, header] of [...this.head.cells].entries())
      header.setAttribute("aria-sort", column === this.column ? this.direction : "none");
    const draw = () => {
      const all = document.createDocumentFragment();
      for (const { cells } of this.rows) this.#line(all, cells.map(String));
      this.body.replaceChildren(all);
      this.mark();
    };
    redraw(this.body, draw, (name) => moveFocus(this.body, byKey(this.body, name)));
    this.note.textContent = counted(rows.length, "pair");
  }

  /** @param {Node} parent @param {string[]} cells */
  #line(parent, [operation, code, ...others]) {
    const line = add(parent, "tr");
    addButton(add(line, "th", { scope: "row" }), operation, () => this.store.select(operation, code), {
      "aria-label": this.store.sentence(operation, code),
      class: "sgw-flat",
      "data-key": key(operation, code),
      tabindex: -1,
    });
    for (const text of [code, ...others]) add(line, "td", {}, text);
  }

  mark() {
    const { operations, codes } = this.store.state;
    const some = operations.length + codes.length > 0;
    let first = null;
    for (const line of this.body.rows) {
      const [operation, code] = (line.querySelector("button")?.dataset.key ?? "").split(" ");
      const chosen =
        some && (!operations.length || operations.includes(operation)) && (!codes.length || codes.includes(code));
      line.ariaCurrent = chosen ? "true" : null;
      if (chosen) first ??= line;
    }
    makeTabStop(this.body, (first ?? this.body.rows[0])?.querySelector("button"));
    if (!first) return;
    const { offsetTop: top, offsetHeight: height } = first;
    // Only the pane scrolls, and not the page.
    const { scroll, head } = this;
    scroll.scrollTop = clamp(scroll.scrollTop, top + height - scroll.clientHeight, top - head.offsetHeight);
  }
}

/** @param {string} text to save as a file */
function download(text) {
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`;
  const link = Object.assign(document.createElement("a"), { href, download: "storage-gateway-errors.csv" });
  link.click();
}
