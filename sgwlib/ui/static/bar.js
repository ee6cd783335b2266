// @ts-check
// The bar above both panes: views, search, filters, order, edition, and the way back.

import { NO_SHORTCUTS, add, addButton, addChoice } from "./dom.js";
import { ORDERS } from "./filter.js";

/** @typedef {import("./state.js").Store} Store */
/** @typedef {import("./state.js").State} State */

const VIEW_NAMES = {
  matrix: "Matrix",
  drawing: "Drawing",
  table: "Table",
  coverage: "Coverage",
  explain: "Explain",
};
/** @type {Record<string, string>} */
const ORDER_NAMES = {
  meaning: "by meaning",
  seriated: "by similarity",
  page: "as on the page",
  alphabetical: "alphabetically",
  degree: "by number",
};
const KEYS = [
  ["/", "search"],
  ["Arrows, Home, End", "move in the matrix"],
  ["Enter", "select what has the focus"],
  ["Space, Shift+Enter, Shift+click", "on a name: compare several"],
  ["Escape", "step back"],
  ["[ and ]", "back and forward"],
  ["?", "this list"],
];

export class Bar {
  /**
   * @param {HTMLElement} root
   * @param {Store} store
   * @param {() => void} found what Enter in the search does
   */
  constructor(root, store, found) {
    const { book } = store;
    this.store = store;
    const bar = add(root, "div", { class: "sgw-bar", role: "toolbar", "aria-label": "Filters and views" });
    const views = add(bar, "div", { class: "sgw-views", role: "group", "aria-label": "View" });
    this.views = Object.entries(VIEW_NAMES).map(([view, name]) =>
      addButton(views, name, () => store.set({ view }), { "data-view": view }),
    );
    this.search = this.#search(bar, found);
    const choice = (/** @type {string} */ name, /** @type {keyof State} */ field, /** @type {string[][]} */ options) =>
      addChoice(bar, name, options, (value) => store.set({ [field]: value }));
    const all = (/** @type {string} */ name, /** @type {string[]} */ values) => [
      ["", name],
      ...values.map((each) => [each]),
    ];
    // The other exceptions carry no code, so no square has them.
    const carriers = new Set([...book.codes.values()].map((each) => each.carrier.text));
    const carrying = [...book.exceptions.values()].filter((each) => carriers.has(each.name));
    const statuses = new Set(carrying.map((each) => `${each.status} ${each.reason}`));
    const outcomes = [...[...statuses].sort(), ...carrying.map((each) => each.name)];
    /** @type {Partial<Record<keyof State, HTMLSelectElement>>} */
    this.choices = {
      resource: choice("Resource", "resource", all("Resource", book.resources)),
      family: choice("Family", "family", all("Family", book.families)),
      outcome: choice("Exception or status", "outcome", all("Status", outcomes)),
      order: choice(
        "Order",
        "order",
        ORDERS.map((order) => [order, ORDER_NAMES[order]]),
      ),
    };
    if (book.editions.size > 1)
      this.choices.edition = choice(
        "Edition of the page",
        "edition",
        [...book.editions.keys()].map((name) => [name]),
      );
    this.fold = addButton(bar, "Fold", () => store.set({ folded: !store.folds }), {
      title: "Show equal rows and equal columns as one",
    });
    // Only Python and links have these two filters.
    this.only = addButton(bar, "", () => store.set({ only_operation: "", only_code: "" }), {
      class: "sgw-only",
    });
    this.clear = addButton(bar, "Clear", () => store.clearFilters(), { title: "Clear all filters" });
    this.back = addButton(bar, "‹", () => store.go(-1), { "aria-label": "Back" });
    this.forward = addButton(bar, "›", () => store.go(1), { "aria-label": "Forward" });
    addButton(bar, "⤢", () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()), {
      "aria-label": "Full screen",
    });
    addButton(bar, "?", () => this.help.showModal(), { "aria-label": "Keys" });
    this.help = this.#help(root);
  }

  /** @param {HTMLElement} bar @param {() => void} found */
  #search(bar, found) {
    const search = add(bar, "input", {
      ...NO_SHORTCUTS,
      type: "search",
      class: "sgw-search",
      placeholder: "Search   /",
      "aria-label": "Search",
    });
    search.addEventListener("input", () => this.store.set({ text: search.value }));
    search.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && search.value) this.store.set({ text: "" });
      else if (event.key === "Enter") found();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return search;
  }

  /** @param {HTMLElement} root */
  #help(root) {
    const help = add(root, "dialog", { class: "sgw-help", "aria-label": "Keys" });
    const list = add(help, "dl");
    for (const [key, meaning] of KEYS) {
      add(list, "dt", {}, key);
      add(list, "dd", {}, meaning);
    }
    addButton(help, "Close", () => help.close());
    return help;
  }

  /** Shows the state that the controls have now. */
  draw() {
    const { state, filtered, folds, here, places } = this.store;
    for (const button of this.views) button.setAttribute("aria-pressed", `${button.dataset.view === state.view}`);
    if (this.search.value !== state.text) this.search.value = state.text;
    for (const [name, box] of Object.entries(this.choices)) {
      const value = `${state[/** @type {keyof State} */ (name)]}`;
      if (box.value !== value) box.value = value;
      // A status is also a filter without its name: "400".
      if (value && box.selectedIndex < 0)
        box.value = [...box.options].find((each) => each.value.startsWith(`${value} `))?.value ?? "";
      box.classList.toggle("sgw-set", name !== "order" && name !== "edition" && Boolean(value));
    }
    this.fold.setAttribute("aria-pressed", `${folds}`);
    const only = [state.only_operation, state.only_code].filter(Boolean);
    this.only.hidden = !only.length;
    this.only.title = this.only.textContent = `Only ${only.join(", ")} ×`;
    this.clear.disabled = !filtered;
    this.back.disabled = !here;
    this.forward.disabled = here === places.length - 1;
  }
}
