// Draws nodes at both sides and a line for every pair, lights what belongs together, and sends
// gestures back. Lighting needs no kernel; what is drawn, and in which order, is decided there.

import { NO_SHORTCUTS, add, follow, makeTabStop, select, set } from "./dom.js";
import { filled, label, named, numbered, ruler } from "./labels.js";
import { STEP, curve, linesAt, placed, walked } from "./sides.js";

const MARKS = ["m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "m-5 0l5-5l5 5l-5 5z"]; // a disc, a diamond

// What is drawn, by name, and what is said of each place.
function read(model) {
  const { rows = [], columns = [], kinds = {} } = model.get("drawing");
  const sides = [named(rows, model.get("operations")), named(columns, model.get("codes"))];
  const lines = [];
  const kindAt = {};
  for (const [kind, found] of Object.entries(kinds)) {
    for (const cell of found) {
      const line = [Math.floor(cell / columns.length), cell % columns.length];
      lines.push(line);
      kindAt[line] = kind;
    }
  }
  const sentences = Object.fromEntries(model.get("kinds").map(({ name, sentence }) => [name, sentence]));
  const say = ([left, right]) => {
    const [operation, code] = [sides[0][left]?.join(", "), sides[1][right]?.join(", ")];
    if (operation && code) return filled(sentences[kindAt[[left, right]]], { operation, code });
    const [side, far] = operation ? [0, 1] : [1, 0];
    const count = linesAt([left, right], lines).reduce((sum, line) => sum + sides[far][line[far]].length, 0);
    return filled(numbered(model.get("counts")[side], count), { names: operation ?? code, count });
  };
  // A place by names, which it keeps when everything is arranged anew.
  const nameOf = ([left, right]) => [rows[left]?.[0], columns[right]?.[0]].join();
  return { sides, lines, kindAt, say, nameOf };
}

const placeOf = (element) => [Number(element.dataset.left), Number(element.dataset.right)];

class Sketch {
  constructor(svg, titles) {
    this.svg = svg;
    this.titles = titles;
    this.measure = ruler();
  }

  draw(content) {
    this.content = content;
    this.elements = new Map();
    this.svg.replaceChildren();
    const labels = content.sides.map((groups) => groups.map(label));
    this.at = placed(...labels.map((texts) => texts.map(this.measure)));
    const { width, height } = this.at;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.style.cssText = `width: 100%; max-width: ${width}px; min-width: ${Math.round(width * 0.75)}px`;
    // An empty list box would be a list of nothing.
    if (!content.lines.length) this.svg.style.display = "none";
    const pairs = this.#group(2);
    for (const line of content.lines) this.#line(pairs, line);
    labels.forEach((texts, side) => {
      const group = this.#group(side);
      texts.forEach((text, index) => this.#node(group, side, index, text));
    });
  }

  #group(index) {
    return add(this.svg, "g", { role: "group", "aria-label": this.titles[index] });
  }

  #option(parent, place, look) {
    const [left, right] = place;
    const element = add(parent, "g", {
      ...NO_SHORTCUTS,
      class: look,
      role: "option",
      tabindex: -1,
      "aria-label": this.content.say(place),
      "data-left": left,
      "data-right": right,
    });
    this.elements.set(`${place}`, element);
    return element;
  }

  #line(parent, line) {
    const element = this.#option(parent, line, `sgw-link sgw-is-${this.content.kindAt[line]}`);
    const d = curve(this.at, ...line);
    add(element, "path", { d, class: "sgw-curve" });
    // What one can hit is wider than what one sees.
    add(element, "path", { d, class: "sgw-reach" });
  }

  #node(parent, side, index, text) {
    const [x, y] = [this.at.x[side], this.at.y[side][index]];
    const element = this.#option(parent, side ? [-1, index] : [index, -1], "sgw-node");
    const width = this.measure(text) + 22;
    const box = { x: side ? x - 7 : x + 7 - width, width };
    add(element, "rect", { ...box, y: y - STEP / 2 + 1, height: STEP - 2, rx: 3, class: "sgw-hit" });
    add(element, "path", { d: `M${x} ${y}${MARKS[side]}`, class: "sgw-end" });
    add(element, "text", { x: side ? x + 10 : x - 10, y: y + 4, "text-anchor": side ? "start" : "end" }, text);
  }

  element(place) {
    return this.elements.get(`${place}`);
  }

  // Lights a node with its lines and their other ends, or a line with both of its ends.
  light(place) {
    for (const each of this.lit ?? []) each.classList.remove("sgw-lit");
    this.lit = place ? this.#near(place).map((each) => this.element(each)) : [];
    for (const each of this.lit) each.classList.add("sgw-lit");
    this.svg.classList.toggle("sgw-lighting", this.lit.length > 0);
  }

  #near(place) {
    const lines = place.includes(-1) ? linesAt(place, this.content.lines) : [place];
    return lines.flatMap(([left, right]) => [[left, right], [left, -1], [-1, right]]);
  }

  // Marks what is selected: a line and the nodes at its ends, or a node and (where there are
  // others, too) its lines.
  mark([left, right]) {
    this.svg.querySelectorAll(".sgw-chosen").forEach((each) => each.classList.remove("sgw-chosen"));
    this.svg.querySelectorAll("[aria-selected]").forEach((each) => each.removeAttribute("aria-selected"));
    const places = [[left, -1], [-1, right], [left, right]];
    const own = left < 0 || right < 0 ? linesAt([left, right], this.content.lines) : [];
    if (own.length < this.content.lines.length) places.push(...own);
    for (const place of places) this.element(place)?.classList.add("sgw-chosen");
    this.element([left, right])?.setAttribute("aria-selected", "true");
  }
}

