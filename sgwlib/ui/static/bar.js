// @ts-check
// The bar above the matrix: controls of the view, the line of Python, status and problems.

import { NO_SHORTCUTS, add, addButton, copy, follow, reportLostKernel, set } from "./dom.js";

/** @typedef {import("./dom.js").Model} Model */

/**
 * @param {Element} bar
 * @param {Model} model
 */
function drawControls(bar, model) {
  const back = addButton(bar, "← Back", () => model.send({ gesture: "back" }));
  const forward = addButton(bar, "Forward →", () => model.send({ gesture: "forward" }));
  const order = add(add(bar, "label", {}, "Order "), "select", { ...NO_SHORTCUTS, "aria-label": "Order" });
  for (const name of model.get("orders")) add(order, "option", { value: name }, name);
  order.addEventListener("change", () => set(model, "order", order.value));
  const fold = add(bar, "label");
  const box = add(fold, "input", { ...NO_SHORTCUTS, type: "checkbox" });
  fold.append(" Fold equal rows and columns");
  box.addEventListener("change", () => set(model, "folded", box.checked));
  addButton(bar, "Clear filters", () => model.send({ gesture: "clear" }));
  return follow(model, ["order", "folded", "can_go"], () => {
    order.value = model.get("order");
    box.checked = model.get("folded");
    // aria-disabled, because a disabled button would lose the focus.
    [back, forward].forEach((button, index) => button.setAttribute("aria-disabled", `${!model.get("can_go")[index]}`));
  });
}

/**
 * @param {Element} root
 * @param {Model} model
 */
function drawLine(root, model) {
  const row = add(root, "div", { class: "sgw-line", role: "group", "aria-label": "The same in Python" });
  const code = add(row, "code");
  const button = addButton(row, "Copy", () => copy(model.get("line"), button), {
    "aria-label": "Copy the line of Python",
  });
  return follow(model, ["line"], () => {
    code.textContent = model.get("line");
  });
}

/**
 * Adds a button for narrow screens, where the detail is below the matrix and out of sight.
 * @param {Element} root
 */
function drawJump(root) {
  const jump = () => {
    const selector = '.sgw-tabs [aria-selected="true"]';
    const tab = /** @type {HTMLElement | null | undefined} */ (root.closest(".sgw-explorer")?.querySelector(selector));
    tab?.scrollIntoView();
    tab?.focus();
  };
  addButton(root, "Go to the detail below the matrix ↓", jump, { class: "sgw-jump" });
}

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-bar" });
  const controls = add(root, "div", { class: "sgw-toolbar", role: "group", "aria-label": "View" });
  const ends = [drawControls(controls, model), drawLine(root, model)];
  const status = add(root, "p", { class: "sgw-status", role: "status" });
  const problem = add(root, "p", { class: "sgw-problem", role: "alert" });
  drawJump(root);
  ends.push(
    follow(model, ["status", "problem"], () => {
      status.textContent = model.get("status");
      problem.textContent = model.get("problem");
    }),
    reportLostKernel(model, problem),
  );
  return () => ends.forEach((end) => end());
}

export default { render };
