// @ts-check
// The catalogue as the page uses it, made from the document that Python wrote. Needs no page.

/** @typedef {{ text: string, evidence: string, source: string }} Statement */
/** @typedef {{ name: string, resource: string, kind: string, gateways: string[], about: string }} Operation */
/** @typedef {{ name: string, message: string, family: string, carrier: Statement, cause: Statement, remedy: Statement, about: string }} Code */
/** @typedef {{ name: string, text: string, status: number, reason: string, carries: boolean, retried: string, message: string, source: string }} Exception */
/** @typedef {{ operation: string, code: string, message: string, source: string }} Observation */
/** @typedef {[string, string]} Pair */
/** @typedef {{ name: string, operations: string[], codes: string[], pairs: Pair[], seriated: string[][], has: Set<string> }} Edition */
/** @typedef {ReturnType<typeof read>} Book */

/**
 * Folds case as Python's casefold does for the letters that names and messages have: "ß" is "ss".
 * @param {string} text
 */
export const folded = (text) => text.toUpperCase().toLowerCase();

/** @param {string} operation @param {string} code */
export const key = (operation, code) => `${operation} ${code}`;

/** @param {any[]} all @returns {Map<string, any>} */
const byName = (all) => new Map(all.map((each) => [each.name, each]));

/**
 * Returns the catalogue by name.
 * @param {any} document
 */
export function read(document) {
  const { families, resources, edition, recipes = {}, lines = [] } = document;
  /** @type {Map<string, Operation>} */
  const operations = byName(document.operations);
  /** @type {Map<string, Code>} */
  const codes = byName(document.codes);
  /** @type {Map<string, Exception>} */
  const exceptions = byName(document.exceptions);
  // What a search looks at.
  for (const each of operations.values()) each.about = folded(`${each.name} ${each.resource}`);
  for (const each of codes.values()) each.about = folded(`${each.name} ${each.message} ${each.cause.text}`);
  const names = [[...operations.keys()], [...codes.keys()]];
  const named = (/** @type {number[]} */ places, /** @type {string[]} */ all) => places.map((place) => all[place]);
  /** @type {Map<string, Edition>} */
  const editions = byName(
    document.editions.map((/** @type {any} */ { name, width, ...each }) => {
      /** @type {(number: number) => Pair} */
      const pairOf = (number) => [names[0][Math.floor(number / width)], names[1][number % width]];
      const pairs = each.pairs.map(pairOf);
      const has = new Set(pairs.map((/** @type {Pair} */ pair) => key(...pair)));
      const seriated = names.map((all, side) => named(each.seriated[side], all));
      return {
        name,
        pairs,
        has,
        seriated,
        operations: named(each.operations, names[0]),
        codes: named(each.codes, names[1]),
      };
    }),
  );
  /** @type {Map<string, Observation>} */
  const observed = new Map(document.observed.map((/** @type {Observation} */ it) => [key(it.operation, it.code), it]));
  return {
    operations,
    codes,
    exceptions,
    editions,
    observed,
    families,
    resources,
    edition,
    /** The pairs that all editions have. */
    everywhere: [...editions.values()].map(({ has }) => has).reduce((one, other) => one.intersection(other)),
    /** @param {string} name */
    operation: (name) => /** @type {Operation} */ (operations.get(name)),
    /** @param {string} name */
    code: (name) => /** @type {Code} */ (codes.get(name)),
    /** @param {string} name */
    exception: (name) => /** @type {Exception} */ (exceptions.get(name)),
    /** @param {string} code @returns {number} the place of its family */
    family: (code) => families.indexOf(codes.get(code)?.family),
    /** @param {boolean} carries whether the exceptions carry codes */
    exceptionsThat: (carries) => [...exceptions.keys()].filter((name) => exceptions.get(name)?.carries === carries),
    /** @param {(edition: Edition) => boolean} test */
    editionsThat: (test) => [...editions.values()].filter(test).map(({ name }) => name),
    /** @param {string} operation @param {string} code */
    recipe: (operation, code) => {
      const found = recipes[`${names[0].indexOf(operation)},${names[1].indexOf(code)}`];
      if (!found) return null;
      const [steps, source, why] = found.map((/** @type {number[]} */ places) => named(places, lines));
      const [text, evidence, origin] = why;
      return {
        steps: /** @type {string[]} */ (steps),
        code: source.join("\n"),
        why: { text, evidence, source: origin },
      };
    },
  };
}
