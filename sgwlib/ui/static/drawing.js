// @ts-check
// Draws names on both sides and a line for every pair, highlights what belongs together, and sends
// gestures back. Python decides what is drawn, and in which order. Highlighting needs no kernel.

import { NO_SHORTCUTS, add, addSvg, closest, follow, makeTabStop, markOnly, redraw, select, set } from "./dom.js";
import { filled, label, named, numbered, ruler } from "./labels.js";
import { STEP, curve, linesAt, placed, walked } from "./sides.js";

const MARKS = ["m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "m-5 0l5-5l5 5l-5 5z"]; // a disc, a diamond

/** @typedef {import("./dom.js").Model} Model */
/** @typedef {import("./sides.js").Line} Line */
/** @typedef {ReturnType<typeof read>} Content */
/** @typedef {{ name: string, legend: string, sentence: string }} Kind */

/**
 * Returns what is drawn, by name, and a sentence for each place.
 * @param {Model} model
 */
function read(model) {
  /** @type {{ rows?: number[][], columns?: number[][], kinds?: Record<string, number[]> }} */
  const { rows = [], columns = [], kinds = {} } = model.get("drawing");
  const sides = [named(rows, model.get("operations")), named(columns, model.get("codes"))];
  /** @type {Line[]} */
  const lines = [];
  /** @type {Record<string, string>} */
  const kindAt = {};
  for (const [kind, found] of Object.entries(kinds)) {
    for (const cell of found) {
      /** @type {Line} */
      const line = [Math.floor(cell / columns.length), cell % columns.length];
      lines.push(line);
      kindAt[`${line}`] = kind;
    }
  }
  /** @type {Kind[]} */
  const all = model.get("kinds");
  const sentences = Object.fromEntries(all.map(({ name, sentence }) => [name, sentence]));
  const describe = (/** @type {Line} */ [left, right]) => {
    const [operation, code] = [sides[0][left]?.join(", "), sides[1][right]?.join(", ")];
    if (operation && code) return filled(sentences[kindAt[`${[left, right]}`]], { operation, code });
    const [side, far] = operation ? [0, 1] : [1, 0];
    const count = linesAt([left, right], lines).reduce((sum, line) => sum + sides[far][line[far]].length, 0);
    return filled(numbered(model.get("counts")[side], count), { names: operation ?? code, count });
  };
  // The name of a place, which stays when everything is arranged again.
  const nameOf = (/** @type {Line} */ [left, right]) => [rows[left]?.[0], columns[right]?.[0]].join();
  return { sides, lines, kindAt, describe, nameOf };
}

/**
 * @param {HTMLElement | SVGElement} element
 * @returns {Line}
 */
const placeOf = (element) => [Number(element.dataset.left), Number(element.dataset.right)];

class Sketch {
  /**
   * @param {SVGSVGElement} svg
   * @param {string[]} titles
   * @param {Content} content
   */
  constructor(svg, titles, content) {
    this.svg = svg;
    this.titles = titles;
    this.measure = ruler();
    this.content = content;
    this.at = placed([], []);
    /** @type {Map<string, SVGElement>} */
    this.elements = new Map();
    /** @type {(SVGElement | undefined)[]} */
    this.lit = [];
  }

  /** @param {Content} content */
  draw(content) {
    this.content = content;
    this.elements.clear();
    this.lit = [];
    this.svg.replaceChildren();
    const labels = content.sides.map((groups) => groups.map(label));
    const [left, right] = labels.map((texts) => texts.map(this.measure));
    this.at = placed(left, right);
    const { width, height } = this.at;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.style.cssText = `width: 100%; max-width: ${width}px; min-width: ${Math.round(width * 0.75)}px`;
    // A list box must not be empty.
    if (!content.lines.length) this.svg.style.display = "none";
    const pairs = this.#group(2);
    for (const line of content.lines) this.#line(pairs, line);
    labels.forEach((texts, side) => {
      const group = this.#group(side);
      texts.forEach((text, index) => this.#node(group, side, index, text));
    });
  }

  /** @param {number} index */
  #group(index) {
    return addSvg(this.svg, "g", { role: "group", "aria-label": this.titles[index] });
  }

  /**
   * @param {SVGElement} parent
   * @param {Line} place
   * @param {string} look
   */
  #option(parent, place, look) {
    const [left, right] = place;
    const element = addSvg(parent, "g", {
      ...NO_SHORTCUTS,
      class: look,
      role: "option",
      tabindex: -1,
      "aria-label": this.content.describe(place),
      "data-left": left,
      "data-right": right,
    });
    this.elements.set(`${place}`, element);
    return element;
  }

  /**
   * @param {SVGElement} parent
   * @param {Line} line
   */
  #line(parent, line) {
    const element = this.#option(parent, line, `sgw-link sgw-is-${this.content.kindAt[`${line}`]}`);
    const d = curve(this.at, ...line);
    addSvg(element, "path", { d, class: "sgw-curve" });
    // The part that reacts to the pointer is wider than the visible one.
    addSvg(element, "path", { d, class: "sgw-reach" });
  }

  /**
   * @param {SVGElement} parent
   * @param {number} side
   * @param {number} index
   * @param {string} text
   */
  #node(parent, side, index, text) {
    const [x, y] = [this.at.x[side], this.at.y[side][index]];
    const element = this.#option(parent, side ? [-1, index] : [index, -1], "sgw-node");
    const width = this.measure(text) + 22;
    const box = { x: side ? x - 7 : x + 7 - width, width };
    addSvg(element, "rect", { ...box, y: y - STEP / 2 + 1, height: STEP - 2, rx: 3, class: "sgw-hit" });
    addSvg(element, "path", { d: `M${x} ${y}${MARKS[side]}`, class: "sgw-end" });
    addSvg(element, "text", { x: side ? x + 10 : x - 10, y: y + 4, "text-anchor": side ? "start" : "end" }, text);
  }

  /** @param {Line} place */
  element(place) {
    return this.elements.get(`${place}`);
  }

  /**
   * Highlights a node with its lines and their other ends, or a line with both of its ends.
   * @param {Line | null} place
   */
  light(place) {
    for (const each of this.lit) each?.classList.remove("sgw-lit");
    this.lit = place ? this.#near(place).map((each) => this.element(each)) : [];
    for (const each of this.lit) each?.classList.add("sgw-lit");
    this.svg.classList.toggle("sgw-lighting", this.lit.length > 0);
  }

  /**
   * @param {Line} place
   * @returns {Line[]}
   */
  #near(place) {
    const lines = place.includes(-1) ? linesAt(place, this.content.lines) : [place];
    return lines.flatMap(([left, right]) => [
      [left, right],
      [left, -1],
      [-1, right],
    ]);
  }

  /**
   * Marks the selection: a line and the nodes at its ends, or a node and, if there are other
   * lines, its lines.
   * @param {Line} place
   */
  mark([left, right]) {
    this.svg.querySelectorAll(".sgw-chosen").forEach((each) => each.classList.remove("sgw-chosen"));
    /** @type {Line[]} */
    const places = [
      [left, -1],
      [-1, right],
      [left, right],
    ];
    const own = left < 0 || right < 0 ? linesAt([left, right], this.content.lines) : [];
    if (own.length < this.content.lines.length) places.push(...own);
    for (const place of places) this.element(place)?.classList.add("sgw-chosen");
    markOnly(this.svg, "aria-selected", [this.element([left, right])]);
  }
}

