// @ts-check
// A box for an error text. Python explains it, as HTML in which every string is escaped.

import { NO_SHORTCUTS, add, addButton, follow } from "./dom.js";

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-view sgw-explain", role: "region", "aria-label": model.get("title") });
  const label = add(root, "label", {}, model.get("label"));
  const box = add(label, "textarea", { ...NO_SHORTCUTS, rows: 6, spellcheck: false });
  let asked = false;
  const explain = () => {
    asked = true;
    model.send({ gesture: "explain", text: box.value });
    if (box.value === model.get("pasted")) show(); // the answer is here already
  };
  addButton(root, "Explain", explain);
  box.addEventListener("keydown", (event) => {
    // Shift+Enter would run the notebook's cell, and every other key is text here.
    if (event.key === "Enter" && (event.ctrlKey || event.shiftKey)) {
      event.preventDefault();
      explain();
    }
    event.stopPropagation();
  });
  const result = add(root, "div", { class: "sgw-explained", "aria-live": "polite" });
  // Say that the box is empty only after it was submitted.
  const show = () => {
    result.innerHTML = asked || model.get("pasted") ? model.get("html") : "";
  };
  const ends = [
    follow(model, ["pasted"], () => {
      box.value = model.get("pasted");
    }),
    follow(model, ["html"], show),
  ];
  return () => ends.forEach((end) => end());
}

export default { render };
