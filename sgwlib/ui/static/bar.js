// What stands above the matrix: controls of the view, the line of Python, and what is to be told.

import { NO_SHORTCUTS, add, addButton, copy, follow, set } from "./dom.js";

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
    // aria-disabled: a button that is disabled would lose the focus it has.
    [back, forward].forEach((button, index) => button.setAttribute("aria-disabled", !model.get("can_go")[index]));
  });
}

function drawLine(root, model) {
  const row = add(root, "div", { class: "sgw-line", role: "group", "aria-label": "The same in Python" });
  const code = add(row, "code");
  const button = addButton(row, "Copy", () => copy(code.textContent, button), {
    "aria-label": "Copy the line of Python",
  });
  return follow(model, ["line"], () => (code.textContent = model.get("line")));
}

// Where the panels are stacked, what a click shows is out of sight.
function drawJump(root) {
  const jump = () => {
    const tab = root.closest(".sgw-explorer").querySelector('.sgw-tabs [aria-selected="true"]');
    tab.scrollIntoView();
    tab.focus();
  };
  addButton(root, "Go to the detail below the matrix ↓", jump, { class: "sgw-jump" });
}

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
  );
  // Jupyter says so when the kernel is restarted; from then on nothing here is answered.
  const lost = () => (problem.textContent = model.get("lost"));
  model.on("comm_live_update", lost);
  ends.push(() => model.off("comm_live_update", lost));
  return () => ends.forEach((end) => end());
}

export default { render };
