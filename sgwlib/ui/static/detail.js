// Shows the HTML that Python wrote (with every text escaped there) and sends gestures back:
//   data-operation, data-code, data-exception   a button that selects what it and its list name
//   data-trait                                  a choice, or a button, that sets this trait
//   data-copy                                   a button that copies the text of what has this data-copied
// Elements that take the focus have a data-key, by which they get it back after an update. Where
// the element is gone, the whole detail takes the focus, so that the next Tab goes on from there.
// By the same key, what was folded or unfolded stays so, also for what is selected next.

import { NO_SHORTCUTS, add, copy, follow, select, set } from "./dom.js";

function pressed(model, root, button) {
  const list = button.closest("ul");
  const { operation, code, exception, trait, value, copy: key } = { ...list?.dataset, ...button.dataset };
  if (key) copy(root.querySelector(`[data-copied="${CSS.escape(key)}"]`).textContent, button);
  else if (trait) set(model, trait, JSON.parse(value));
  else select(model, operation, code, exception);
}

function show(root, html, unfolded) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  root.innerHTML = html;
  for (const element of root.querySelectorAll("[data-key]")) {
    for (const [name, value] of Object.entries(NO_SHORTCUTS)) element.setAttribute(name, value);
  }
  for (const summary of root.querySelectorAll("summary")) {
    summary.parentElement.open = unfolded.has(summary.dataset.key);
  }
  if (!held) return;
  const key = CSS.escape(held.dataset.key ?? "");
  (root.querySelector(`[data-key="${key}"]`) ?? root).focus();
}

function render({ model, el }) {
  const root = add(el, "div", {
    ...NO_SHORTCUTS,
    class: "sgw-detail",
    role: "region",
    "aria-label": "Detail",
    tabindex: -1,
  });
  const unfolded = new Set();
  root.addEventListener("click", (event) => {
    const element = event.target.closest("button, summary");
    if (element?.tagName === "BUTTON") pressed(model, root, element);
    else if (element) unfolded[element.parentElement.open ? "delete" : "add"](element.dataset.key);
  });
  root.addEventListener("change", (event) => {
    const trait = event.target.dataset.trait;
    if (trait) set(model, trait, event.target.value);
  });
  return follow(model, ["html"], () => show(root, model.get("html"), unfolded));
}

export default { render };
