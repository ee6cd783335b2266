// @ts-check
// How the visible pairs are shared out, the fewest that cover all, and what a client has met.

import { partners } from "./book.js";
import { add, addButton } from "./dom.js";
import { counted, cover } from "./filter.js";
import { View, addForm, addLink } from "./view.js";

export class Coverage extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page */
  constructor(parent, page) {
    super(parent, page, "Coverage");
    const look = { class: "sgw-scroll", tabindex: 0, role: "group", "aria-label": "Counts" };
    this.scroll = add(this.root, "div", look);
    /** @type {string[]} what Python says of the client's report */
    this.report = [];
    this.problem = "";
  }

  draw() {
    const { pairs } = this.store.grid;
    this.scroll.replaceChildren();
    this.#reported();
    if (!pairs.length) return;
    const covers = [cover(pairs, 0), cover(pairs, 1)];
    const titles = [
      `${counted(covers[0].length, "operation")} together can return every visible code`,
      `Every visible operation can return at least one of ${counted(covers[1].length, "code")}`,
    ];
    const counts = ["Error codes of each operation", "Operations of each error code"];
    const columns = add(this.scroll, "div", { class: "sgw-columns" });
    for (const side of /** @type {const} */ ([0, 1])) {
      const column = add(columns, "section");
      add(column, "h4", {}, titles[side]);
      const list = add(column, "p", { class: "sgw-names" });
      for (const name of covers[side]) addLink(list, name, () => this.store.choose(side, name));
      add(column, "h4", {}, counts[side]);
      this.#bars(column, side, partners(pairs, side));
    }
  }

  #reported() {
    const { scroll, page } = this;
    add(scroll, "h4", {}, "What your client has met");
    if (this.problem) add(scroll, "p", { role: "alert" }, this.problem);
    for (const line of this.report) add(scroll, "p", {}, line);
    if (!page.kernel.alive) {
      const [write, read] = ["pytest --sgw-coverage=coverage.json", 'sgwlib.explorer(coverage="coverage.json")'];
      add(scroll, "p", {}, `Test your client with ${write}. Then open ${read} in Python to see it here.`);
      return;
    }
    const show = async (/** @type {string} */ path) => {
      ({ problem: this.problem = "" } = await page.kernel.ask("coverage", { path }));
      this.draw();
    };
    const box = { placeholder: "coverage.json", "aria-label": "Path of a coverage report" };
    const { form } = addForm(scroll, "input", box, "Show", show);
    if (this.report.length) addButton(form, "Remove", () => show(""));
  }

  /** @param {HTMLElement} parent @param {0 | 1} side @param {Map<string, string[]>} found */
  #bars(parent, side, found) {
    const { met } = this.store;
    const longest = Math.max(1, ...[...found.values()].map((all) => all.length));
    const list = add(parent, "ul", { class: "sgw-bars" });
    for (const [name, all] of [...found].sort((a, b) => b[1].length - a[1].length)) {
      const item = add(list, "li");
      addLink(item, name, () => this.store.choose(side, name));
      const count = all.filter((other) => met?.has(side ? `${other} ${name}` : `${name} ${other}`)).length;
      const style = `width:${(100 * all.length) / longest}%;--sgw-met:${(100 * count) / all.length}%`;
      add(item, "span", { class: "sgw-share", style });
      item.append(met ? ` ${count} of ${all.length} met` : ` ${all.length}`);
    }
  }
}
