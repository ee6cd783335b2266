// Shows the HTML that Python wrote (with every text escaped there) and sends gestures back:
//   data-operation, data-code, data-exception   a button that selects what it names
//   data-trait                                  a choice, or a button, that sets this trait
//   data-copy                                   a button that copies the text of what has this data-copied
// Elements that take the focus have a data-key, by which they get it back after an update. Where
// the element is gone, the whole detail takes the focus, so that the next Tab goes on from there.

import { NO_SHORTCUTS, add, copy, follow, select, set } from "./dom.js";

function pressed(model, root, button) {
  const { operation, code, exception, trait, value, copy: key } = button.dataset;
  if (key) copy(root.querySelector(`[data-copied="${CSS.escape(key)}"]`).textContent, button);
  else if (trait) set(model, trait, JSON.parse(value));
  else select(model, operation, code, exception);
}

function render({ model, el }) {
  const root = add(el, "div", {
    ...NO_SHORTCUTS,
    class: "sgw-detail",
    role: "region",
    "aria-label": "Detail",
    tabindex: -1,
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) pressed(model, root, button);
  });
  root.addEventListener("change", (event) => {
    const trait = event.target.dataset.trait;
    if (trait) set(model, trait, event.target.value);
  });
  return follow(model, ["html"], () => {
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    root.innerHTML = model.get("html");
    if (!held) return;
    const key = CSS.escape(held.dataset.key ?? "");
    (root.querySelector(`[data-key="${key}"]`) ?? root).focus();
  });
}

export default { render };
