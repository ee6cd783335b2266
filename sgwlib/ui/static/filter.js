// @ts-check
// Which pairs are visible, in which rows and columns, and what can be counted about them.

import { has, partners, plain, words } from "./book.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Edition} Edition */
/** @typedef {import("./book.js").Pair} Pair */
/** @typedef {import("./book.js").Which} Which */
/** @typedef {string[]} Group */
/** @typedef {{ pairs: Pair[], rows: Group[], columns: Group[], row: Map<string, number>, column: Map<string, number> }} Grid */

export const FILTERS = /** @type {const} */ (["only_operation", "only_code", "resource", "family", "outcome", "text"]);
/** @type {Record<string, string>} with their labels */
export const ORDERS = {
  meaning: "by meaning",
  seriated: "by similarity",
  page: "as on the page",
  alphabetical: "alphabetically",
  degree: "by number",
};

/** @typedef {Record<typeof FILTERS[number], string>} Filters */
export const NO_FILTER = /** @type {Filters} */ (Object.fromEntries(FILTERS.map((name) => [name, ""])));

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/**
 * Returns what a filter can call an exception: its name, "400", or "400 Bad Request".
 * @param {import("./book.js").Exception} exception
 */
export const outcomesOf = ({ name, status, reason }) => [name, `${status}`, `${status} ${reason}`];

/**
 * Returns the pairs of an edition that fulfil all filters, in the page's order.
 * @type {(book: Book, edition: Edition, filters: Filters) => Pair[]}
 */
export const matching = (book, edition, { only_operation, only_code, resource, family, outcome, text }) => {
  const wanted = words(text);
  if (!wanted.length && text.trim()) return [];
  const kept = Object.values(book.exceptions).filter((each) => !outcome || outcomesOf(each).includes(outcome));
  const carriers = new Set(kept.map(({ name }) => name));
  return edition.pairs.filter(([operation, code]) => {
    const [one, other] = [book.operations[operation], book.codes[code]];
    return (
      (!only_operation || operation === only_operation) &&
      (!only_code || code === only_code) &&
      (!resource || one.resource === resource) &&
      (!family || other.family === family) &&
      (!outcome || carriers.has(other.carrier.text)) &&
      wanted.every((word) => [one.about, other.about, other.outcomes].some((about) => has(about, word)))
    );
  });
};

/**
 * Returns the names that contain one of the words of a search.
 * @type {(book: Book, text: string) => Set<string>}
 */
export const mentioned = (book, text) => {
  const wanted = words(text);
  const all = [...Object.values(book.operations), ...Object.values(book.codes)];
  return new Set(all.filter(({ about }) => wanted.some((word) => has(about, word))).map(({ name }) => name));
};

/**
 * Returns the names that are words of a text, such as a log, and the codes whose message it has.
 * @type {(book: Book, text: string) => string[]}
 */
