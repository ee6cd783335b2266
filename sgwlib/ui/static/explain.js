// @ts-check
// A box for an error that someone pastes. Python explains it.

import { add } from "./dom.js";
import { View, addForm } from "./view.js";

export class Explain extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page */
  constructor(parent, page) {
    super(parent, page, "Explain");
    const { kernel, store } = page;
    if (!kernel.alive) {
      const where = "in a notebook with sgwlib.explain(text), or with the command sgw explain";
      add(this.root, "p", { class: "sgw-note" }, `Python explains an error that you paste: ${where}.`);
      return;
    }
    const placeholder = "Paste an error: a log line, a traceback, a response";
    addForm(this.root, "textarea", { rows: 8, "aria-label": "Error text", placeholder }, "Explain", async (pasted) => {
      const { text, operation, code, exception } = await kernel.ask("explain", { text: pasted });
      answer.textContent = text;
      if (operation || code || exception) store.select(operation, code, exception);
    });
    const shown = { tabindex: 0, role: "group", "aria-live": "polite", "aria-label": "Explanation" };
    const answer = add(this.root, "pre", shown);
  }
}
