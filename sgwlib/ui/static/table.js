// @ts-check
// The visible pairs as a table that can be sorted, copied and saved.

import { NO_SHORTCUTS, add, addButton, closest, copy, makeTabStop } from "./dom.js";
import { NOTHING, counted, kindOf, sentence } from "./filter.js";
import { NEXT, delimited, ordered } from "./rows.js";

/** @typedef {import("./state.js").Store} Store */

const COLUMNS = ["Operation", "Error code", "Family", "Status", "Carrier", "Message"];

export class Table {
  /**
   * @param {HTMLElement} parent
   * @param {Store} store
   */
  constructor(parent, store) {
    this.store = store;
    this.column = 0;
    /** @type {import("./rows.js").Direction} */
    this.direction = "none";
    this.root = add(parent, "div", { class: "sgw-table sgw-pane", role: "region", "aria-label": "Table" });
    const tools = add(this.root, "div", { class: "sgw-tools" });
    this.note = add(tools, "span", { class: "sgw-note" });
    const button = addButton(tools, "Copy", () => copy(delimited(this.#lines(), "\t"), button), {
      "aria-label": "Copy for a spreadsheet",
    });
    addButton(tools, "Download CSV", () => download(delimited(this.#lines(), ","), "storage-gateway-errors.csv"));
    this.scroll = add(this.root, "div", {
      ...NO_SHORTCUTS,
      class: "sgw-scroll",
      tabindex: 0,
      role: "group",
      "aria-label": "Rows",
    });
    const table = add(this.scroll, "table");
    const head = add(add(table, "thead"), "tr");
    this.headers = COLUMNS.map((name, column) => {
      const header = add(head, "th", { scope: "col" });
      addButton(header, name, () => this.#sort(column));
      return header;
    });
    this.body = add(table, "tbody");
    this.#listen();
  }

  /** @param {number} column */
  #sort(column) {
    this.direction = NEXT[column === this.column ? this.direction : "none"];
    this.column = column;
    this.draw();
  }

  draw() {
    const { book, edition, grid, met } = this.store;
    const rows = grid.pairs.map(([operation, code]) => {
      const about = /** @type {import("./book.js").Code} */ (book.codes.get(code));
      const status = book.exceptions.get(about.carrier.text)?.status ?? 0;
      return { cells: [operation, code, about.family, status, about.carrier.text, about.message] };
    });
    this.rows = ordered(rows, this.column, this.direction);
    this.headers.forEach((header, index) =>
      header.setAttribute("aria-sort", index === this.column ? this.direction : "none"),
    );
    const held = this.body.contains(document.activeElement) ? document.activeElement?.getAttribute("data-place") : null;
    const all = document.createDocumentFragment();
    for (const { cells } of this.rows) {
      const line = add(all, "tr");
      const [operation, code, ...others] = cells.map((cell) => `${cell}`);
      const name = sentence(kindOf(book, edition, operation, code, met), operation, code);
      addButton(add(line, "th", { scope: "row" }), operation, () => this.store.select(operation, code), {
        "aria-label": name,
        "data-place": `${operation} ${code}`,
        tabindex: -1,
      });
      for (const text of [code, ...others]) add(line, "td", {}, text);
    }
    this.body.replaceChildren(all);
    this.note.textContent = this.rows.length ? counted(this.rows.length, "pair") : NOTHING;
    this.mark();
    if (held) this.#focus(this.body.querySelector(`[data-place="${CSS.escape(held)}"]`));
  }

  mark() {
    const { operations, codes } = this.store.state;
    const some = operations.length + codes.length > 0;
    let first = null;
    for (const line of this.body.rows) {
      const [operation, code] = (line.querySelector("button")?.dataset.place ?? "").split(" ");
      const chosen =
        some && (!operations.length || operations.includes(operation)) && (!codes.length || codes.includes(code));
      if (chosen) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
      if (chosen && !first) first = line;
    }
    makeTabStop(this.body, (first ?? this.body.rows[0])?.querySelector("button"));
    if (first) reveal(this.scroll, first);
  }

  /** @param {Element | null} button */
  #focus(button) {
    if (!(button instanceof HTMLElement)) return;
    makeTabStop(this.body, button);
    button.focus();
  }

  #lines() {
    return [COLUMNS, ...(this.rows ?? []).map(({ cells }) => cells)];
  }

  #listen() {
    this.body.addEventListener("keydown", (event) => {
      const line = /** @type {HTMLTableRowElement | null} */ (closest(event, "tr"));
      if (!line) return;
      const [here, last] = [line.sectionRowIndex, this.body.rows.length - 1];
      /** @type {Record<string, number>} */
      const goals = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: last };
      const goal = goals[event.key];
      if (event.key === "Escape") this.store.stepBack();
      else if (goal === undefined) return;
      else this.#focus(this.body.rows[Math.min(Math.max(goal, 0), last)].querySelector("button"));
      event.preventDefault();
      event.stopPropagation();
    });
  }
}

/**
 * Scrolls a row into view without moving the page.
 * @param {HTMLElement} scroll
 * @param {HTMLElement} line
 */
function reveal(scroll, line) {
  const head = scroll.querySelector("thead")?.offsetHeight ?? 0;
  const [top, bottom] = [line.offsetTop - head, line.offsetTop + line.offsetHeight];
  if (top < scroll.scrollTop || bottom > scroll.scrollTop + scroll.clientHeight)
    scroll.scrollTop = top - scroll.clientHeight / 2;
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