export const namesIn = (book, text) => {
  const found = new Set(words(text.replaceAll(/['’.]/g, " ")).map(plain));
  const said = (/** @type {string} */ name) => book.codes[name] && text.includes(book.codes[name].message);
  return book.names.filter((name) => found.has(plain(name)) || said(name));
};

/**
 * Returns up to three names that are like a mistyped one: those that have most of its pairs of letters.
 * @type {(book: Book, text: string) => string[]}
 */
const similar = (book, text) => {
  const pairsOf = (/** @type {string} */ word) => new Set([...word].slice(1).map((letter, at) => word[at] + letter));
  const typed = pairsOf(plain(words(text).join("")));
  const score = (/** @type {string} */ name) => pairsOf(plain(name)).intersection(typed).size;
  const near = book.names.filter((name) => score(name) > 0.6 * typed.size);
  return near.sort((a, b) => score(b) - score(a) || a.length - b.length).slice(0, 3);
};

/**
 * Returns a title and the names that a search offers: exceptions, which have no square, and names where it has
 * no pairs.
 * @type {(book: Book, text: string, none: boolean) => [string, string[]]}
 */
export const offered = (book, text, none) => {
  const wanted = words(text);
  const found = Object.values(book.exceptions).filter(({ about }) => wanted.every((word) => has(about, word)));
  // Many have one letter or two.
  if (found.length && wanted.join("").length > 2) return ["Exceptions:", found.map(({ name }) => name)];
  const [named, near] = none ? [namesIn(book, text), similar(book, text)] : [[], []];
  if (named.length) return ["The search names:", named];
  return near.length ? ["Similar names:", near] : [none ? "Clear a filter to see more." : "", []];
};

/**
 * Returns names of a side, in the page's order, in groups of a section that have exactly the same partners.
 * @type {(pairs: Pair[], side: Which, names: string[], section?: (name: string) => string) => Group[]}
 */
export const equal = (pairs, side, names, section = () => "") => {
  const found = partners(pairs, side);
  const visible = names.filter((name) => found.has(name));
  return [...Map.groupBy(visible, (name) => [section(name), found.get(name)?.toSorted()].join()).values()];
};

/**
 * Returns the names of both sides in one of the orders.
 * @type {(book: Book, edition: Edition, how: string) => string[][]}
 */
export const arranged = (book, { operations, codes, partners, seriated }, how) => {
  if (how === "seriated") return seriated;
  if (how === "page") return [operations, codes];
  if (how === "alphabetical") return [operations.toSorted(), codes.toSorted()];
  const degree = (/** @type {string} */ name) => (partners[0].get(name) ?? partners[1].get(name) ?? []).length;
  if (how === "degree") return [operations, codes].map((names) => names.toSorted((a, b) => degree(b) - degree(a)));
  // By meaning; within a family, what most share comes first.
  const resource = (/** @type {string} */ name) => book.resources.indexOf(book.section(0, name));
  return [
    operations.toSorted((a, b) => resource(a) - resource(b)),
    codes.toSorted((a, b) => book.family(a) - book.family(b) || degree(b) - degree(a)),
  ];
};

/**
 * Returns the rows and columns of some pairs. A filter removes rows and never moves the others.
 * By meaning, only what is in one section is folded, since its name stands beside all of them. What is
 * selected comes first in its group, which is called by its first name.
 * @type {(book: Book, edition: Edition, pairs: Pair[], how: string, fold: boolean, selected: string[]) => Grid}
 */
export const gridOf = (book, edition, pairs, how, fold, selected) => {
  const [rows, columns] = arranged(book, edition, how).map((names, index) => {
    const side = /** @type {Which} */ (index);
    const visible = new Set(pairs.map((pair) => pair[side]));
    if (!fold) return names.filter((name) => visible.has(name)).map((name) => [name]);
    // The first name of a group, in the page's order, says where it is.
    const place = new Map(names.map((name, at) => [name, at]));
    const section = (/** @type {string} */ name) => (how === "meaning" ? book.section(side, name) : "");
    const groups = equal(pairs, side, side ? edition.codes : edition.operations, section);
    const sorted = groups.sort((a, b) => (place.get(a[0]) ?? 0) - (place.get(b[0]) ?? 0));
    const chosen = (/** @type {string} */ name) => Number(selected.includes(name));
    return sorted.map((group) => group.sort((a, b) => chosen(b) - chosen(a)));
  });
  const [row, column] = [rows, columns].map(
    (groups) => new Map(groups.flatMap((group, at) => group.map((name) => [name, at]))),
  );
  return { pairs, rows, columns, row, column };
};

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
 * @type {(kind: string, operation: string, code: string) => string}
 */
export const sentence = (kind, operation, code) => {
  if (kind === "left-out") return `${operation} can return ${code}, documented, but hidden by the filters`;
  if (kind === "observed") return `${operation} has been observed to return ${code}, not documented`;
  const said = KINDS[kind];
  return said.startsWith("not") ? `${operation} with ${code}: ${said}` : `${operation} can return ${code}, ${said}`;
};

/**
 * Returns what several operations, or several codes, have in common, and what each has alone.
 * @param {Pair[]} pairs @param {Which} side @param {string[]} names
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
 * @type {(pairs: Pair[], side: Which) => string[]}
 */
export const cover = (pairs, side) => {
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
};
