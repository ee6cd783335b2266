// @ts-check
// The catalogue as the page uses it, made from the document that Python wrote. Needs no page.

/** @typedef {{ text: string, evidence: string, source: string }} Statement */
/** @typedef {{ name: string, resource: string, kind: string, gateways: string[], about: string }} Operation */
/** @typedef {{ name: string, message: string, family: string, carrier: Statement, cause: Statement, remedy: Statement, about: string, outcomes: string[] }} Code */
/** @typedef {{ name: string, text: string, status: number, reason: string, carries: boolean, retried: string, message: string, cause: Statement, remedy: Statement, source: string, about: string }} Exception */
/** @typedef {{ operation: string, code: string, message: string, source: string }} Observation */
/** @typedef {[string, string]} Pair */
/** @typedef {0 | 1} Which of the sides of a pair: operations, or codes */
/** @typedef {{ name: string, operations: string[], codes: string[], pairs: Pair[], partners: Map<string, string[]>[], seriated: string[][], has: Set<string> }} Edition */
/** @typedef {ReturnType<typeof read>} Book */

// What joins or ends a word, as in Python: "Delete-Volume's" is "deletevolume".
const JOINT = /[-_]|['’](s\b)?/g;

/** @param {string} text @returns {string} in one case, with whole words */
export const plain = (text) => text.toUpperCase().toLowerCase().replaceAll(JOINT, "");

/** @param {string} text @returns {string[]} its words: "(in-use), a tape's" has "in-use", "a" and "tape's" */
export const words = (text) => text.match(/[\p{L}\p{N}]+(?:[-_'’.][\p{L}\p{N}]+)*/gu) ?? [];

/** @type {(about: string | string[], word: string) => boolean} whether a word is in it; "in-use" is also "in use" */
export const has = (about, word) => [word, word.replaceAll(/[-_]/g, " ")].some((way) => about.includes(plain(way)));

/** @param {string} operation @param {string} code */
export const key = (operation, code) => `${operation} ${code}`;

/**
 * Returns the partners of each name on one side, in the pairs' order.
 * @type {(pairs: Pair[], side: Which) => Map<string, string[]>}
 */
export const partners = (pairs, side) => {
  const own = [...Map.groupBy(pairs, (pair) => pair[side])];
  return new Map(own.map(([name, those]) => [name, those.map((pair) => pair[1 - side])]));
};

/** @param {any[]} all @returns {Record<string, any>} */
const byName = (all) => Object.fromEntries(all.map((each) => [each.name, each]));

/**
 * Returns the catalogue by name.
 * @param {any} document
 */
export function read(document) {
  const { families, resources, edition, recipes = {}, lines = [] } = document;
  /** @type {Record<string, Operation>} */
  const operations = byName(document.operations);
  /** @type {Record<string, Code>} */
  const codes = byName(document.codes);
  /** @type {Record<string, Exception>} */
  const exceptions = byName(document.exceptions);
  // What a search looks at.
  const all = (/** @type {(string | number)[]} */ ...texts) => plain(texts.join(" "));
  for (const each of Object.values(operations)) each.about = all(each.name, each.resource, ...each.gateways);
  for (const each of Object.values(codes)) {
    each.about = all(each.name, each.message, each.cause.text, each.family);
    each.outcomes = [plain(each.carrier.text), `${exceptions[each.carrier.text]?.status}`];
  }
  for (const each of Object.values(exceptions)) each.about = all(each.name, each.message, each.status);
  const names = [Object.keys(operations), Object.keys(codes)];
  const named = (/** @type {number[]} */ places, /** @type {string[]} */ all) => places.map((place) => all[place]);
  /** @type {Record<string, Edition>} */
  const editions = byName(
    document.editions.map((/** @type {any} */ { name, width, ...each }) => {
      /** @type {(number: number) => Pair} */
      const pairOf = (number) => [names[0][Math.floor(number / width)], names[1][number % width]];
      /** @type {Pair[]} */
      const pairs = each.pairs.map(pairOf);
      return {
        name,
        operations: named(each.operations, names[0]),
        codes: named(each.codes, names[1]),
        pairs,
        partners: [partners(pairs, 0), partners(pairs, 1)],
        seriated: names.map((all, side) => named(each.seriated[side], all)),
        has: new Set(pairs.map((pair) => key(...pair))),
      };
    }),
  );
  /** @type {Map<string, Observation>} */
  const observed = new Map(document.observed.map((/** @type {Observation} */ it) => [key(it.operation, it.code), it]));
  return {
    operations,
    codes,
    exceptions,
    names: [...names.flat(), ...Object.keys(exceptions)],
    editions,
    observed,
    families,
    resources,
    edition,
    /** The pairs that all editions have. */
    everywhere: Object.values(editions).reduce((kept, { has }) => kept.intersection(has), editions[edition].has),
    /** @type {(side: Which, name: string) => string} the resource of an operation, or the family of a code */
    section: (side, name) => (side ? codes[name].family : operations[name].resource),
    /** @param {string} code @returns {number} the place of its family */
    family: (code) => families.indexOf(codes[code].family),
    /** @param {boolean} carries whether the exceptions carry codes */
    exceptionsThat: (carries) => Object.keys(exceptions).filter((name) => exceptions[name].carries === carries),
    /** @param {(edition: Edition) => boolean} test */
    editionsThat: (test) => Object.keys(editions).filter((name) => test(editions[name])),
    /** @param {string} operation @param {string} code */
    recipe: (operation, code) => {
      const found = recipes[`${names[0].indexOf(operation)},${names[1].indexOf(code)}`];
      if (!found) return null;
      const [steps, source, why] = found.map((/** @type {number[]} */ places) => named(places, lines));
      return {
        steps: /** @type {string[]} */ (steps),
        code: source.join("\n"),
        why: `${why[0]} (${why[1]}: ${why[2]})`,
      };
    },
  };
}
