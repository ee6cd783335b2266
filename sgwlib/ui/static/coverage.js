// @ts-check
// How the pairs are distributed: bars of both sides, the fewest that cover all, a client's report.

import { NO_SHORTCUTS, add, addButton, byKey, follow, keyOf, markOnly, redraw, select } from "./dom.js";
import { filled, numbered } from "./labels.js";

/** @typedef {import("./dom.js").Model} Model */

const SIDES = ["operations", "codes"];

/**
 * Adds a button that selects an operation or a code.
 * @param {Element} parent
 * @param {Model} model
 * @param {number} side
 * @param {number} place
 * @param {string} part
 */
function addChoice(parent, model, side, place, part) {
  const name = model.get(SIDES[side])[place];
  const choose = () => (side ? select(model, "", name) : select(model, name));
  return addButton(parent, "", choose, {
    "data-key": `${part}/${side}/${place}`,
    "data-side": side,
    "data-place": place,
  });
}

/**
 * @param {Element} list
 * @param {Model} model
 * @param {number} side
 * @param {number[]} figures
 * @param {number} longest
 */
function addBar(list, model, side, [place, count, met], longest) {
  const button = addChoice(add(list, "li"), model, side, place, "bar");
  add(button, "span", { class: "sgw-name" }, model.get(SIDES[side])[place]);
  const bar = add(button, "span", { class: "sgw-bars", "aria-hidden": true });
  const length = (/** @type {number} */ number) => `width: ${(100 * number) / longest}%`;
  add(bar, "span", { class: met === undefined ? "sgw-all" : "sgw-never", style: length(count) });
  if (met) add(bar, "span", { class: "sgw-all", style: length(met) });
  const label = met === undefined ? numbered(model.get("counts")[side], count) : model.get("counts_met");
  button.append(" ");
  add(button, "span", { class: "sgw-figure" }, filled(label, { count, met }));
}

/**
 * @param {Element} parent
 * @param {Model} model
 * @param {number} side
 */
function drawSide(parent, model, side) {
  const bars = model.get("bars")[side] ?? [];
  if (!bars.length) return;
  const section = add(parent, "section");
  add(section, "h4", {}, model.get("headings")[side]);
  const list = add(section, "ul", { class: "sgw-chart" });
  for (const bar of bars) addBar(list, model, side, bar, bars[0][1]);
}

/**
 * @param {Element} parent
 * @param {Model} model
 * @param {number} side
 */
function drawCover(parent, model, side) {
  const places = model.get("covers")[side] ?? [];
  if (!places.length) return;
  add(parent, "h4", {}, `${model.get("cover_headings")[side]}: ${places.length}`);
  const list = add(parent, "ul", { class: "sgw-names" });
  for (const place of places) {
    const button = addChoice(add(list, "li"), model, side, place, "cover");
    button.textContent = model.get(SIDES[side])[place];
  }
}

/**
 * Draws everything that depends on what is visible.
 * @param {Element} root
 * @param {Model} model
 */
function drawFigures(root, model) {
  root.replaceChildren();
  add(root, "p", {}, model.get("shares"));
  for (const side of [0, 1]) drawCover(root, model, side);
  const charts = add(root, "div", { class: "sgw-charts" });
  for (const side of [0, 1]) drawSide(charts, model, side);
}

/**
 * @param {Element} root
 * @param {Model} model
 */
function markSelected(root, model) {
  const chosen = model.get("selection");
  /** @type {HTMLElement[]} */
  const buttons = [...root.querySelectorAll("button")];
  const isChosen = (/** @type {HTMLElement} */ { dataset }) => chosen[Number(dataset.side)] === Number(dataset.place);
  markOnly(root, "aria-current", buttons.filter(isChosen));
}

/**
 * Adds the field for a report's path, and what is in the report.
 * @param {Element} root
 * @param {Model} model
 */
function drawReport(root, model) {
  const form = add(root, "form", { class: "sgw-toolbar" });
  const field = add(add(form, "label", {}, "Coverage report "), "input", {
    ...NO_SHORTCUTS,
    type: "text",
    required: "",
    placeholder: "file, such as coverage.json",
  });
  add(form, "button", { ...NO_SHORTCUTS, type: "submit" }, "Show");
  const remove = addButton(form, "Remove", () => model.send({ gesture: "coverage" }));
  // JupyterLab prevents that Enter submits a form.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    model.send({ gesture: "coverage", path: field.value.trim() });
  });
  const report = add(root, "ul", { class: "sgw-report" });
  return follow(model, ["report"], () => {
    const lines = model.get("report");
    remove.setAttribute("aria-disabled", `${!lines.length}`);
    report.replaceChildren();
    for (const line of lines) add(report, "li", {}, line);
  });
}

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-view sgw-coverage", role: "region", "aria-label": model.get("title") });
  const end = drawReport(root, model);
  const figures = add(root, "div");
  const draw = () => {
    drawFigures(figures, model);
    markSelected(figures, model);
  };
  const ends = [
    follow(model, ["operations", "codes", "bars", "covers", "shares"], () =>
      redraw(figures, keyOf, draw, (key) => byKey(figures, key) ?? figures.querySelector("button")),
    ),
    follow(model, ["selection"], () => markSelected(figures, model)),
  ];
  return () => [end, ...ends].forEach((each) => each());
}

export default { render };
