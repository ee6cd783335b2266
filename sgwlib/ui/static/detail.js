// @ts-check
// Shows the HTML that Python wrote (every string is escaped there) and sends gestures back:
//   data-operation, data-code, data-exception   a button that selects what it and its list name
//   data-trait                                  a list, or a button, that sets this trait
//   data-copy                                   a button that copies the text of this data-copied
// Elements that take the focus have a data-key, by which they get it back after an update. If the
// element is gone, the whole detail gets the focus, so that the next Tab continues there.
// By the same key, what was unfolded stays unfolded, even for the next selection.

import { NO_SHORTCUTS, add, byKey, closest, copy, follow, keyOf, redraw, select, set } from "./dom.js";

/** @typedef {import("./dom.js").Model} Model */

/**
 * @param {Model} model
 * @param {HTMLElement} root
 * @param {HTMLElement} button
 */
function pressed(model, root, button) {
  const list = button.closest("ul");
  const { operation, code, exception, trait, value, copy: key } = { ...list?.dataset, ...button.dataset };
  if (key) copy(root.querySelector(`[data-copied="${CSS.escape(key)}"]`)?.textContent ?? "", button);
  else if (trait) set(model, trait, JSON.parse(value ?? "null"));
  else select(model, operation, code, exception);
}

/**
 * @param {HTMLElement} root
 * @param {string} html
 * @param {Set<string>} unfolded
 */
function show(root, html, unfolded) {
  root.innerHTML = html;
  for (const element of root.querySelectorAll("[data-key]")) {
    for (const [name, value] of Object.entries(NO_SHORTCUTS)) element.setAttribute(name, value);
  }
  for (const details of root.querySelectorAll("details")) {
    const summary = details.querySelector("summary");
    details.open = summary !== null && unfolded.has(keyOf(summary));
  }
}

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const root = add(el, "div", {
    ...NO_SHORTCUTS,
    class: "sgw-detail",
    role: "region",
    "aria-label": "Detail",
    tabindex: -1,
  });
  /** @type {Set<string>} */
  const unfolded = new Set();
  root.addEventListener("click", (event) => {
    const element = closest(event, "button, summary");
    if (element?.tagName === "BUTTON") pressed(model, root, element);
    else if (element) unfolded[element.closest("details")?.open ? "delete" : "add"](keyOf(element));
  });
  root.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target.dataset.trait) set(model, target.dataset.trait, target.value);
  });
  return follow(model, ["html"], () =>
    redraw(
      root,
      keyOf,
      () => show(root, model.get("html"), unfolded),
      (key) => byKey(root, key) ?? root,
    ),
  );
}

export default { render };
