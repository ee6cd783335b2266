// @ts-check
// A box for an error that someone pastes. Python explains it.

import { NO_SHORTCUTS, add } from "./dom.js";

/** @typedef {import("./state.js").Store} Store */
/** @typedef {import("./kernel.js").Kernel} Kernel */

export class Explain {
  /**
   * @param {HTMLElement} parent
   * @param {Store} store
   * @param {Kernel} kernel
   */
  constructor(parent, store, kernel) {
    this.root = add(parent, "div", { class: "sgw-explain sgw-pane", role: "region", "aria-label": "Explain" });
    if (!kernel.alive) {
      const where = "in a notebook with sgwlib.explain(text), or with the command sgw explain";
      add(this.root, "p", { class: "sgw-note" }, `Python explains an error that you paste: ${where}.`);
      return;
    }
    const form = add(this.root, "form", { class: "sgw-form" });
    const box = add(form, "textarea", {
      ...NO_SHORTCUTS,
      rows: 8,
      "aria-label": "Error text",
      placeholder: "Paste an error: a log line, a traceback, a response",
    });
    add(form, "button", { ...NO_SHORTCUTS, type: "submit" }, "Explain");
    const answer = add(this.root, "pre", {
      ...NO_SHORTCUTS,
      tabindex: 0,
      role: "group",
      "aria-live": "polite",
      "aria-label": "Explanation",
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      kernel.ask("explain", { text: box.value });
    });
    kernel.answers.explain = ({ text, operation, code, exception }) => {
      answer.textContent = text;
      if (operation || code || exception) store.select(operation, code, exception);
    };
  }

  draw() {}
}
