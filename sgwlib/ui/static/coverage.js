// @ts-check
// How the visible pairs are shared out, the fewest that cover all, and what a client has met.

import { NO_SHORTCUTS, add, addButton } from "./dom.js";
import { NOTHING, counted, cover, partners } from "./filter.js";

/** @typedef {import("./state.js").Store} Store */
/** @typedef {import("./kernel.js").Kernel} Kernel */

export class Coverage {
  /**
   * @param {HTMLElement} parent
   * @param {Store} store
   * @param {Kernel} kernel
   */
  constructor(parent, store, kernel) {
    this.store = store;
    this.kernel = kernel;
    this.root = add(parent, "div", { class: "sgw-coverage sgw-pane", role: "region", "aria-label": "Coverage" });
    this.scroll = add(this.root, "div", {
      ...NO_SHORTCUTS,
      class: "sgw-scroll",
      tabindex: 0,
      role: "group",
      "aria-label": "Counts",
    });
    /** @type {string[]} what Python says of the client's report */
    this.report = [];
    this.problem = "";
    kernel.answers.coverage = ({ problem = "" }) => {
      this.problem = problem;
      this.draw();
    };
  }

  draw() {
    const { store, scroll } = this;
    const { pairs } = store.grid;
    scroll.replaceChildren();
    this.#reported();
    if (!pairs.length) {
      add(scroll, "p", {}, NOTHING);
      return;
    }
    const covers = [cover(pairs, 0), cover(pairs, 1)];
    const titles = [
      `${counted(covers[0].length, "operation")} together can return every visible code`,
      `Every visible operation can return at least one of ${counted(covers[1].length, "code")}`,
    ];
    const counts = ["Error codes of each operation", "Operations of each error code"];
    const columns = add(scroll, "div", { class: "sgw-columns" });
    for (const side of /** @type {const} */ ([0, 1])) {
      const column = add(columns, "section");
      add(column, "h4", {}, titles[side]);
      const list = add(column, "p", { class: "sgw-names" });
      for (const name of covers[side]) this.#name(list, side, name);
      add(column, "h4", {}, counts[side]);
      this.#bars(column, side, partners(pairs, side));
    }
  }

  #reported() {
    const { scroll, kernel } = this;
    add(scroll, "h4", {}, "What your client has met");
    if (this.problem) add(scroll, "p", { role: "alert" }, this.problem);
    for (const line of this.report) add(scroll, "p", {}, line);
    if (!kernel.alive) {
      add(
        scroll,
        "p",
        { class: "sgw-note" },
        'Python reads a client\'s coverage: sgwlib.explorer(coverage="coverage.json").',
      );
      return;
    }
    const form = add(scroll, "form", { class: "sgw-form" });
    const box = add(form, "input", {
      ...NO_SHORTCUTS,
      placeholder: "coverage.json",
      "aria-label": "Path of a coverage report",
    });
    add(form, "button", { ...NO_SHORTCUTS, type: "submit" }, "Show");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      kernel.ask("coverage", { path: box.value });
    });
    if (this.report.length) addButton(form, "Remove", () => kernel.ask("coverage", { path: "" }));
  }

  /** @param {HTMLElement} parent @param {0 | 1} side @param {string} name */
  #name(parent, side, name) {
    addButton(parent, name, () => (side ? this.store.select([], name) : this.store.select(name)), {
      class: "sgw-link",
    });
  }

  /** @param {HTMLElement} parent @param {0 | 1} side @param {Map<string, string[]>} found */
  #bars(parent, side, found) {
    const { met } = this.store;
    const longest = Math.max(1, ...[...found.values()].map((all) => all.length));
    const list = add(parent, "ul", { class: "sgw-bars" });
    for (const [name, all] of [...found].sort((a, b) => b[1].length - a[1].length)) {
      const item = add(list, "li");
      this.#name(item, side, name);
      const count = all.filter((other) => met?.has(side ? `${other} ${name}` : `${name} ${other}`)).length;
      const style = `width:${(100 * all.length) / longest}%;--sgw-met:${(100 * count) / all.length}%`;
      add(item, "span", { class: "sgw-share sgw-family-0", style });
      item.append(met ? ` ${count} of ${all.length} met` : ` ${all.length}`);
    }
  }
}
