// @ts-check
// The state of an explorer: one plain object, its history, and what is derived from it. Every part of
// the page reads from here and changes it here.

import { key } from "./book.js";
import { FILTERS, NO_FILTER, gridOf, matching, sentence } from "./filter.js";

/** @typedef {import("./book.js").Which} Which */
/**
 * @typedef {import("./filter.js").Filters & {
 *   edition: string, order: string, folded: boolean | null, operations: string[], codes: string[],
 *   exception: string, view: string, tab: string }} State
 */

export const VIEWS = ["matrix", "drawing", "table", "coverage", "explain"];
export const TABS = ["response", "handle", "provoke", "evidence"];

/** @type {State} */
export const START = {
  ...NO_FILTER,
  edition: "",
  order: "meaning",
  folded: null,
  operations: [],
  codes: [],
  exception: "",
  view: "matrix",
  tab: "response",
};

/** @param {unknown} one @param {unknown} other */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Store {
  /** @param {import("./book.js").Book} book @param {Partial<State>} state */
  constructor(book, state = {}) {
    this.book = book;
    /** @type {State} */
    this.state = { ...START, edition: book.edition, ...state };
    /** Whether the matrix has no room for every row and column. */
    this.crowded = false;
    /** @type {Map<string, number> | null} how often a client has met each pair, if that is known */
    this.met = null;
    /** @type {((changed: Set<string>) => void)[]} */
    this.listeners = [];
    /** @type {Set<string>} */
    this.changed = new Set();
    this.places = [this.place];
    this.here = 0;
    /** @type {Map<string, import("./filter.js").Grid>} */
    this.grids = new Map();
  }

  /** What is selected. */
  get place() {
    const { operations, codes, exception } = this.state;
    return { operations, codes, exception };
  }

  /** The names of rows and columns that are selected. */
  get selected() {
    return [...this.state.operations, ...this.state.codes];
  }

  get edition() {
    return this.book.editions[this.state.edition];
  }

  get folds() {
    return this.state.folded ?? this.crowded;
  }

  /** The visible part. */
  get grid() {
    return this.gridFor(this.folds);
  }

  /** @param {boolean} fold @returns the visible part, computed once for each state of the filters */
  gridFor(fold) {
    const { book, edition, state } = this;
    const selected = fold ? this.selected : []; // says how folded rows and columns are called
    const name = JSON.stringify([state.edition, state.order, fold, selected, ...FILTERS.map((each) => state[each])]);
    let grid = this.grids.get(name);
    if (!grid) {
      grid = gridOf(book, edition, matching(book, edition, state), state.order, fold, selected);
      if (this.grids.size > 50) this.grids.clear();
      this.grids.set(name, grid);
    }
    return grid;
  }

  /**
   * Returns what a pair is, as a name of KINDS. Whether it was met is known from the report of a client.
   * @param {string} operation
   * @param {string} code
   */
  kindOf(operation, code) {
    const { book, edition, met } = this;
    const pair = key(operation, code);
    const documented = edition.has.has(pair);
    if (met?.has(pair)) return documented ? "met" : "met-undocumented";
    if (!documented) return book.observed.has(pair) ? "observed" : "undocumented";
    if (met) return "never";
    if (book.observed.has(pair)) return "documented-observed";
    return book.everywhere.has(pair) ? "documented" : "edition";
  }

  /** @param {string} operation @param {string} code */
  sentence(operation, code) {
    return sentence(this.kindOf(operation, code), operation, code);
  }

  /**
   * Changes the state. All changes of one gesture are told together, once.
   * @param {Partial<State>} change
   */
  set(change) {
    const names = /** @type {(keyof State)[]} */ (Object.keys(change));
    const changed = names.filter((name) => !same(change[name], this.state[name]));
    if (!changed.length) return;
    this.state = { ...this.state, ...change };
    if (!same(this.place, this.places[this.here])) {
      this.here += 1;
      this.places.splice(this.here, Infinity, this.place);
    }
    this.tell(...changed);
  }

  /** @param {string[]} names */
  tell(...names) {
    if (!this.changed.size) queueMicrotask(() => this.flush());
    for (const name of names) this.changed.add(name);
  }

  /** Tells now what has changed. */
  flush() {
    const { changed } = this;
    if (!changed.size) return;
    this.changed = new Set();
    for (const listener of this.listeners) listener(changed);
  }

  /** @param {(changed: Set<string>) => void} listener is called after each change */
  follow(listener) {
    this.listeners.push(listener);
  }

  /** @param {string | string[]} [operations] @param {string | string[]} [codes] @param {string} [exception] */
  select(operations = [], codes = [], exception = "") {
    const list = (/** @type {string | string[]} */ names) => [names].flat().filter(Boolean);
    this.set({ operations: list(operations), codes: list(codes), exception });
  }

  /** @param {Which} side @param {string} name @param {boolean} more adds to the compared names, or takes out */
  choose(side, name, more = false) {
    const names = side ? this.state.codes : this.state.operations;
    const others = names.filter((each) => each !== name);
    const next = !more ? [name] : others.length < names.length ? others : [...names, name];
    if (side) this.select([], next);
    else this.select(next);
  }

  /** Goes back to what was selected before, at last to nothing. */
  stepBack() {
    if (!this.go(-1)) this.select();
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