/**
 * @param {Element} parent
 * @param {Kind[]} kinds
 * @param {Content} content
 */
function drawKey(parent, kinds, content) {
  parent.replaceChildren();
  const shown = new Set(Object.values(content.kindAt));
  if (shown.size === 1 && shown.has(kinds[0].name)) return; // plain lines need no key
  for (const { name, legend } of kinds) {
    if (!shown.has(name)) continue;
    const item = add(parent, "span");
    const icon = addSvg(item, "svg", { width: 28, height: 12, "aria-hidden": true });
    const line = addSvg(icon, "g", { class: `sgw-link sgw-is-${name}` });
    addSvg(line, "path", { d: "M0 6H28", class: "sgw-curve" });
    item.append(legend);
  }
}

/**
 * Lets the pointer and the keyboard act on the sketch.
 * @param {SVGSVGElement} svg
 * @param {HTMLElement} scroll
 * @param {{ point: (element: Element | null) => void, choose: (place: Line) => void, leave: () => void, walk: (key: string, place: Line) => boolean }} acts
 */
function listen(svg, scroll, { point, choose, leave, walk }) {
  const under = (/** @type {Event} */ event) => closest(event, "[data-left]");
  svg.addEventListener("pointerover", (event) => point(under(event)));
  svg.addEventListener("pointerleave", () =>
    point(svg.contains(document.activeElement) ? document.activeElement : null),
  );
  // Not on the SVG itself: Chromium makes an element with such a listener a stop of the Tab key.
  scroll.addEventListener("focusin", (event) => point(under(event)));
  scroll.addEventListener("focusout", () => point(null));
  svg.addEventListener("click", (event) => {
    const element = under(event);
    if (element) choose(placeOf(element));
  });
  svg.addEventListener("keydown", (event) => {
    const element = under(event);
    if (!element) return;
    if (event.key === "Enter" || event.key === " ") choose(placeOf(element));
    else if (event.key === "Escape") leave();
    else if (!walk(event.key, placeOf(element))) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * @param {HTMLElement} el
 * @param {Model} model
 */
function addFrame(el, model) {
  const root = add(el, "div", { class: "sgw-view sgw-drawing", role: "region", "aria-label": model.get("title") });
  const caption = add(root, "p", { class: "sgw-caption" });
  const choice = add(root, "label");
  const box = add(choice, "input", { ...NO_SHORTCUTS, type: "checkbox" });
  choice.append(" Show all visible pairs");
  box.addEventListener("change", () => set(model, "whole", box.checked));
  const hint = add(root, "p", { class: "sgw-hint", "aria-hidden": true });
  const scroll = add(root, "div", { class: "sgw-scroll" });
  const svg = addSvg(scroll, "svg", { role: "listbox", "aria-label": model.get("label") });
  return { caption, box, hint, scroll, svg, key: add(root, "div", { class: "sgw-legend" }) };
}

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const { caption, box, hint, scroll, svg, key } = addFrame(el, model);
  const sketch = new Sketch(svg, model.get("sides"), read(model));
  let side = 0; // the side from which the keyboard reached a line

  const showSelection = () => {
    const selected = model.get("selection");
    sketch.mark(selected);
    makeTabStop(svg, sketch.element(selected) ?? svg.querySelector(".sgw-chosen, .sgw-node"));
  };
  const draw = () => {
    sketch.draw(read(model));
    drawKey(key, model.get("kinds"), sketch.content);
    hint.textContent = "";
    showSelection();
  };
  const find = (/** @type {string} */ name) => {
    const again = [...sketch.elements.values()].find((each) => sketch.content.nameOf(placeOf(each)) === name);
    const target = again ?? svg.querySelector('[tabindex="0"]');
    if (target) makeTabStop(svg, target);
    return target ?? box;
  };
  listen(svg, scroll, {
    point: (element) => {
      const place = element instanceof SVGElement ? placeOf(element) : null;
      sketch.light(place);
      hint.textContent = place ? sketch.content.describe(place) : "";
    },
    choose: ([left, right]) => select(model, sketch.content.sides[0][left]?.[0], sketch.content.sides[1][right]?.[0]),
    leave: () => select(model),
    walk: (pressed, place) => {
      if (place.includes(-1)) side = place[0] < 0 ? 1 : 0;
      const counts = sketch.content.sides.map((groups) => groups.length);
      const goal = walked(pressed, place, side, counts, sketch.content.lines);
      if (!goal) return false;
      const target = sketch.element(goal);
      makeTabStop(svg, target);
      target?.focus();
      return true;
    },
  });
  const ends = [
    follow(model, ["drawing"], () => redraw(svg, (held) => sketch.content.nameOf(placeOf(held)), draw, find)),
    follow(model, ["selection"], showSelection),
    follow(model, ["caption", "whole"], () => {
      caption.textContent = model.get("caption");
      box.checked = model.get("whole");
    }),
  ];
  return () => ends.forEach((end) => end());
}

export default { render };
