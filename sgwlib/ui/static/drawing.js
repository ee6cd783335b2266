// @ts-check
// The neighbourhood of what is selected: its pairs as lines between operations and codes.

import { NO_SHORTCUTS, add, addSvg, closest, makeTabStop } from "./dom.js";
import { NOTHING, kindOf, partners } from "./filter.js";
import { label } from "./layout.js";

/** @typedef {import("./state.js").Store} Store */
/** @typedef {import("./book.js").Pair} Pair */

const STEP = 20; // px from one name to the next
const MOST_LINES = 1000;
const SWEEPS = 8;

/**
 * Returns the pairs to draw: those of the selection, or all if nothing is selected.
 * @param {Store} store
 * @returns {Pair[]}
 */
export function drawn(store) {
  const { operations, codes } = store.state;
  const { pairs } = store.grid;
  if (!operations.length && !codes.length) return pairs.length > MOST_LINES ? [] : pairs;
  return pairs.filter(([operation, code]) => operations.includes(operation) || codes.includes(code));
}

/**
 * Orders both sides so that few lines cross: each name moves to the middle of its partners.
 * @param {Pair[]} pairs
 * @returns {[string[], string[]]}
 */
export function untangled(pairs) {
  const found = [partners(pairs, 0), partners(pairs, 1)];
  /** @type {[string[], string[]]} */
  const sides = [[...found[0].keys()], [...found[1].keys()]];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const side = sweep % 2 ? 0 : 1;
    const place = new Map(sides[1 - side].map((name, at) => [name, at]));
    const middle = new Map(
      sides[side].map((name) => {
        const own = found[side].get(name) ?? [];
        return [name, own.reduce((sum, each) => sum + (place.get(each) ?? 0), 0) / own.length];
      }),
    );
    sides[side].sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
  }
  return sides;
}

export class Drawing {
  /**
   * @param {HTMLElement} parent
   * @param {Store} store
   * @param {(text: string) => void} say
   * @param {(text: string, font: number) => number} measure
   */
  constructor(parent, store, say, measure) {
    this.store = store;
    this.say = say;
    this.measure = measure;
    this.root = add(parent, "div", { class: "sgw-drawing sgw-pane", role: "region", "aria-label": "Drawing" });
    this.note = add(this.root, "p", { class: "sgw-note" });
    this.scroll = add(this.root, "div", { class: "sgw-scroll" });
    this.svg = addSvg(this.scroll, "svg", { role: "listbox", "aria-label": "Operations, error codes and their pairs" });
    this.#listen();
  }

  draw() {
    const { store, svg } = this;
    const { book, edition, met, grid } = store;
    const pairs = drawn(store);
    // Folded as the matrix is: of equal rows and columns the first is drawn.
    const first = (/** @type {0 | 1} */ side, /** @type {string} */ name) =>
      side ? grid.columns[grid.column.get(name) ?? 0][0] : grid.rows[grid.row.get(name) ?? 0][0];
    const folded = pairs.map((pair) => /** @type {Pair} */ ([first(0, pair[0]), first(1, pair[1])]));
    const lines = [...new Map(folded.map((pair) => [pair.join(" "), pair])).values()];
    const sides = untangled(lines);
    const labels = sides.map((names, side) =>
      names.map((name) => label(side ? grid.columns[grid.column.get(name) ?? 0] : grid.rows[grid.row.get(name) ?? 0])),
    );
    const width = labels.map((texts) => Math.max(40, ...texts.map((text) => this.measure(text, 12))) + 20);
    const height = Math.max(...sides.map((names) => names.length), 1) * STEP + 12;
    const x = [width[0], width[0] + 180];
    const y = sides.map((names) => new Map(names.map((name, at) => [name, ((at + 0.5) * height) / names.length])));
    const held = svg.contains(document.activeElement) ? document.activeElement?.getAttribute("data-name") : null;
    svg.replaceChildren();
    const size = { width: x[1] + width[1], height, viewBox: `0 0 ${x[1] + width[1]} ${height}` };
    for (const [name, value] of Object.entries(size)) svg.setAttribute(name, `${value}`);
    const { operations, codes } = store.state;
    for (const [operation, code] of lines) {
      const [from, to] = [y[0].get(operation) ?? 0, y[1].get(code) ?? 0];
      const kind = kindOf(book, edition, operation, code, met);
      const family = book.families.indexOf(book.codes.get(code)?.family ?? "");
      const chosen = operations.includes(operation) && codes.includes(code) ? "sgw-chosen" : "";
      addSvg(svg, "path", {
        class: `sgw-line sgw-is-${kind} sgw-family-${family} ${chosen}`,
        d: `M${x[0]} ${from}C${x[0] + 70} ${from} ${x[1] - 70} ${to} ${x[1]} ${to}`,
        "aria-hidden": true,
        "data-from": operation,
        "data-to": code,
      });
    }
    sides.forEach((names, side) =>
      names.forEach((name, at) => {
        const chosen = side ? codes.includes(name) : operations.includes(name);
        const attributes = {
          ...NO_SHORTCUTS,
          role: "option",
          tabindex: -1,
          x: side ? x[1] + 8 : x[0] - 8,
          y: (y[side].get(name) ?? 0) + 4,
          "text-anchor": side ? "start" : "end",
          "data-name": name,
          "data-side": side,
          "aria-selected": chosen,
          "aria-label": this.#about(side, name, lines),
          class: "sgw-node",
        };
        addSvg(svg, "text", attributes, labels[side][at]);
      }),
    );
    this.note.textContent = this.#said(pairs.length) + (met ? " A dashed line is a pair that was never met." : "");
    const nodes = [...svg.querySelectorAll(".sgw-node")];
    makeTabStop(svg, nodes.find((node) => node.getAttribute("aria-selected") === "true") ?? nodes[0]);
    if (held) this.#focus(nodes.find((node) => node.getAttribute("data-name") === held));
  }

