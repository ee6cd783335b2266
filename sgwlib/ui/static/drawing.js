// @ts-check
// The neighbourhood of what is selected: its pairs as lines between operations and codes.

import { add, byKey, closest, coloured, makeTabStop, moveFocus, onKey, redraw, setAll } from "./dom.js";
import { NOTHING, partners } from "./filter.js";
import { label } from "./layout.js";
import { View } from "./view.js";

/** @typedef {import("./book.js").Pair} Pair */
/** @typedef {import("./filter.js").Which} Which */

const STEP = 20; // px from one name to the next
const MOST_LINES = 1000;
const SWEEPS = 8;

/**
 * Orders both sides so that few lines cross: each name moves to the middle of its partners.
 * @param {Pair[]} pairs
 */
function untangled(pairs) {
  const found = [partners(pairs, 0), partners(pairs, 1)];
  const sides = found.map((each) => [...each.keys()]);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const side = sweep % 2 ? 0 : 1;
    const place = new Map(sides[1 - side].map((name, at) => [name, at]));
    const middle = (/** @type {string} */ name) => {
      const own = found[side].get(name) ?? [];
      return own.reduce((sum, each) => sum + (place.get(each) ?? 0), 0) / own.length;
    };
    const middles = new Map(sides[side].map((name) => [name, middle(name)]));
    sides[side].sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
  }
  return sides;
}

export class Drawing extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page */
  constructor(parent, page) {
    super(parent, page, "Drawing");
    this.note = add(this.root, "p", { class: "sgw-note" });
    this.scroll = this.addScroll();
    const name = "Operations, error codes and their pairs";
    this.svg = add(this.scroll, "svg", { role: "listbox", "aria-label": name });
    this.#listen();
  }

  draw() {
    const pairs = this.#shown();
    this.note.textContent = this.#said(pairs.length);
    redraw(
      this.svg,
      () => this.#picture(pairs),
      (name) => moveFocus(this.svg, byKey(this.svg, name)),
    );
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
    const { grid, met, state } = this.store;
    const names = [...state.operations, ...state.codes].join(", ");
    const dashed = met ? " A dashed line is a pair that was never met." : "";
    if (!grid.pairs.length) return NOTHING + dashed;
    if (names) return `${count} of ${grid.pairs.length} visible pairs: those of ${names}.${dashed}`;
    if (count) return `All ${count} visible pairs. Select a name to see only its pairs.${dashed}`;
    return `Too many pairs. Select a name.${dashed}`;
  }

  /** @param {Pair[]} pairs */
  #picture(pairs) {
    const { book, grid, state } = this.store;
    // Folded as the matrix is: of equal rows and columns the first is drawn.
    const group = (/** @type {number} */ side, /** @type {string} */ name) =>
      side ? grid.columns[grid.column.get(name) ?? 0] : grid.rows[grid.row.get(name) ?? 0];
    const folded = pairs.map((pair) => /** @type {Pair} */ (pair.map((name, side) => group(side, name)[0])));
    const lines = [...new Map(folded.map((pair) => [pair.join(" "), pair])).values()];
    const sides = untangled(lines);
    const labels = sides.map((names, side) => names.map((name) => label(group(side, name))));
    const widths = labels.map((texts) => Math.max(40, ...texts.map((text) => this.page.measure(text, 12))) + 20);
    const height = Math.max(...sides.map((names) => names.length), 1) * STEP + 12;
    const x = [widths[0], widths[0] + 180];
    const y = sides.map((names) => new Map(names.map((name, at) => [name, ((at + 0.5) * height) / names.length])));
    const width = x[1] + widths[1];
    this.svg.replaceChildren();
    setAll(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    for (const [operation, code] of lines) {
      const [from, to] = [y[0].get(operation), y[1].get(code)];
      const look = `sgw-is-${this.store.kindOf(operation, code)}`;
      const chosen = state.operations.includes(operation) && state.codes.includes(code) ? "sgw-chosen" : "";
      add(this.svg, "path", {
        class: `sgw-line ${look} ${chosen}`,
        style: coloured(book.family(code)),
        d: `M${x[0]} ${from}C${x[0] + 70} ${from} ${x[1] - 70} ${to} ${x[1]} ${to}`,
        "aria-hidden": true,
        "data-from": operation,
        "data-to": code,
      });
    }
    const chosen = [...state.operations, ...state.codes];
    sides.forEach((names, side) =>
      names.forEach((name, at) => {
        const others = lines.filter((line) => line[side] === name).map((line) => line[1 - side]);
        const place = { x: side ? x[1] + 8 : x[0] - 8, y: (y[side].get(name) ?? 0) + 4 };
        const node = {
          ...place,
          class: "sgw-node",
          role: "option",
          tabindex: -1,
          "text-anchor": side ? "start" : "end",
          "data-key": name,
          "data-side": side,
          "aria-selected": chosen.includes(name),
          "aria-label": `${name}${side ? ", returned by" : " can return"} ${others.join(", ")}`,
        };
        add(this.svg, "text", node, labels[side][at]);
      }),
    );
    makeTabStop(this.svg, this.svg.querySelector('[aria-selected="true"]') ?? this.svg.querySelector(".sgw-node"));
  }

  /** @param {HTMLElement | null} node */
  #light(node) {
    const name = node?.dataset.key ?? "";
    this.svg.classList.toggle("sgw-lighting", Boolean(name));
    for (const line of /** @type {NodeListOf<SVGElement>} */ (this.svg.querySelectorAll(".sgw-line")))
      line.classList.toggle("sgw-lit", line.dataset.from === name || line.dataset.to === name);
    this.page.say(node?.getAttribute("aria-label") ?? "");
  }

  #listen() {
    const { svg } = this;
    const nodeOf = (/** @type {Event} */ event) => closest(event, ".sgw-node");
    const choose = (/** @type {HTMLElement | null} */ node, /** @type {boolean} */ more) =>
      node && this.store.choose(/** @type {Which} */ (Number(node.dataset.side)), node.dataset.key ?? "", more);
    svg.addEventListener("pointerover", (event) => this.#light(nodeOf(event)));
    svg.addEventListener("focusin", (event) => this.#light(nodeOf(event)));
    svg.addEventListener("click", (event) => choose(nodeOf(event), event.shiftKey));
    onKey(svg, (event) => {
      const node = nodeOf(event);
      const [left, right] = ["0", "1"].map((side) => [...svg.querySelectorAll(`[data-side="${side}"]`)]);
      const same = node?.dataset.side === "0" ? left : right;
      const at = same.findIndex((each) => each === node);
      const chosen = event.key === "Enter" || event.key === " ";
      if (chosen) choose(node, event.shiftKey || event.key === " ");
      /** @type {Record<string, Element | undefined>} */
      const goals = {
        ArrowUp: same[at - 1],
        ArrowDown: same[at + 1],
        Home: same[0],
        End: same.at(-1),
        ...(same === left ? { ArrowRight: right[0] } : { ArrowLeft: left[0] }),
      };
      moveFocus(svg, goals[event.key]);
      return chosen || event.key in goals;
    });
  }
}
