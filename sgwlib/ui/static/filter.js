// @ts-check
// Which pairs are visible, in which rows and columns, and what can be counted about them.

import { folded } from "./book.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Edition} Edition */
/** @typedef {import("./book.js").Pair} Pair */
/** @typedef {0 | 1} Which of the sides of a pair: operations, or codes */
/** @typedef {string[]} Group */
/** @typedef {{ pairs: Pair[], rows: Group[], columns: Group[], row: Map<string, number>, column: Map<string, number> }} Grid */

export const FILTERS = /** @type {const} */ (["only_operation", "only_code", "resource", "family", "outcome", "text"]);
export const ORDERS = ["meaning", "seriated", "page", "alphabetical", "degree"];

/** @typedef {Record<typeof FILTERS[number], string>} Filters */

export const NOTHING = "Nothing matches. Clear a filter to see more.";

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** @param {string} text */
const words = (text) => folded(text).split(/\s+/).filter(Boolean);

/**
 * Returns what a filter can call an exception: its name, "400", or "400 Bad Request".
 * @param {import("./book.js").Exception} exception
 */
export const outcomesOf = ({ name, status, reason }) => [name, `${status}`, `${status} ${reason}`];

/**
 * Returns the pairs of an edition that fulfil all filters, in the page's order.
 * @param {Book} book
 * @param {Edition} edition
 * @param {Filters} filters
 */
export function matching(book, edition, { only_operation, only_code, resource, family, outcome, text }) {
  const wanted = words(text);
  const kept = [...book.exceptions.values()].filter((each) => !outcome || outcomesOf(each).includes(outcome));
  const carriers = new Set(kept.map(({ name }) => name));
  return edition.pairs.filter(([operation, code]) => {
    const [one, other] = [book.operation(operation), book.code(code)];
    return (
      (!only_operation || operation === only_operation) &&
      (!only_code || code === only_code) &&
      (!resource || one.resource === resource) &&
      (!family || other.family === family) &&
      (!outcome || carriers.has(other.carrier.text)) &&
      wanted.every((word) => one.about.includes(word) || other.about.includes(word))
    );
  });
}

/**
 * Returns the names that contain one of the words of a search.
 * @param {Book} book
 * @param {string} text
 */
export function mentioned(book, text) {
  const wanted = words(text);
  const all = [...book.operations.values(), ...book.codes.values()];
  return new Set(all.filter(({ about }) => wanted.some((word) => about.includes(word))).map(({ name }) => name));
}

/**
 * Returns the partners of each name on one side, in the pairs' order.
 * @param {Pair[]} pairs
 * @param {Which} side
 */
export function partners(pairs, side) {
  const own = [...Map.groupBy(pairs, (pair) => pair[side])];
  return new Map(own.map(([name, those]) => [name, those.map((pair) => pair[1 - side])]));
}

/**
 * Returns the names of a side in groups that have exactly the same partners.
 * @param {Pair[]} pairs
 * @param {Which} side
 * @param {string[]} names in the page's order
 * @returns {Group[]}
 */
export function equal(pairs, side, names) {
  const found = partners(pairs, side);
  const visible = names.filter((name) => found.has(name));
  return [...Map.groupBy(visible, (name) => found.get(name)?.toSorted().join(" ")).values()];
}

/**
 * Returns the names of both sides in one of the orders.
 * @param {Book} book
 * @param {Edition} edition
 * @param {string} how
 */
export function arranged(book, { operations, codes, pairs, seriated }, how) {
  if (how === "seriated") return seriated;
  if (how === "page") return [operations, codes];
  if (how === "alphabetical") return [operations.toSorted(), codes.toSorted()];
  const [one, other] = [partners(pairs, 0), partners(pairs, 1)];
  const degree = (/** @type {string} */ name) => (one.get(name) ?? other.get(name) ?? []).length;
  if (how === "degree") return [operations, codes].map((names) => names.toSorted((a, b) => degree(b) - degree(a)));
  // By meaning; within a family, what most share comes first.
  const resource = (/** @type {string} */ name) => book.resources.indexOf(book.operation(name).resource);
  return [
    operations.toSorted((a, b) => resource(a) - resource(b)),
    codes.toSorted((a, b) => book.family(a) - book.family(b) || degree(b) - degree(a)),
  ];
}