  /** Draws again, since the selection is what is drawn. */
  mark() {
    this.draw();
  }

  /** @param {number} count */
  #said(count) {
    const { operations, codes } = this.store.state;
    const names = [...operations, ...codes].join(", ");
    if (!this.store.grid.pairs.length) return NOTHING;
    if (names) return `${count} of ${this.store.grid.pairs.length} visible pairs: those of ${names}.`;
    return count
      ? `All ${count} visible pairs. Select a name to see only its pairs.`
      : "Too many pairs. Select a name.";
  }

  /** @param {number} side @param {string} name @param {Pair[]} lines */
  #about(side, name, lines) {
    const others = lines.filter((line) => line[side] === name).map((line) => line[1 - side]);
    return side ? `${name}, returned by ${others.join(", ")}` : `${name} can return ${others.join(", ")}`;
  }

  /** @param {Element | null | undefined} node */
  #focus(node) {
    if (!(node instanceof SVGElement)) return;
    makeTabStop(this.svg, node);
    node.focus();
  }

  /** @param {Element | null} node */
  #light(node) {
    const name = node?.getAttribute("data-name") ?? "";
    this.svg.classList.toggle("sgw-lighting", Boolean(name));
    for (const line of this.svg.querySelectorAll(".sgw-line"))
      line.classList.toggle(
        "sgw-lit",
        line.getAttribute("data-from") === name || line.getAttribute("data-to") === name,
      );
    this.say(node?.getAttribute("aria-label") ?? "");
  }

  #listen() {
    const { svg, scroll, store } = this;
    const choose = (/** @type {Element | null} */ node, /** @type {boolean} */ more) => {
      if (!node) return;
      const [name, side] = [node.getAttribute("data-name") ?? "", Number(node.getAttribute("data-side"))];
      if (more) store.toggle(side ? 1 : 0, name);
      else if (side) store.select([], name);
      else store.select(name);
    };
    svg.addEventListener("pointerover", (event) => this.#light(closest(event, ".sgw-node")));
    svg.addEventListener("click", (event) => choose(closest(event, ".sgw-node"), event.shiftKey));
    scroll.addEventListener("focusin", (event) => this.#light(closest(event, ".sgw-node")));
    svg.addEventListener("keydown", (event) => {
      const node = closest(event, ".sgw-node");
      if (!node) return;
      const side = node.getAttribute("data-side");
      const same = [...svg.querySelectorAll(`[data-side="${side}"]`)];
      const other = svg.querySelector(`[data-side="${side === "0" ? 1 : 0}"]`);
      const at = same.indexOf(node);
      /** @type {Record<string, Element | null | undefined>} */
      const goals = { ArrowUp: same[at - 1], ArrowDown: same[at + 1], Home: same[0], End: same.at(-1) };
      if (side === "0") goals.ArrowRight = other;
      else goals.ArrowLeft = other;
      if (event.key === "Enter" || event.key === " ") choose(node, event.shiftKey || event.key === " ");
      else if (event.key === "Escape") store.stepBack();
      else if (event.key in goals) this.#focus(goals[event.key]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
}
