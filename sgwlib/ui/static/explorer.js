// @ts-check
// The explorer: one bar of controls, the picture on the left, the detail on the right.

import { Bar } from "./bar.js";
import { key, plain, read, words } from "./book.js";
import { Coverage } from "./coverage.js";
import { Detail } from "./detail.js";
import { add, onKey, ruler, whenIdle } from "./dom.js";
import { Drawing } from "./drawing.js";
import { Explain } from "./explain.js";
import { FILTERS, counted, offered } from "./filter.js";
import { Kernel } from "./kernel.js";
import { clamp } from "./layout.js";
import { fromFragment, toFragment } from "./link.js";
import { Matrix } from "./matrix.js";
import { Store, same } from "./state.js";
import { Table } from "./table.js";
import { addLink } from "./view.js";

/** @typedef {import("./dom.js").Model} Model */
/** @typedef {import("./state.js").State} State */
/** @typedef {{ met?: [string, number][], lines?: string[] }} Report pairs with counts, and sentences */
/** @typedef {{ state?: Partial<State>, report?: Report, model?: Model | null }} Start */

// What changes the picture, and what only marks something in it. "met" is not part of the state: which
// pairs a client has met. Nor is "crowded", which the matrix finds out while it is drawn.
const GRID = ["edition", ...FILTERS, "order", "folded", "met"];
const SELECTED = ["operations", "codes", "exception"];
const [NARROWEST, WIDEST] = [30, 80]; // % of the width for the left pane

class Explorer {
  /** @param {HTMLElement} el @param {any} catalogue @param {Start} start */
  constructor(el, catalogue, { state = {}, report = {}, model = null }) {
    const measure = ruler(); // before anything is there that the browser would lay out for it
    this.book = read(catalogue);
    // The address belongs to the first explorer of a page, but to JupyterLab where there is a menu.
    this.addressed = !el.ownerDocument.querySelector(".lm-MenuBar, .sgw-explorer");
    /** @type {{ fragment: string, step: boolean } | null} what the address will be, and whether Back leads to it */
    this.unkept = null;
    const linked = this.addressed ? fromFragment(location.hash, this.book) : {};
    // A link says everything: what it doesn't name is as in a new explorer.
    this.store = new Store(this.book, Object.keys(linked).length ? linked : state);
    // Where the explorer starts elsewhere, a link to the state of a new one must not be empty.
    this.empty = toFragment(new Store(this.book, state).state, this.book.edition) && "view=matrix";
    const look = { class: "sgw-explorer", role: "group", "aria-label": "Explorer of Storage Gateway errors" };
    this.root = add(el, "div", look);
    this.bar = new Bar(this.root, this.store, () => this.#enter());
    const panes = add(this.root, "div", { class: "sgw-panes" });
    const left = add(panes, "div", { class: "sgw-left" });
    this.found = add(left, "p", { class: "sgw-note sgw-names" });
    const foot = add(this.root, "div", { class: "sgw-foot" });
    this.legend = add(foot, "div", { class: "sgw-legend" });
    const hint = add(foot, "div", { class: "sgw-hint", "aria-hidden": true });
    this.live = add(foot, "div", { class: "sgw-live", role: "status", "aria-live": "polite" });
    /** @type {import("./view.js").Page} */
    const page = {
      store: this.store,
      kernel: new Kernel(model),
      say: (text) => (hint.textContent = text),
      measure,
      address: () => `${this.addressed ? location.href.split("#")[0] : "explorer.html"}#${this.#fragment()}`,
    };
    this.matrix = new Matrix(left, page, this.legend);
    this.coverage = new Coverage(left, page);
    /** @type {Record<string, import("./view.js").View>} */
    this.views = {
      matrix: this.matrix,
      drawing: new Drawing(left, page),
      table: new Table(left, page),
      coverage: this.coverage,
      explain: new Explain(left, page),
    };
    addHandle(panes);
    this.detail = new Detail(panes, page);
    const observer = new ResizeObserver(() => this.matrix.fit() && this.matrix.draw());
    observer.observe(this.matrix.scroll);
    const ending = new AbortController();
    ending.signal.onabort = () => observer.disconnect();
    this.end = () => ending.abort();
    this.#listen(ending.signal);
    this.store.follow((changed) => this.#draw(changed));
    this.show(report);
    this.store.tell(...GRID, ...SELECTED, "view", "tab");
    this.store.flush();
  }

  /** @param {AbortSignal} signal that the explorer is closed */
  #listen(signal) {
    const { store, bar, root } = this;
    /** @type {Record<string, () => unknown>} */
    const acts = {
      "/": () => bar.search.focus(),
      "?": () => bar.help.showModal(),
      "[": () => store.go(-1),
      "]": () => store.go(1),
      Escape: () => store.stepBack(),
    };
    const act = (/** @type {KeyboardEvent} */ { key, target, ctrlKey, metaKey, altKey }) => {
      const typed = /** @type {HTMLElement} */ (target).matches("input, textarea, select");
      if (typed || ctrlKey || metaKey || altKey || bar.help.open || !acts[key]) return false;
      acts[key]();
      return true;
    };
    onKey(root, act);
    if (!this.addressed) return;
    const jump = () => {
      this.unkept = null;
      const linked = fromFragment(location.hash, this.book);
      // A link to another part of the page is none of ours.
      if (location.hash && !Object.keys(linked).length) return;
      store.set({ ...new Store(this.book).state, ...linked });
    };
    // On a page of its own, the keys also work before anything has the focus.
    onKey(document, (event) => event.target === document.body && act(event), { signal });
    addEventListener("popstate", jump, { signal });
  }

  /** @param {Report} report what a client has met */
  show({ met, lines = [] }) {
    this.store.met = met ? new Map(met) : null;
    this.coverage.report = lines;
    this.store.tell("met");
  }

  /** Moves from the search to the first thing that it found. */
  #enter() {
    const { book, grid, state } = this.store;
    const [pair, more] = grid.pairs;
    const typed = plain(words(state.text).join(""));
    const exact = book.names.find((name) => plain(name) === typed);
    if (pair && !more) this.store.select(...pair);
    else if (exact) this.#open(exact);
    else if (!pair) this.found.querySelector("button")?.focus();
    this.store.flush();
    if (pair && !exact && state.view === "matrix") this.matrix.focus(key(...pair));
  }

