// @ts-check
// Which pairs are visible, in which rows and columns, and what can be counted about them.

import { folded, key } from "./book.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Edition} Edition */
/** @typedef {import("./book.js").Pair} Pair */
/** @typedef {string[]} Group */
/**
 * @typedef {object} Filters
 * @property {string} only_operation
 * @property {string} only_code
 * @property {string} resource
 * @property {string} family
 * @property {string} outcome
 * @property {string} text
 */

export const FILTERS = /** @type {const} */ (["only_operation", "only_code", "resource", "family", "outcome", "text"]);
export const ORDERS = ["meaning", "seriated", "page", "alphabetical", "degree"];

export const NOTHING = "Nothing matches. Clear a filter to see more.";

/** @param {string} text */
export const words = (text) => folded(text).split(/\s+/).filter(Boolean);

/**
 * Returns what a filter can call an exception: its name, "400", or "400 Bad Request".
 * @param {import("./book.js").Exception} exception
 */
export const outcomesOf = ({ name, status, reason }) => [name, `${status}`, `${status} ${reason}`];

/**
 * @param {number} count
 * @param {string} noun
 */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/**
 * Returns the pairs of an edition that fulfil all filters, in the page's order.
 * @param {Book} book
 * @param {Edition} edition
 * @param {Filters} filters
 * @returns {Pair[]}
 */
export function matching(book, edition, { only_operation, only_code, resource, family, outcome, text }) {
  const wanted = words(text);
  return edition.pairs.filter(([operation, code]) => {
    const [one, other] = [book.operations.get(operation), book.codes.get(code)];
    if (!one || !other) return false;
    return (
      (!only_operation || operation === only_operation) &&
      (!only_code || code === only_code) &&
      (!resource || one.resource === resource) &&
      (!family || other.family === family) &&
      (!outcome ||
        [book.exceptions.get(other.carrier.text)].some((each) => each && outcomesOf(each).includes(outcome))) &&
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
 * Returns the partners of each name on one side (0: operations, 1: codes), in the pairs' order.
 * @param {Pair[]} pairs
 * @param {0 | 1} side
 */
export function partners(pairs, side) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const pair of pairs) {
    const [name, partner] = [pair[side], pair[1 - side]];
    const known = found.get(name);
    if (known) known.push(partner);
    else found.set(name, [partner]);
  }
  return found;
}

/**
 * Returns the names of a side in groups that have exactly the same partners.
 * @param {Pair[]} pairs
 * @param {0 | 1} side
 * @param {string[]} names in the page's order
 * @returns {Group[]}
 */
export function equal(pairs, side, names) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  const found = partners(pairs, side);
  for (const name of names) {
    const own = found.get(name);
    if (!own) continue;
    const same = [...own].sort().join(" ");
    const group = groups.get(same);
    if (group) group.push(name);
    else groups.set(same, [name]);
  }
  return [...groups.values()];
}

/**
 * Returns the names of both sides in one of the orders.
 * @param {Book} book
 * @param {Edition} edition
 * @param {string} how
 * @returns {[string[], string[]]}
 */
export function arranged(book, edition, how) {
  const { operations, codes, pairs } = edition;
  if (how === "seriated") return edition.seriated;
  if (how === "alphabetical") return [[...operations].sort(), [...codes].sort()];
  if (how === "degree") {
    const by = (/** @type {string[]} */ names, /** @type {0 | 1} */ side) => {
      const found = partners(pairs, side);
      return [...names].sort((a, b) => (found.get(b)?.length ?? 0) - (found.get(a)?.length ?? 0));
    };
    return [by(operations, 0), by(codes, 1)];
  }
  if (how === "page") return [operations, codes];
  // By meaning; within a family, what most share comes first.
  const [degree, rank] = [
    partners(pairs, 1),
    (/** @type {string[]} */ all, /** @type {string} */ one) => all.indexOf(one),
  ];
  const resource = (/** @type {string} */ name) => rank(book.resources, book.operations.get(name)?.resource ?? "");
  const family = (/** @type {string} */ name) => rank(book.families, book.codes.get(name)?.family ?? "");
  const size = (/** @type {string} */ name) => degree.get(name)?.length ?? 0;
  return [
    [...operations].sort((a, b) => resource(a) - resource(b)),
    [...codes].sort((a, b) => family(a) - family(b) || size(b) - size(a)),
  ];
}

/** @typedef {{ pairs: Pair[], rows: Group[], columns: Group[], row: Map<string, number>, column: Map<string, number> }} Grid */

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
  const sides = arranged(book, edition, how).map((names, index) => {
    const side = /** @type {0 | 1} */ (index);
    const place = new Map(names.map((name, at) => [name, at]));
    const page = side ? edition.codes : edition.operations;
    const visible = new Set(pairs.map((pair) => pair[side]));
    const groups = fold ? equal(pairs, side, page) : page.filter((name) => visible.has(name)).map((name) => [name]);
    return groups.sort((a, b) => (place.get(a[0]) ?? 0) - (place.get(b[0]) ?? 0));
  });
  const [row, column] = sides.map((groups) => new Map(groups.flatMap((group, at) => group.map((name) => [name, at]))));
  return { pairs, rows: sides[0], columns: sides[1], row, column };
}

