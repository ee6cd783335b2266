// @ts-check
// An exercise in a widget: the question, what to work on, and the feedback. Python judges.

import { add, addButton } from "./dom.js";
import { follow, reportRestart } from "./widget.js";
import { addMarked } from "./marked.js";
import { drawParsons } from "./parsons.js";
import { drawFaded, drawPrediction, drawTrace } from "./fields.js";
import { drawTimeline } from "./timeline.js";

/**
 * Each draws its material, and returns a function that gives the answer so far.
 * @type {Record<string, (body: HTMLElement, material: any, before: any, keep: (given: any) => void, check: () => void) => () => any>}
 */
const FORMS = { parsons: drawParsons, faded: drawFaded, prediction: drawPrediction, trace: drawTrace };

/**
 * Draws the verdict on an answer and its reasons.
 * @param {HTMLElement} parent
 * @param {{ verdict?: string, title?: string, lines?: string[] }} feedback
 */
function drawVerdict(parent, { verdict = "", title = "", lines = [] }) {
  parent.replaceChildren();
  parent.dataset.verdict = verdict;
  if (!title) return;
  add(parent, "p", { class: "sgw-said" }, title);
  for (const line of lines) addMarked(add(parent, "p"), line);
}

/**
 * Draws the hints so far, and the solution.
 * @param {HTMLElement} parent
 * @param {{ title: string, lines: string[], code: string }[]} helps
 */
function drawHelps(parent, helps) {
  parent.replaceChildren();
  for (const { title, lines, code } of helps) {
    const part = add(parent, "div", { class: "sgw-help" });
    add(part, "p", { class: "sgw-said" }, title);
    for (const line of lines) addMarked(add(part, "p"), line);
    if (code) add(part, "pre", { class: "sgw-code", tabindex: 0 }, code);
  }
}

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const name = model.get("name");
  const root = add(el, "div", { class: "sgw-exercise", role: "region", "aria-label": `Exercise ${name}` });
  const body = add(root, "div", { class: "sgw-body" });
  const check = () => model.send({ gesture: "check", given: read() });
  const keep = (/** @type {any} */ given) => {
    model.set("given", given);
    model.save_changes();
  };
  const read = FORMS[model.get("form")](body, model.get("material"), model.get("given"), keep, check);
  const tools = add(root, "div", { class: "sgw-toolbar sgw-actions" });
  addButton(tools, "Check", check, { class: "sgw-check" });
  const hint = addButton(tools, "Hint", () => model.send({ gesture: "hint" }));
  const solution = addButton(tools, "Solution", () => model.send({ gesture: "solution" }));
  const problem = add(root, "p", { class: "sgw-problem", role: "alert" });
  const feedback = add(root, "div", { class: "sgw-feedback", role: "status" });
  const revealed = add(root, "div");
  const helps = add(root, "div", { role: "status" });
  const ends = [
    follow(model, ["feedback"], () => drawVerdict(feedback, model.get("feedback"))),
    follow(model, ["helps", "left", "solved"], () => {
      const left = model.get("left");
      hint.textContent = left ? `Hint (${left} left)` : "No more hints";
      hint.setAttribute("aria-disabled", `${!left}`);
      solution.hidden = left > 0 && !model.get("solved");
      drawHelps(helps, model.get("helps"));
    }),
    follow(model, ["revealed"], () => {
      revealed.replaceChildren();
      const timeline = model.get("revealed");
      if (timeline.requests) drawTimeline(revealed, timeline);
    }),
    follow(model, ["problem"], () => (problem.textContent = model.get("problem"))),
    reportRestart(model, problem),
  ];
  return () => ends.forEach((each) => each());
}

export default { render };
