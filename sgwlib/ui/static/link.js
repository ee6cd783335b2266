// @ts-check
// The state as the fragment of an address, and as a line of Python.

import { FILTERS, ORDERS, outcomesOf } from "./filter.js";
import { START, TABS, VIEWS } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./book.js").Book} Book */

const LISTS = ["operations", "codes"];
const TEXTS = [...FILTERS, "order", "exception", "view", "tab", "edition"];

/**
 * Returns the fragment, such as "operations=DeleteVolume&codes=VolumeInUse".
 * @param {State} state
 * @param {string} edition the one that needs no mention
 */
export function toFragment(state, edition) {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (name === "edition" ? value === edition : `${value}` === `${START[/** @type {keyof State} */ (name)]}`) continue;
    parts.set(name, `${value}`);
  }
  return parts.toString().replaceAll("%2C", ",");
}

/**
 * Returns the state that a fragment asks for. What is unknown, misspelt or contradictory is left out,
 * so that an old link still opens the rest.
 * @param {string} fragment
 * @param {Book} book
 * @returns {Partial<State>}
 */
export function fromFragment(fragment, book) {
  /** @type {Record<string, unknown>} */
  const state = {};
  const allowed = /** @type {Record<string, { includes: (name: string) => boolean }>} */ ({
    order: ORDERS,
    view: VIEWS,
    tab: TABS,
    resource: book.resources,
    family: book.families,
    edition: [...book.editions.keys()],
    outcome: [...book.exceptions.values()].flatMap(outcomesOf),
    only_operation: [...book.operations.keys()],
    only_code: [...book.codes.keys()],
    exception: [...book.exceptions.keys()],
    operations: [...book.operations.keys()],
    codes: [...book.codes.keys()],
  });
  for (const [name, value] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    const known = (/** @type {string} */ each) => !allowed[name] || allowed[name].includes(each);
    if (LISTS.includes(name)) state[name] = [...new Set(value.split(","))].filter((each) => each && known(each));
    else if (TEXTS.includes(name) && known(value)) state[name] = value;
    else if (name === "folded" && ["true", "false"].includes(value)) state.folded = value === "true";
  }
  const [operations, codes] = LISTS.map((name) => /** @type {string[]} */ (state[name] ?? []));
  if (operations.length && codes.length && operations.length + codes.length > 2) state.codes = [];
  if (codes.length && !book.exceptions.get(`${state.exception ?? ""}`)?.carries) delete state.exception;
  return state;
}

/** @param {unknown} value @returns {string} */
function literal(value) {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
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
  const some = (/** @type {string[]} */ names) => literal(names.length > 1 ? names : names[0]);
  const parts = [];
  if (operations.length) parts.push(some(operations));
  if (codes.length) parts.push(operations.length ? some(codes) : `code=${some(codes)}`);
  for (const name of /** @type {const} */ (["exception", ...FILTERS, "order", "folded", "view", "tab"]))
    if (state[name] !== START[name]) parts.push(`${name}=${literal(state[name])}`);
  if (state.edition !== edition) parts.push(`edition=${literal(state.edition)}`);
  return `sgwlib.explorer(${parts.join(", ")})`;
}
