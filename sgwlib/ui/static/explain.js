// @ts-check
// A box for an error that someone pastes. Python explains it. Without Python, the page finds the names in it.

import { add, addCopy } from "./dom.js";
import { namesIn } from "./filter.js";
import { View, addForm } from "./view.js";

const NAMES_ONLY = "Without Python, this page finds only names. “Copy for Python” copies a program that explains it.";

export class Explain extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page */
  constructor(parent, page) {
    super(parent, page, "Explain");
    const { kernel, store } = page;
    const { alive } = kernel;
    const placeholder = "Paste an error: a log line, a traceback, a response";
    const look = { rows: 8, "aria-label": "Error text", placeholder };
    const { form, box } = addForm(this.root, "textarea", look, alive ? "Explain" : "Find names", async (pasted) => {
      answer.textContent = "Asking Python …";
      const found = alive ? await kernel.ask("explain", { text: pasted }) : this.#named(pasted);
      answer.textContent = found.text;
      if (found.operation || found.code || found.exception) store.select(found.operation, found.code, found.exception);
    });
    if (!alive) {
      addCopy(form, "Copy for Python", () => `import sgwlib\n\nsgwlib.explain(${JSON.stringify(box.value)})`);
      add(form, "span", {}, NAMES_ONLY);
    }
    const shown = { tabindex: 0, role: "group", "aria-live": "polite", "aria-label": "Explanation" };
    const answer = add(form, "pre", shown);
  }

  /** @param {string} pasted @returns what Python would answer, from the names alone */
  #named(pasted) {
    const { operations, codes, exceptions } = this.store.book;
    const names = namesIn(this.store.book, pasted);
    const [operation, code, exception] = [operations, codes, exceptions].map((all) => {
      const found = names.filter((name) => all[name]);
      return found.length === 1 ? found[0] : "";
    });
    const text = names.length ? `It names ${names.join(", ")}.` : "It names no operation, error code or exception.";
    return { text, operation, code, exception: exceptions[exception]?.carries || !code ? exception : "" };
  }
}
