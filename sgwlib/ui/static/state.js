// @ts-check
// The state of an explorer: one plain object, its history, and what is derived from it. Every part of
// the page reads from here and changes it here.

import { FILTERS, gridOf, matching } from "./filter.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./filter.js").Grid} Grid */
/**
 * @typedef {import("./filter.js").Filters & {
 *   edition: string, order: string, folded: boolean | null, operations: string[], codes: string[],
 *   exception: string, view: string, tab: string }} State
 */

export const VIEWS = ["matrix", "drawing", "table", "coverage", "explain"];
export const TABS = ["response", "handle", "provoke", "evidence"];

/** @type {State} */
export const START = {
  edition: "",
  only_operation: "",
  only_code: "",
  resource: "",
  family: "",
  outcome: "",
  text: "",
  order: "meaning",
  folded: null,
  operations: [],
  codes: [],
  exception: "",
  view: "matrix",
  tab: "response",
};

const PLACE = /** @type {const} */ (["operations", "codes", "exception"]);

/** @param {unknown} one @param {unknown} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Store {
  /**
   * @param {Book} book
   * @param {Partial<State>} state
   */
  constructor(book, state = {}) {
    this.book = book;
    /** @type {State} */
    this.state = { ...START, edition: book.edition, ...state };
    /** Whether the matrix has no room for every row and column. */
    this.crowded = false;
    /** @type {Map<string, number> | null} */
    this.met = null;
    /** @type {((changed: Set<string>) => void)[]} */
    this.listeners = [];
    /** @type {Set<string>} */
    this.changed = new Set();
    this.places = [this.place];
    this.here = 0;
    /** @type {Map<string, Grid>} */
    this.grids = new Map();
  }

  get place() {
    const { operations, codes, exception } = this.state;
    return { operations, codes, exception };
  }

  get edition() {
    return /** @type {import("./book.js").Edition} */ (this.book.editions.get(this.state.edition));
  }

  get folds() {
    return this.state.folded ?? this.crowded;
  }

  /** The visible part, computed once for each state of the filters. */
  get grid() {
    return this.gridFor(this.folds);
  }

  /** @param {boolean} fold */
  gridFor(fold) {
    const { state } = this;
    const name = JSON.stringify([state.edition, state.order, fold, ...FILTERS.map((each) => state[each])]);
    let grid = this.grids.get(name);
    if (!grid) {
      const pairs = matching(this.book, this.edition, state);
      grid = gridOf(this.book, this.edition, pairs, state.order, fold);
      if (this.grids.size > 50) this.grids.clear();
      this.grids.set(name, grid);
    }
    return grid;
  }

  get filtered() {
    return FILTERS.some((name) => this.state[name]);
  }

  /**
   * Changes the state. All changes of one gesture are told together, once.
   * @param {Partial<State>} change
   */
  set(change) {
    const names = /** @type {(keyof State)[]} */ (Object.keys(change)).filter(
      (name) => !same(change[name], this.state[name]),
    );
    if (!names.length) return;
    this.state = { ...this.state, ...change };
    if (names.some((name) => PLACE.includes(/** @type {any} */ (name)))) {
      if (!same(this.place, this.places[this.here])) {
        this.here += 1;
        this.places.splice(this.here, Infinity, this.place);
      }
    }
    this.tell(...names);
  }

  /** @param {string[]} names */
  tell(...names) {
    if (!this.changed.size) queueMicrotask(() => this.flush());
    for (const name of names) this.changed.add(name);
  }

  flush() {
    const { changed } = this;
    if (!changed.size) return;
    this.changed = new Set();
    for (const listener of this.listeners) listener(changed);
  }

  /**
   * Calls a function after each change. Returns a function that ends this.
   * @param {(changed: Set<string>) => void} listener
   */
  follow(listener) {
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((each) => each !== listener);
    };
  }

  /**
   * Selects an operation, a code, a pair, an exception, several of one side, or nothing.
   * @param {string | string[]} [operations]
   * @param {string | string[]} [codes]
   * @param {string} [exception]
   */
  select(operations = [], codes = [], exception = "") {
    const list = (/** @type {string | string[]} */ names) => [names].flat().filter(Boolean);
    this.set({ operations: list(operations), codes: list(codes), exception });
  }

  /**
   * Adds a name to those that are compared, or takes it out again.
   * @param {0 | 1} side
   * @param {string} name
   */
  toggle(side, name) {
    const names = side ? this.state.codes : this.state.operations;
    const next = names.includes(name) ? names.filter((each) => each !== name) : [...names, name];
    if (side) this.select([], next);
    else this.select(next);
  }

  /** Goes back to what was selected before, at last to nothing. */
  stepBack() {
    if (!this.go(-1)) this.select();
  }

  clearFilters() {
    this.set(Object.fromEntries(FILTERS.map((name) => [name, ""])));
  }

  /** @param {-1 | 1} step */
  go(step) {
    const place = this.places[this.here + step];
    if (!place) return false;
    this.here += step;
    this.set(place);
    return true;
  }
}
