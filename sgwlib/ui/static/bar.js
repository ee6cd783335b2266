// @ts-check
// The bar above both panes: views, search, filters, order, edition, and the way back.

import { add, addButton, addChoice, onKey } from "./dom.js";
import { FILTERS, NO_FILTER, ORDERS, outcomesOf } from "./filter.js";
import { VIEWS } from "./state.js";

/** @typedef {import("./state.js").State} State */

const KEYS = {
  "/": "search",
  "Arrows, Home, End": "move in the matrix",
  Enter: "select what has the focus",
  "Space, Shift+Enter, Shift+click": "on a name: compare several",
  Escape: "step back",
  "[ and ]": "back and forward",
  "?": "this list",
};

export class Bar {
  /** @param {HTMLElement} root @param {import("./state.js").Store} store @param {() => void} found what Enter does */
  constructor(root, store, found) {
    this.store = store;
    const bar = add(root, "div", { class: "sgw-bar", role: "toolbar", "aria-label": "Filters and views" });
    const views = add(bar, "div", { class: "sgw-views", role: "group", "aria-label": "View" });
    this.views = VIEWS.map((view) =>
      addButton(views, view[0].toUpperCase() + view.slice(1), () => store.set({ view }), { "data-view": view }),
    );
    this.search = this.#search(bar, found);
    this.choices = this.#choices(bar);
    const title = "Show equal rows and equal columns as one";
    this.fold = addButton(bar, "Fold", () => store.set({ folded: !store.folds }), { title });
    // Only Python and links have these two filters.
    this.only = addButton(bar, "", () => store.set({ only_operation: "", only_code: "" }), { class: "sgw-only" });
    const clear = () => {
      store.set(NO_FILTER);
      this.search.focus(); // nothing is left to clear, so the button can't keep the focus
    };
    this.clear = addButton(bar, "Clear", clear, { title: "Clear all filters" });
    this.back = addButton(bar, "‹", () => store.go(-1), { "aria-label": "Back" });
    this.forward = addButton(bar, "›", () => store.go(1), { "aria-label": "Forward" });
    const full = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
    addButton(bar, "⤢", full, { "aria-label": "Full screen" });
    addButton(bar, "?", () => this.help.showModal(), { "aria-label": "Keys" });
    this.help = this.#help(root);
  }

  /** @param {HTMLElement} bar @param {() => void} found */
  #search(bar, found) {
    const look = { type: "search", class: "sgw-search", placeholder: "Search   /", "aria-label": "Search" };
    const search = add(bar, "input", look);
    search.addEventListener("input", () => this.store.set({ text: search.value }));
    onKey(search, ({ key }) => {
      const clears = key === "Escape" && search.value;
      if (clears) this.store.set({ text: "" });
      if (key === "Enter") found();
      return clears || key === "Enter";
    });
    return search;
  }

  /** @param {HTMLElement} bar */
  #choices(bar) {
    const { book } = this.store;
    // The other exceptions carry no code, so no square has them.
    const carriers = book.exceptionsThat(true);
    const statuses = new Set(carriers.map((name) => outcomesOf(book.exceptions[name])[2]));
    const outcomes = [...[...statuses].sort(), ...carriers];
    const named = (/** @type {string[]} */ names) => names.map((name) => [name]);
    /** @type {[keyof State, string, string[][]][]} */
    const all = [
      ["resource", "Resource", [["", "Resource"], ...named(book.resources)]],
      ["family", "Family", [["", "Family"], ...named(book.families)]],
      ["outcome", "Exception or status", [["", "Status"], ...named(outcomes)]],
      ["order", "Order", Object.entries(ORDERS)],
      ["edition", "Edition of the page", Object.keys(book.editions).map((name) => [name, `Edition ${name}`])],
    ];
    return all.flatMap(([field, name, options]) => {
      const choose = (/** @type {string} */ value) => this.store.set({ [field]: value });
      return options.length > 1 ? { field, box: addChoice(bar, name, options, choose) } : [];
    });
  }

  /** @param {HTMLElement} root */
  #help(root) {
    const help = add(root, "dialog", { class: "sgw-help", "aria-label": "Keys" });
    const table = add(help, "table");
    for (const [key, meaning] of Object.entries(KEYS)) {
      const line = add(table, "tr");
      add(line, "th", { scope: "row" }, key);
      add(line, "td", {}, meaning);
    }
    addButton(help, "Close", () => help.close());
    return help;
  }

  /** Shows the state that the controls have now. */
  draw() {
    const { state, folds, here, places } = this.store;
    for (const button of this.views) button.setAttribute("aria-pressed", `${button.dataset.view === state.view}`);
    if (this.search.value !== state.text) this.search.value = state.text;
    for (const { field, box } of this.choices) {
      const value = `${state[field]}`;
      if (box.value !== value) box.value = value;
      // A status is also a filter without its name: "400".
      if (box.selectedIndex < 0) box.selectedIndex = [...box.options].findIndex((each) => each.value.startsWith(value));
      box.classList.toggle("sgw-set", field !== "order" && field !== "edition" && Boolean(value));
    }
    this.fold.setAttribute("aria-pressed", `${folds}`);
    const only = [state.only_operation, state.only_code].filter(Boolean);
    this.only.hidden = !only.length;
    this.only.title = this.only.textContent = `Only ${only.join(", ")} ×`;
    this.clear.disabled = !FILTERS.some((name) => state[name]);
    this.back.disabled = !here;
    this.forward.disabled = here === places.length - 1;
  }
}
