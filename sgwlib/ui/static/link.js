// @ts-check
// The state as the fragment of an address, and as a line of Python.

import { FILTERS, ORDERS, outcomesOf } from "./filter.js";
import { START, TABS, VIEWS } from "./state.js";

/** @typedef {import("./state.js").State} State */

/**
 * Returns the fragment, such as "operations=DeleteVolume&codes=VolumeInUse".
 * @param {State} state
 * @param {string} edition the one that needs no mention
 */
export function toFragment(state, edition) {
  const parts = new URLSearchParams();
  for (const [name, start] of Object.entries({ ...START, edition })) {
    const value = `${state[/** @type {keyof State} */ (name)]}`;
    if (value !== `${start}`) parts.set(name, value);
  }
  return parts.toString().replaceAll("%2C", ",");
}

/**
 * Returns the state that a fragment asks for. What is unknown, misspelt or contradictory is left out,
 * so that an old link still opens the rest.
 * @param {string} fragment
 * @param {import("./book.js").Book} book
 * @returns {Partial<State>}
 */
export function fromFragment(fragment, book) {
  const [operations, codes] = [[...book.operations.keys()], [...book.codes.keys()]];
  /** @type {Record<string, unknown[]>} */
  const known = {
    order: ORDERS,
    view: VIEWS,
    tab: TABS,
    resource: book.resources,
    family: book.families,
    edition: [...book.editions.keys()],
    outcome: [...book.exceptions.values()].flatMap(outcomesOf),
    only_operation: operations,
    only_code: codes,
    exception: [...book.exceptions.keys()],
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
  const listed = (/** @type {string} */ name, /** @type {string[]} */ all) => {
    const names = [...new Set(asked.get(name)?.split(","))].filter((each) => all.includes(each));
    if (asked.has(name)) state[name] = names;
    return names.length;
  };
  const counts = [listed("operations", operations), listed("codes", codes)];
  if (Math.min(...counts) && Math.max(...counts) > 1) state.codes = [];
  else if (counts[1] && !book.exceptions.get(`${state.exception}`)?.carries) delete state.exception;
  return state;
}

/** @param {unknown} value @returns {string} */
function literal(value) {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return value.length > 1 ? `[${value.map(literal).join(", ")}]` : literal(value[0]);
  const text = `${value}`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
}

/**
 * Returns the line of Python that opens the same place.
 * @param {State} state
 * @param {string} edition the one that needs no mention
 */
export function toPython(state, edition) {
  const { operations, codes } = state;
  const parts = operations.length ? [literal(operations)] : [];
  if (codes.length) parts.push(operations.length ? literal(codes) : `code=${literal(codes)}`);
  for (const name of /** @type {const} */ (["exception", ...FILTERS, "order", "folded", "view", "tab"]))
    if (state[name] !== START[name]) parts.push(`${name}=${literal(state[name])}`);
  if (state.edition !== edition) parts.push(`edition=${literal(state.edition)}`);
  return `sgwlib.explorer(${parts.join(", ")})`;
}
