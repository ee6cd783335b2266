// @ts-check
// The state as the fragment of an address, and as a line of Python.

import { ORDERS, outcomesOf } from "./filter.js";
import { START, TABS, VIEWS, same } from "./state.js";

/** @typedef {import("./state.js").State} State */

/**
 * Returns the fields that differ from those of a new explorer, which shows one of the editions.
 * @type {(state: State, edition: string) => [string, unknown][]}
 */
const changed = (state, edition) => {
  const start = { ...START, edition };
  return Object.entries(state).filter(([name, value]) => !same(value, start[/** @type {keyof State} */ (name)]));
};

/**
 * Returns the fragment, such as "operations=DeleteVolume&codes=VolumeInUse".
 * @type {(state: State, edition: string) => string}
 */
export const toFragment = (state, edition) => {
  const parts = changed(state, edition).map(([name, value]) => [name, `${value}`]);
  return new URLSearchParams(parts).toString().replaceAll("%2C", ",");
};

/**
 * Returns the line of Python that opens the same place. A string or a list is the same in JSON.
 * @type {(state: State, edition: string) => string}
 */
export const toPython = (state, edition) => {
  const parts = changed(state, edition).map(([name, value]) => {
    const field = { operations: "operation", codes: "code" }[name] ?? name;
    if (typeof value === "boolean") return `${field}=${value ? "True" : "False"}`;
    return `${field}=${JSON.stringify(Array.isArray(value) && value.length === 1 ? value[0] : value)}`;
  });
  return `sgwlib.explorer(${parts.join(", ")})`;
};

/**
 * Returns the state that a fragment asks for. What is unknown, misspelt or contradictory is left out,
 * so that an old link still opens the rest.
 * @type {(fragment: string, book: import("./book.js").Book) => Partial<State>}
 */
export const fromFragment = (fragment, book) => {
  const [operations, codes] = [Object.keys(book.operations), Object.keys(book.codes)];
  /** @type {Record<string, unknown[]>} */
  const known = {
    order: Object.keys(ORDERS),
    view: VIEWS,
    tab: TABS,
    resource: book.resources,
    family: book.families,
    edition: Object.keys(book.editions),
    outcome: Object.values(book.exceptions).flatMap(outcomesOf),
    only_operation: operations,
    only_code: codes,
    exception: Object.keys(book.exceptions),
    folded: ["true", "false"],
  };
  const asked = new URLSearchParams(fragment.replace(/^#/, ""));
  /** @type {Record<string, unknown>} */
  const state = {};
  for (const [name, all] of Object.entries(known)) {
    const value = asked.get(name);
    if (all.includes(value)) state[name] = name === "folded" ? value === "true" : value;
  }
  if (asked.has("text")) state.text = asked.get("text");
  const counts = Object.entries({ operations, codes }).map(([name, all]) => {
    const names = [...new Set(asked.get(name)?.split(","))].filter((each) => all.includes(each));
    if (asked.has(name)) state[name] = names;
    return names.length;
  });
  if (Math.min(...counts) && Math.max(...counts) > 1) state.codes = [];
  else if (counts[1] && !book.exceptions[`${state.exception}`]?.carries) delete state.exception;
  return state;
};
