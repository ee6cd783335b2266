// A box for an error text. What it means is said in Python, as HTML with every text escaped there.

import { NO_SHORTCUTS, add, addButton, follow } from "./dom.js";

function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-view sgw-explain", role: "region", "aria-label": model.get("title") });
  const label = add(root, "label", {}, model.get("label"));
  const box = add(label, "textarea", { ...NO_SHORTCUTS, rows: 6, spellcheck: false });
  let asked = false;
  const explain = () => {
    asked = true;
    model.send({ gesture: "explain", text: box.value });
    if (box.value === model.get("pasted")) show(); // no change will come
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
  // That an empty box holds no text is said only to who asks.
  const show = () => (result.innerHTML = asked || model.get("pasted") ? model.get("html") : "");
  const ends = [
    follow(model, ["pasted"], () => (box.value = model.get("pasted"))),
    follow(model, ["html"], show),
  ];
  return () => ends.forEach((end) => end());
}

export default { render };
