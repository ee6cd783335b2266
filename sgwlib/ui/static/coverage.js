// How pairs spread: bars of both sides, the few that cover all, and a client's report.

import { NO_SHORTCUTS, add, addButton, follow, select } from "./dom.js";
import { filled, numbered } from "./labels.js";

const SIDES = ["operations", "codes"];

// A button that selects an operation or a code.
function addChoice(parent, model, side, place, part) {
  const name = model.get(SIDES[side])[place];
  const choose = () => (side ? select(model, "", name) : select(model, name));
  return addButton(parent, "", choose, { "data-key": `${part}/${side}/${place}`, "data-side": side, "data-place": place });
}

function addBar(list, model, side, [place, count, met], longest) {
  const button = addChoice(add(list, "li"), model, side, place, "bar");
  add(button, "span", { class: "sgw-name" }, model.get(SIDES[side])[place]);
  const bar = add(button, "span", { class: "sgw-bars", "aria-hidden": "true" });
  const length = (number) => `width: ${(100 * number) / longest}%`;
  add(bar, "span", { class: met === undefined ? "sgw-all" : "sgw-never", style: length(count) });
  if (met) add(bar, "span", { class: "sgw-all", style: length(met) });
  const told = met === undefined ? numbered(model.get("counts")[side], count) : model.get("counts_met");
  button.append(" ");
  add(button, "span", { class: "sgw-figure" }, filled(told, { count, met }));
}

function drawSide(parent, model, side) {
  const bars = model.get("bars")[side] ?? [];
  if (!bars.length) return;
  const section = add(parent, "section");
  add(section, "h4", {}, model.get("headings")[side]);
  const list = add(section, "ul", { class: "sgw-chart" });
  for (const bar of bars) addBar(list, model, side, bar, bars[0][1]);
}

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

// Draws everything that depends on what is visible; what had the focus gets it back.
function drawFigures(root, model) {
  const key = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  root.replaceChildren();
  add(root, "p", {}, model.get("shares"));
  for (const side of [0, 1]) drawCover(root, model, side);
  const charts = add(root, "div", { class: "sgw-charts" });
  for (const side of [0, 1]) drawSide(charts, model, side);
  if (key) (root.querySelector(`[data-key="${key}"]`) ?? root.querySelector("button"))?.focus();
}

function markSelected(root, model) {
  const chosen = model.get("selection");
  for (const button of root.querySelectorAll("[data-place]")) {
    const selected = chosen[button.dataset.side] === Number(button.dataset.place);
    if (selected) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

// The field that takes a report's path, and what is said of the report.
function drawReport(root, model) {
  const form = add(root, "form", { class: "sgw-toolbar" });
  const field = add(add(form, "label", {}, "Coverage report "), "input", {
    ...NO_SHORTCUTS,
    type: "text",
    required: "",
    placeholder: "file, such as coverage.json",
  });
  add(form, "button", { ...NO_SHORTCUTS, type: "submit" }, "Lay over");
  const remove = addButton(form, "Remove", () => model.send({ gesture: "coverage" }));
  // JupyterLab keeps a form from being sent by Enter.
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
  const told = add(root, "ul", { class: "sgw-report" });
  return follow(model, ["report"], () => {
    const lines = model.get("report");
    remove.setAttribute("aria-disabled", !lines.length);
    told.replaceChildren();
    for (const line of lines) add(told, "li", {}, line);
  });
}

function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-view sgw-coverage", role: "region", "aria-label": model.get("title") });
  const end = drawReport(root, model);
  const figures = add(root, "div");
  const ends = [
    follow(model, ["operations", "codes", "bars", "covers", "shares"], () => {
      drawFigures(figures, model);
      markSelected(figures, model);
    }),
    follow(model, ["selection"], () => markSelected(figures, model)),
  ];
  return () => [end, ...ends].forEach((each) => each());
}

export default { render };
