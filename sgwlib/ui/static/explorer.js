// @ts-check
// The explorer: one bar of controls, the picture on the left, the detail on the right.

import { read } from "./book.js";
import { Coverage } from "./coverage.js";
import { Detail } from "./detail.js";
import { NO_SHORTCUTS, add, addButton, addChoice, copy } from "./dom.js";
import { Drawing } from "./drawing.js";
import { ORDERS, kindOf, sentence } from "./filter.js";
import { Kernel } from "./kernel.js";
import { fromFragment, toFragment, toPython } from "./link.js";
import { Matrix } from "./matrix.js";
import { Store } from "./state.js";
import { Table } from "./table.js";

/** @typedef {import("./dom.js").Model} Model */
/** @typedef {import("./state.js").State} State */

const VIEW_NAMES = { matrix: "Matrix", drawing: "Drawing", table: "Table", coverage: "Coverage", explain: "Explain" };
const GRID = [
  "edition",
  "only_operation",
  "only_code",
  "resource",
  "family",
  "outcome",
  "text",
  "order",
  "folded",
  "crowded",
  "met",
];
const SELECTED = ["operations", "codes", "exception"];
const KEYS = [
  ["/", "search"],
  ["Arrows, Home, End", "move in the matrix"],
  ["Enter", "select what has the focus"],
  ["Space, Shift+Enter, Shift+click", "on a name: compare several"],
  ["Escape", "step back"],
  ["[ and ]", "back and forward"],
  ["?", "this list"],
];