function drawKey(parent, kinds, content) {
  parent.replaceChildren();
  const shown = new Set(Object.values(content.kindAt));
  if (shown.size === 1 && shown.has(kinds[0].name)) return; // plain lines need no key
  for (const { name, legend } of kinds) {
    if (!shown.has(name)) continue;
    const item = add(parent, "span");
    const line = add(add(item, "svg", { width: 28, height: 12, "aria-hidden": "true" }), "g");
    line.setAttribute("class", `sgw-link sgw-is-${name}`);
    add(line, "path", { d: "M0 6H28", class: "sgw-curve" });
    item.append(legend);
  }
}

// Lets the pointer and the keyboard act on the sketch.
function listen(svg, { point, choose, leave, walk }) {
  const under = (event) => event.target.closest("[data-left]");
  svg.addEventListener("pointerover", (event) => point(under(event)));
  svg.addEventListener("pointerleave", () => point(svg.contains(document.activeElement) ? document.activeElement : null));
  // Not on the SVG itself: with such a listener, Chromium makes it a stop of the Tab key.
  svg.parentElement.addEventListener("focusin", (event) => point(under(event)));
  svg.parentElement.addEventListener("focusout", () => point(null));
  svg.addEventListener("click", (event) => under(event) && choose(placeOf(under(event))));
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") choose(placeOf(under(event)));
    else if (event.key === "Escape") leave();
    else if (!walk(event.key, placeOf(under(event)))) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function addFrame(el, model) {
  const root = add(el, "div", { class: "sgw-view sgw-drawing", role: "region", "aria-label": model.get("title") });
  const said = add(root, "p", { class: "sgw-said" });
  const choice = add(root, "label");
  const box = add(choice, "input", { ...NO_SHORTCUTS, type: "checkbox" });
  choice.append(" Show all visible pairs");
  box.addEventListener("change", () => set(model, "whole", box.checked));
  const told = add(root, "p", { class: "sgw-told", "aria-hidden": "true" });
  const scroll = add(root, "div", { class: "sgw-scroll" });
  const svg = add(scroll, "svg", { role: "listbox", "aria-label": model.get("label") });
  return { said, box, told, svg, key: add(root, "div", { class: "sgw-legend" }) };
}

function render({ model, el }) {
  const { said, box, told, svg, key } = addFrame(el, model);
  const sketch = new Sketch(svg, model.get("sides"));
  let side = 0; // from which one came onto a line

  const focus = (place) => {
    const target = sketch.element(place);
    makeTabStop(svg, target);
    target?.focus();
  };
  const showSelection = () => {
    const selected = model.get("selection");
    sketch.mark(selected);
    makeTabStop(svg, sketch.element(selected) ?? svg.querySelector(".sgw-chosen, .sgw-node"));
  };
  const draw = () => {
    const held = svg.contains(document.activeElement) ? document.activeElement : null;
    const name = held && sketch.content.nameOf(placeOf(held));
    sketch.draw(read(model));
    drawKey(key, model.get("kinds"), sketch.content);
    told.textContent = "";
    showSelection();
    if (!held) return;
    const again = [...sketch.elements.values()].find((each) => sketch.content.nameOf(placeOf(each)) === name);
    const target = again ?? svg.querySelector('[tabindex="0"]') ?? box;
    target === box ? box.focus() : focus(placeOf(target));
  };
  listen(svg, {
    point: (element) => {
      sketch.light(element && placeOf(element));
      told.textContent = element ? sketch.content.say(placeOf(element)) : "";
    },
    choose: ([left, right]) => select(model, sketch.content.sides[0][left]?.[0], sketch.content.sides[1][right]?.[0]),
    leave: () => select(model),
    walk: (pressed, place) => {
      if (place.includes(-1)) side = place[0] < 0 ? 1 : 0;
      const goal = walked(pressed, place, side, sketch.content.sides.map((groups) => groups.length), sketch.content.lines);
      if (goal) focus(goal);
      return goal;
    },
  });
  const ends = [
    follow(model, ["drawing"], draw),
    follow(model, ["selection"], showSelection),
    follow(model, ["said", "whole"], () => {
      said.textContent = model.get("said");
      box.checked = model.get("whole");
    }),
  ];
  return () => ends.forEach((end) => end());
}

export default { render };
