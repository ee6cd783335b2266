// @ts-check
// The neighbourhood of what is selected: its pairs as lines between operations and codes.

import { key } from "./book.js";
import { add, byKey, coloured, keyOf, makeTabStop, moveFocus, onKey, redraw, setAll, walk } from "./dom.js";
import { label } from "./layout.js";
import { View } from "./view.js";

/** @typedef {import("./book.js").Pair} Pair */

const FONT = 12; // px of a name
const STEP = 20; // px from one name to the next
const MOST_LINES = 1000;

export class Drawing extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page */
  constructor(parent, page) {
    super(parent, page, "Drawing");
    this.note = add(this.root, "p", { class: "sgw-note" });
    const about = { role: "listbox", "aria-label": "Operations, error codes and their pairs" };
    this.svg = add(add(this.root, "div", { class: "sgw-scroll" }), "svg", about);
    this.#listen();
  }

  draw() {
    const pairs = this.#shown();
    this.note.textContent = this.#said(pairs.length);
    const refocus = (/** @type {string} */ name) => moveFocus(this.svg, byKey(this.svg, name));
    redraw(this.svg, () => this.#picture(pairs), refocus);
  }

  /** Draws again, since the selection is what is drawn. */
  mark() {
    this.draw();
  }

  /** Returns the pairs to draw: those of the selection, or all if nothing is selected. */
  #shown() {
    const { grid, state } = this.store;
    if (!state.operations.length && !state.codes.length) return grid.pairs.length > MOST_LINES ? [] : grid.pairs;
    return grid.pairs.filter(([one, other]) => state.operations.includes(one) || state.codes.includes(other));
  }

  /** @param {number} count */
  #said(count) {
    const { grid, met, selected } = this.store;
    const which = selected.length ? `: those of ${selected.join(", ")}.` : ". Select a name to see only its pairs.";
    const dashed = met ? " A dashed line is a pair that was never met." : "";
    return `${count} of ${grid.pairs.length} visible pairs${which}${dashed}`;
  }

  /** @param {Pair[]} pairs */
  #picture(pairs) {
    const { svg, store, page } = this;
    const { book, grid, selected, state } = store;
    // Folded and ordered as the matrix is.
    const folded = pairs.map(([operation, code]) => [grid.row.get(operation) ?? 0, grid.column.get(code) ?? 0]);
    const sides = [grid.rows, grid.columns].map((groups, side) => {
      const concerned = new Set(folded.map((pair) => pair[side]));
      return groups.filter((_, place) => concerned.has(place));
    });
    const lines = [...new Set(folded.map(([row, column]) => key(grid.rows[row][0], grid.columns[column][0])))];
    const widths = sides.map((groups) => Math.max(40, ...groups.map((group) => page.measure(label(group), FONT))) + 20);
    const height = Math.max(...sides.map((groups) => groups.length), 1) * STEP + 12;
    const x = [widths[0], widths[0] + 180];
    const y = sides.map((groups) => new Map(groups.map(([name], at) => [name, ((at + 0.5) * height) / groups.length])));
    const width = x[1] + widths[1];
    svg.replaceChildren();
    setAll(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    for (const line of lines) {
      const [operation, code] = line.split(" ");
      const [from, to] = [y[0].get(operation), y[1].get(code)];
      const both = state.operations.includes(operation) && state.codes.includes(code);
      add(svg, "path", {
        class: `sgw-line sgw-is-${store.kindOf(operation, code)} ${both ? "sgw-chosen" : ""}`,
        style: coloured(book.family(code)),
        d: `M${x[0]} ${from}C${x[0] + 70} ${from} ${x[1] - 70} ${to} ${x[1]} ${to}`,
        "aria-hidden": true,
        "data-line": line,
      });
    }
    for (const [side, groups] of sides.entries())
      for (const group of groups) {
        const [name] = group;
        const own = lines.map((line) => line.split(" ")).filter((line) => line[side] === name);
        const others = own.map((line) => line[1 - side]).join(", ");
        const node = {
          class: "sgw-node",
          "font-size": FONT,
          role: "option",
          tabindex: -1,
          x: side ? x[1] + 8 : x[0] - 8,
          y: (y[side].get(name) ?? 0) + 4,
          "text-anchor": side ? "start" : "end",
          "data-key": name,
          "data-side": side,
          "aria-selected": selected.includes(name),
          "aria-label": `${name}${side ? ", returned by" : " can return"} ${others}`,
        };
        add(svg, "text", node, label(group));
      }
    makeTabStop(svg, svg.querySelector('[aria-selected="true"]') ?? svg.querySelector(".sgw-node"));
  }

  /** @param {string} name */
  #light(name) {
    this.svg.classList.toggle("sgw-lighting", Boolean(name));
    for (const line of this.svg.querySelectorAll(".sgw-line"))
      line.classList.toggle("sgw-lit", Boolean(line.getAttribute("data-line")?.split(" ").includes(name)));
    this.page.say(byKey(this.svg, name)?.getAttribute("aria-label") ?? "");
  }

  #listen() {
    const { svg, store } = this;
    const sideOf = (/** @type {string} */ name) => (store.grid.row.has(name) ? 0 : 1);
    const choose = (/** @type {string} */ name, /** @type {boolean} */ more) =>
      name && store.choose(sideOf(name), name, more);
    svg.addEventListener("pointerover", (event) => this.#light(keyOf(event)));
    this.root.addEventListener("focusin", (event) => this.#light(keyOf(event)));
    svg.addEventListener("click", (event) => choose(keyOf(event), event.shiftKey));
    onKey(svg, (event) => {
      const name = keyOf(event);
      const sides = [0, 1].map((side) => [...svg.querySelectorAll(`[data-side="${side}"]`)]);
      const chosen = event.key === "Enter" || event.key === " ";
      if (chosen) choose(name, event.shiftKey || event.key === " ");
      const across = event.key === (sideOf(name) ? "ArrowLeft" : "ArrowRight");
      if (across) moveFocus(svg, sides[1 - sideOf(name)][0]);
      return chosen || across || walk(svg, sides[sideOf(name)], event);
    });
  }
}