class Explorer {
  /**
   * @param {HTMLElement} el
   * @param {any} document the catalogue
   * @param {Partial<State>} state
   * @param {Model | null} model
   */
  constructor(el, document, state, model) {
    this.book = read(document);
    this.kernel = new Kernel(model);
    this.addressed = !el.ownerDocument.querySelector(".jp-LabShell, .sgw-explorer");
    const linked = this.addressed ? fromFragment(location.hash, this.book) : {};
    this.store = new Store(this.book, { ...state, ...linked });
    this.root = add(el, "div", {
      class: "sgw-explorer",
      role: "group",
      "aria-label": "Explorer of Storage Gateway errors",
    });
    this.#bar();
    const panes = add(this.root, "div", { class: "sgw-panes" });
    const left = add(panes, "div", { class: "sgw-left" });
    const foot = add(this.root, "div", { class: "sgw-foot" });
    const legend = add(foot, "div", { class: "sgw-legend" });
    this.hint = add(foot, "div", { class: "sgw-hint", "aria-hidden": true });
    this.live = add(foot, "div", { class: "sgw-live", role: "status", "aria-live": "polite" });
    const say = (/** @type {string} */ text) => (this.hint.textContent = text);
    this.matrix = new Matrix(left, this.store, legend, say);
    this.views = {
      matrix: this.matrix,
      drawing: new Drawing(left, this.store, say),
      table: new Table(left, this.store),
      coverage: new Coverage(left, this.store, this.kernel),
      explain: this.#explain(left),
    };
    this.#handle(panes, left);
    this.detail = new Detail(panes, this.store, this.kernel);
    this.#keys();
    this.store.follow((changed) => this.#show(changed));
    this.#show(new Set([...GRID, ...SELECTED, "view", "tab"]));
    const observer = new ResizeObserver(() => this.matrix.resize());
    observer.observe(this.matrix.scroll);
    this.end = () => observer.disconnect();
    if (this.addressed) {
      const jump = () => this.store.set({ ...emptied, ...fromFragment(location.hash, this.book) });
      const emptied = new Store(this.book).state;
      addEventListener("popstate", jump);
      const { end } = this;
      this.end = () => {
        end();
        removeEventListener("popstate", jump);
      };
    }
  }

  #bar() {
    const { book, store, root } = this;
    const bar = add(root, "div", { class: "sgw-bar", role: "toolbar", "aria-label": "Filters and views" });
    const views = add(bar, "div", { class: "sgw-views", role: "group", "aria-label": "View" });
    this.viewButtons = Object.entries(VIEW_NAMES).map(([view, name]) => {
      const button = addButton(views, name, () => store.set({ view }), { "data-view": view, "aria-pressed": false });
      return button;
    });
    this.search = add(bar, "input", {
      ...NO_SHORTCUTS,
      type: "search",
      class: "sgw-search",
      placeholder: "Search operations, codes, causes   /",
      "aria-label": "Search",
    });
    this.search.addEventListener("input", () => store.set({ text: this.search.value }));
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.search.value) store.set({ text: "" });
      else if (event.key === "Enter") this.#found();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    const all = (/** @type {string} */ name, /** @type {string[]} */ values) =>
      /** @type {[string, string][]} */ ([["", name], ...values.map((value) => [value, value])]);
    const statuses = new Set([...book.exceptions.values()].map((each) => `${each.status} ${each.reason}`));
    const outcomes = [...[...statuses].sort(), ...book.exceptions.keys()];
    /** @type {Record<string, HTMLSelectElement>} */
    this.boxes = {
      resource: addChoice(bar, "Resource", all("Resource", book.resources), (resource) => store.set({ resource })),
      family: addChoice(bar, "Family", all("Family", book.families), (family) => store.set({ family })),
      outcome: addChoice(bar, "Exception or status", all("Status", outcomes), (outcome) => store.set({ outcome })),
      order: addChoice(
        bar,
        "Order",
        ORDERS.map((order) => [order, `by ${order}`]),
        (order) => store.set({ order }),
      ),
    };
    if (book.editions.size > 1)
      this.boxes.edition = addChoice(
        bar,
        "Edition of the page",
        [...book.editions.keys()].map((name) => [name, name]),
        (edition) => store.set({ edition }),
      );
    this.fold = addButton(bar, "Fold", () => store.set({ folded: !store.folds }), {
      "aria-pressed": false,
      title: "Show equal rows and equal columns as one",
    });
    this.clear = addButton(bar, "Clear", () => store.clearFilters(), { title: "Clear all filters" });
    this.back = addButton(bar, "‹", () => store.go(-1), { "aria-label": "Back" });
    this.forward = addButton(bar, "›", () => store.go(1), { "aria-label": "Forward" });
    const link = addButton(bar, "Link", () => copy(this.#address(), link), { title: "Copy a link to this" });
    const line = addButton(bar, "Python", () => copy(toPython(store.state, book.edition), line), { title: "Copy the line of Python that opens this" });
    addButton(bar, "⤢", () => this.#wide(), { "aria-label": "Full screen" });
    addButton(bar, "?", () => this.help.showModal(), { "aria-label": "Keys" });
    this.help = add(root, "dialog", { class: "sgw-help", "aria-label": "Keys" });
    const list = add(this.help, "dl");
    for (const [key, meaning] of KEYS) {
      add(list, "dt", {}, key);
      add(list, "dd", {}, meaning);
    }
    addButton(this.help, "Close", () => this.help.close());
  }

  /** @param {HTMLElement} parent */
  #explain(parent) {
    const root = add(parent, "div", { class: "sgw-explain sgw-pane", role: "region", "aria-label": "Explain" });
    const { kernel, store } = this;
    if (!kernel.alive) {
      add(
        root,
        "p",
        { class: "sgw-note" },
        "Python explains an error that you paste: in a notebook with sgwlib.explain(text), or with the command sgw explain.",
      );
      return { root, draw() {} };
    }
    const form = add(root, "form", { class: "sgw-form" });
    const box = add(form, "textarea", {
      ...NO_SHORTCUTS,
      rows: 8,
      "aria-label": "Error text",
      placeholder: "Paste an error: a log line, a traceback, a response",
    });
    add(form, "button", { ...NO_SHORTCUTS, type: "submit" }, "Explain");
    const answer = add(root, "pre", {
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
    return { root, draw() {} };
  }

  /**
   * Lets the width be shared between both panes.
   * @param {HTMLElement} panes
   * @param {HTMLElement} left
   */
  #handle(panes, left) {
    const handle = add(panes, "div", {
      ...NO_SHORTCUTS,
      class: "sgw-handle",
      role: "separator",
      tabindex: 0,
      "aria-orientation": "vertical",
      "aria-label": "Share of the width",
      "aria-valuemin": 30,
      "aria-valuemax": 80,
      "aria-valuenow": 62,
    });
    const share = (/** @type {number} */ percent) => {
      const value = Math.round(Math.min(Math.max(percent, 30), 80));
      handle.setAttribute("aria-valuenow", `${value}`);
      panes.style.setProperty("--sgw-share", `${value}%`);
    };
    handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const box = panes.getBoundingClientRect();
      share((100 * (event.clientX - box.left)) / box.width);
    });
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
      if (!step) return;
      share(Number(handle.getAttribute("aria-valuenow")) + step);
      event.preventDefault();
      event.stopPropagation();
    });
    return left;
  }

  #keys() {
    this.root.addEventListener("keydown", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.ctrlKey || event.metaKey || event.altKey || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
        return;
      /** @type {Record<string, () => void>} */
      const acts = {
        "/": () => this.search.focus(),
        "?": () => this.help.showModal(),
        "[": () => this.store.go(-1),
        "]": () => this.store.go(1),
      };
      if (event.key === "Escape" && !this.help.open && !this.store.go(-1)) this.store.select();
      const act = acts[event.key];
      if (!act) return;
      act();
      event.preventDefault();
      event.stopPropagation();
    });
    // On a page of its own, the keys also work before anything has the focus.
    if (this.addressed)
      document.addEventListener("keydown", (event) => {
        if (event.target !== document.body || event.key !== "/") return;
        this.search.focus();
        event.preventDefault();
      });
  }

  /** Moves from the search to the first thing that it found. */
  #found() {
    const { pairs } = this.store.grid;
    if (!pairs.length) return;
    if (pairs.length === 1) this.store.select(...pairs[0]);
    this.store.flush();
    if (this.store.state.view === "matrix") this.matrix.focus(...pairs[0]);
  }

  #wide() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen();
  }

  #address() {
    const fragment = toFragment(this.store.state, this.book.edition);
    return this.addressed ? `${location.href.split("#")[0]}#${fragment}` : `explorer.html#${fragment}`;
  }

  /** @param {Set<string>} changed */
  #show(changed) {
    const { store, views } = this;
    const { state } = store;
    const any = (/** @type {string[]} */ names) => names.some((name) => changed.has(name));
    const view = /** @type {keyof typeof views} */ (state.view);
    if (any(["view"])) {
      for (const [name, each] of Object.entries(views)) each.root.hidden = name !== view;
      for (const button of this.viewButtons ?? [])
        button.setAttribute("aria-pressed", `${button.dataset.view === view}`);
    }
    if (view === "matrix") {
      if (any([...GRID, "view"])) this.matrix.draw();
      else if (any(SELECTED)) this.matrix.mark();
    } else if (any([...GRID, "view"]) || (view === "drawing" && any(SELECTED))) views[view].draw();
    else if (view === "table" && any(SELECTED)) views.table.mark();
    if (any([...SELECTED, "tab", "edition", "met"])) this.detail.draw();
    this.#controls();
    if (any(SELECTED)) this.#tell();
    else if (any(GRID) && !changed.has("crowded")) this.live.textContent = `${store.grid.pairs.length} pairs shown`;
    if (this.addressed && !changed.has("met")) {
      const fragment = toFragment(state, this.book.edition);
      if (fragment !== location.hash.slice(1)) {
        const address = fragment ? `#${fragment}` : location.pathname + location.search;
        if (any(SELECTED) && changed.size < GRID.length) history.pushState(null, "", address);
        else history.replaceState(null, "", address);
      }
    }
  }

  #controls() {
    const { state, filtered, folds, here, places } = this.store;
    if (this.search.value !== state.text) this.search.value = state.text;
    for (const [name, box] of Object.entries(this.boxes ?? {})) {
      const value = /** @type {string} */ (state[/** @type {keyof State} */ (name)]);
      if (box.value !== value) box.value = value;
      box.classList.toggle("sgw-set", name !== "order" && name !== "edition" && Boolean(value));
    }
    this.fold?.setAttribute("aria-pressed", `${folds}`);
    if (this.clear) this.clear.disabled = !filtered;
    if (this.back) this.back.disabled = !here;
    if (this.forward) this.forward.disabled = here === places.length - 1;
  }

  #tell() {
    const { state, book, edition, met } = this.store;
    const [operation, code] = [state.operations, state.codes].map((names) => (names.length === 1 ? names[0] : ""));
    const kind = operation && code ? kindOf(book, edition, operation, code, met) : "";
    const names = [...state.operations, ...state.codes, state.exception].filter(Boolean);
    this.live.textContent = kind
      ? sentence(kind, operation, code)
      : names.length
        ? `${names.join(", ")} selected`
        : "Nothing is selected";
  }
}

/**
 * Opens an explorer without a kernel, as a file does.
 * @param {HTMLElement} el
 * @param {any} document
 * @param {Partial<State>} [state]
 */
const open = (el, document, state = {}) => new Explorer(el, document, state, null);

/** Shows the widget of Python, and keeps the traits of both in step. */
function render(/** @type {import("./dom.js").View} */ { model, el }) {
  const explorer = new Explorer(el, JSON.parse(model.get("document")), model.get("state"), model);
  const { store } = explorer;
  const report = () => {
    const found = model.get("report");
    store.met = found.met ? new Map(found.met) : null;
    explorer.views.coverage.report = found.lines ?? [];
    store.tell("met");
  };
  model.on("change:state", () => store.set(model.get("state")));
  model.on("change:report", report);
  report();
  store.follow(() => {
    if (JSON.stringify(model.get("state")) === JSON.stringify(store.state)) return;
    model.set("state", store.state);
    model.save_changes();
  });
  return explorer.end;
}

export default { render, open };