  /** Shows what a search offers beside pairs, and returns the words for a screen reader. */
  #offer() {
    const { book, grid, state } = this.store;
    const count = grid.pairs.length;
    const [title, names] = offered(book, state.text, !count);
    this.found.textContent = count ? title : `No pair matches. ${title}`;
    this.found.hidden = !this.found.textContent;
    for (const name of names) addLink(this.found, name, () => this.#open(name));
    return `${counted(count, "pair")} shown. ${title} ${names.join(", ")}`;
  }

  /** @param {string} name that a search has found */
  #open(name) {
    const { operations, codes, exceptions } = this.book;
    if (!this.store.grid.pairs.length) this.store.set({ text: "" });
    this.store.select(operations[name]?.name, codes[name]?.name, exceptions[name]?.name);
    this.detail.root.focus();
  }

  #fragment() {
    return toFragment(this.store.state, this.book.edition) || this.empty;
  }

  /** @param {Set<string>} changed */
  #draw(changed) {
    const { store, views } = this;
    const any = (/** @type {string[]} */ names) => names.some((name) => changed.has(name));
    const selected = any(SELECTED);
    for (const [name, each] of Object.entries(views)) each.root.hidden = name !== store.state.view;
    this.legend.hidden = store.state.view !== "matrix";
    const before = this.found.textContent;
    const told = any(GRID) ? this.#offer() : "";
    // Now, so that it is drawn once in the room that is left for it.
    if (changed.has("view") || before !== this.found.textContent) this.matrix.fit();
    const view = views[store.state.view];
    if (any([...GRID, "view"])) view.draw();
    else if (selected) view.mark();
    if (selected || any(["tab", "edition", "met"])) this.detail.draw();
    this.bar.draw();
    if (selected || told) this.live.textContent = selected ? this.#selected() : told;
    if (!this.addressed) return;
    if (this.unkept?.step) this.#keep();
    this.unkept = { fragment: this.#fragment(), step: selected && changed.size < GRID.length };
    // After it is painted, since the browser lays out the page before it keeps an address.
    requestAnimationFrame(() => setTimeout(() => this.#keep()));
  }

  /** Keeps the latest state in the address. */
  #keep() {
    if (!this.unkept) return;
    const { fragment, step } = this.unkept;
    this.unkept = null;
    if (fragment === location.hash.slice(1)) return;
    // The whole address, since a relative one means something else in a frame.
    const address = location.href.split("#")[0] + (fragment && `#${fragment}`);
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  /** Returns what a screen reader is told of the selection. */
  #selected() {
    const { selected, state } = this.store;
    if (state.operations.length && state.codes.length) return this.store.sentence(selected[0], selected[1]);
    const names = [...selected, state.exception].filter(Boolean);
    return names.length ? `${names.join(", ")} selected` : "Nothing is selected";
  }
}

/** @param {HTMLElement} panes between which a handle shares the width */
function addHandle(panes) {
  const range = { "aria-valuemin": NARROWEST, "aria-valuemax": WIDEST, "aria-valuenow": 64 };
  const look = { class: "sgw-handle", role: "separator", "aria-label": "Share of the width", tabindex: 0 };
  const handle = add(panes, "div", { "aria-orientation": "vertical", ...look, ...range });
  const move = (/** @type {number} */ x, /** @type {number} */ more = 0) => {
    const { left, width } = panes.getBoundingClientRect();
    const share = clamp((100 * (x - left)) / width + more, NARROWEST, WIDEST);
    handle.setAttribute("aria-valuenow", `${Math.round(share)}`);
    panes.style.setProperty("--sgw-share", `${share}%`);
  };
  handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener("pointermove", (event) => handle.hasPointerCapture(event.pointerId) && move(event.clientX));
  onKey(handle, (event) => {
    const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (step) move(handle.getBoundingClientRect().left, step); // from where it is, which differs by the width
    return step;
  });
}

/** Shows the widget of Python, and keeps the traits of both in step. */
async function render(/** @type {import("./dom.js").View} */ { model, el }) {
  const plain = new Blob([model.get("document")]).stream().pipeThrough(new DecompressionStream("gzip"));
  const start = { state: model.get("state"), report: model.get("report"), model };
  const explorer = new Explorer(el, await new Response(plain).json(), start);
  const { store } = explorer;
  const report = () => explorer.show(model.get("report"));
  const follow = () => store.set(model.get("state"));
  model.on("change:state", follow);
  model.on("change:report", report);
  const tell = () => {
    const known = model.get("state");
    // Not as one text: Python has the fields in another order, and an answer to it would undo its next change.
    if (Object.entries(store.state).every(([name, value]) => same(value, known[name]))) return;
    model.set("state", store.state);
    model.save_changes();
  };
  store.follow(() => whenIdle(tell)); // whoever made the gesture looks at the page first
  if (explorer.addressed) tell(); // a link may have opened another place than Python did
  return () => {
    model.off("change:state", follow);
    model.off("change:report", report);
    explorer.end();
  };
}

export default { render, Explorer };