/**
 * What a cell can be. The first five come from the page and what was seen live; the others need
 * the report of a client.
 * @param {Book} book
 * @param {Edition} edition
 * @param {string} operation
 * @param {string} code
 * @param {Map<string, number> | null} met
 */
export function kindOf(book, edition, operation, code, met) {
  const pair = key(operation, code);
  const documented = edition.has.has(pair);
  if (met) {
    if (met.has(pair)) return documented ? "met" : "met-undocumented";
    if (documented) return "never";
  }
  if (documented) {
    if (book.observed.has(pair)) return "documented-observed";
    return book.everywhere.has(pair) ? "documented" : "edition";
  }
  return book.observed.has(pair) ? "observed" : "undocumented";
}

export const KINDS = {
  documented: "documented",
  "documented-observed": "documented and observed live",
  edition: "documented in some editions only",
  observed: "only observed live",
  undocumented: "not documented, but not impossible",
  met: "documented, met",
  never: "documented, never met",
  "met-undocumented": "not documented, but met",
};

/**
 * Returns what is said of a pair.
 * @param {string} kind
 * @param {string} operation
 * @param {string} code
 */
export function sentence(kind, operation, code) {
  const documented = !["observed", "undocumented", "met-undocumented"].includes(kind);
  if (documented) return `${operation} can return ${code}, ${KINDS[/** @type {keyof KINDS} */ (kind)]}`;
  if (kind === "observed") return `${operation} has been observed to return ${code}, not documented`;
  return `${operation} with ${code}: ${KINDS[/** @type {keyof KINDS} */ (kind)]}`;
}

/**
 * Returns what several operations, or several codes, have in common, and what each has alone.
 * @param {Pair[]} pairs
 * @param {0 | 1} side
 * @param {string[]} names
 */
export function contrasted(pairs, side, names) {
  const found = partners(pairs, side);
  const sets = names.map((name) => new Set(found.get(name) ?? []));
  const all = [...new Set(sets.flatMap((set) => [...set]))];
  return {
    shared: all.filter((one) => sets.every((set) => set.has(one))),
    own: names.map((name, index) => ({
      name,
      alone: all.filter((one) => sets.every((set, other) => set.has(one) === (other === index))),
    })),
    some: all.filter((one) => {
      const count = sets.filter((set) => set.has(one)).length;
      return count > 1 && count < sets.length;
    }),
  };
}

/**
 * Returns the fewest names of a side whose partners are all partners; of several smallest sets one
 * that comes early. The search deepens by one name at a time and branches on the partner with the
 * fewest names left, which is exact and fast for graphs like the page's.
 * @param {Pair[]} pairs
 * @param {0 | 1} side
 */
export function cover(pairs, side) {
  const [of, by] = [partners(pairs, side), partners(pairs, side ? 0 : 1)];
  /** @param {Set<string>} left @param {number} depth @returns {string[] | null} */
  const search = (left, depth) => {
    if (!left.size) return [];
    if (!depth) return null;
    const most = Math.max(...[...of.values()].map((all) => all.filter((each) => left.has(each)).length));
    if (most * depth < left.size) return null;
    const hardest = [...left].reduce((a, b) => ((by.get(b)?.length ?? 0) < (by.get(a)?.length ?? 0) ? b : a));
    for (const name of by.get(hardest) ?? []) {
      const own = new Set(of.get(name));
      const rest = search(new Set([...left].filter((each) => !own.has(each))), depth - 1);
      if (rest) return [name, ...rest];
    }
    return null;
  };
  const names = [...of.keys()];
  for (let depth = 0; depth <= names.length; depth++) {
    const found = search(new Set(by.keys()), depth);
    if (found) return found.sort((a, b) => names.indexOf(a) - names.indexOf(b));
  }
  return names;
}