/**
 * Returns the rows and columns of some pairs. A filter removes rows and never moves the others.
 * @param {Book} book
 * @param {Edition} edition
 * @param {Pair[]} pairs
 * @param {string} how
 * @param {boolean} fold
 * @returns {Grid}
 */
export function gridOf(book, edition, pairs, how, fold) {
  const [rows, columns] = arranged(book, edition, how).map((names, index) => {
    const side = /** @type {Which} */ (index);
    const visible = new Set(pairs.map((pair) => pair[side]));
    if (!fold) return names.filter((name) => visible.has(name)).map((name) => [name]);
    // The first name of a group, in the page's order, says where it is.
    const place = new Map(names.map((name, at) => [name, at]));
    const groups = equal(pairs, side, side ? edition.codes : edition.operations);
    return groups.sort((a, b) => (place.get(a[0]) ?? 0) - (place.get(b[0]) ?? 0));
  });
  const [row, column] = [rows, columns].map(
    (groups) => new Map(groups.flatMap((group, at) => group.map((name) => [name, at]))),
  );
  return { pairs, rows, columns, row, column };
}

/** @type {Record<string, string>} what a pair can be, and what is said of it */
export const KINDS = {
  documented: "documented",
  "documented-observed": "documented and observed live",
  edition: "documented in some editions only",
  "met-undocumented": "not documented, but met",
  never: "documented, never met",
  met: "documented, met",
  observed: "only observed live",
  undocumented: "not documented, but not impossible",
};

/**
 * Returns what is said of a pair of a kind.
 * @param {string} kind
 * @param {string} operation
 * @param {string} code
 */
export function sentence(kind, operation, code) {
  if (kind === "left-out") return `${operation} can return ${code}, documented, but hidden by the filters`;
  if (kind === "observed") return `${operation} has been observed to return ${code}, not documented`;
  const said = KINDS[kind];
  return said.startsWith("not") ? `${operation} with ${code}: ${said}` : `${operation} can return ${code}, ${said}`;
}

/**
 * Returns what several operations, or several codes, have in common, and what each has alone.
 * @param {Pair[]} pairs
 * @param {Which} side
 * @param {string[]} names
 */
export function contrasted(pairs, side, names) {
  const concerned = pairs.filter((pair) => names.includes(pair[side]));
  const found = [...partners(concerned, side ? 0 : 1)];
  const where = (/** @type {(having: string[]) => boolean} */ test) =>
    found.filter(([, having]) => test(having)).map(([name]) => name);
  return {
    shared: where((having) => having.length === names.length),
    own: names.map((name) => ({ name, alone: where((having) => having.length === 1 && having[0] === name) })),
    some: where((having) => having.length > 1 && having.length < names.length),
  };
}

/**
 * Returns the fewest names of a side whose partners are all partners; of several smallest sets one
 * that comes early. The search deepens by one name at a time and branches on the partner with the
 * fewest names left, which is exact and fast for graphs like the page's.
 * @param {Pair[]} pairs
 * @param {Which} side
 */
export function cover(pairs, side) {
  const of = new Map([...partners(pairs, side)].map(([name, all]) => [name, new Set(all)]));
  const by = partners(pairs, side ? 0 : 1);
  const names = [...of.keys()];
  const count = (/** @type {string} */ name) => by.get(name)?.length ?? 0;
  /** @param {Set<string>} left @param {number} depth @returns {string[] | null} */
  const search = (left, depth) => {
    if (!left.size) return [];
    const most = Math.max(...[...of.values()].map((own) => own.intersection(left).size));
    if (most * depth < left.size) return null;
    const hardest = [...left].reduce((a, b) => (count(b) < count(a) ? b : a));
    for (const name of by.get(hardest) ?? []) {
      const rest = search(left.difference(of.get(name) ?? new Set()), depth - 1);
      if (rest) return [name, ...rest];
    }
    return null;
  };
  for (let depth = 0; ; depth++) {
    const found = search(new Set(by.keys()), depth);
    if (found) return found.sort((a, b) => names.indexOf(a) - names.indexOf(b));
  }
}
