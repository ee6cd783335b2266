// @ts-check
// The catalogue as the page uses it, made from the document that Python wrote. Needs no page.

/** @typedef {{ text: string, evidence: string, source: string }} Statement */
/** @typedef {{ name: string, resource: string, kind: string, gateways: string[], source: string, about: string }} Operation */
/** @typedef {{ name: string, message: string, family: string, carrier: Statement, cause: Statement, remedy: Statement, about: string }} Code */
/** @typedef {{ name: string, text: string, status: number, reason: string, carries: boolean, retried: string, message: string, source: string }} Exception */
/** @typedef {{ operation: string, code: string, message: string, source: string }} Observation */
/** @typedef {[string, string]} Pair */
/** @typedef {{ name: string, operations: string[], codes: string[], pairs: Pair[], seriated: string[][], has: Set<string> }} Edition */
/** @typedef {ReturnType<typeof read>} Book */

/** @param {string[]} fields */
const statement = ([text, evidence, source]) => ({ text, evidence, source });

/**
 * Folds case as Python's casefold does for the letters that names and messages have: "ß" is "ss".
 * @param {string} text
 */
export const folded = (text) => text.toUpperCase().toLowerCase();

/** @param {string} operation @param {string} code */
export const key = (operation, code) => `${operation} ${code}`;

/**
 * Returns records by their names.
 * @template {{ name: string }} Kind
 * @param {Kind[]} all
 */
const byName = (all) => new Map(all.map((each) => [each.name, each]));

/**
 * Returns the catalogue by name.
 * @param {any} document
 */
export function read(document) {
  const { families, resources, edition, recipes = {}, lines = [] } = document;
  /** @type {Map<string, Operation>} */
  const operations = byName(
    document.operations.map((/** @type {any[]} */ [name, resource, kind, gateways, source]) => {
      return { name, resource, kind, gateways, source, about: folded(`${name} ${resource}`) };
    }),
  );
  /** @type {Map<string, Code>} */
  const codes = byName(
    document.codes.map((/** @type {any[]} */ [name, message, family, ...statements]) => {
      const [carrier, cause, remedy] = statements.map(statement);
      return { name, message, family, carrier, cause, remedy, about: folded(`${name} ${message} ${cause.text}`) };
    }),
  );
  /** @type {Map<string, Exception>} */
  const exceptions = byName(
    document.exceptions.map((/** @type {any[]} */ [name, text, status, reason, carries, retried, message, source]) => {
      return { name, text, status, reason, carries, retried, message, source };
    }),
  );
  const [operationNames, codeNames] = [[...operations.keys()], [...codes.keys()]];
  const named = (/** @type {number[]} */ places, /** @type {string[]} */ all) => places.map((place) => all[place]);
  /** @type {Map<string, Edition>} */
  const editions = byName(
    document.editions.map((/** @type {any} */ each) => {
      const pairs = each.pairs.map((/** @type {number} */ number) => [
        operationNames[Math.floor(number / each.width)],
        codeNames[number % each.width],
      ]);
      return {
        name: each.name,
        operations: named(each.operations, operationNames),
        codes: named(each.codes, codeNames),
        pairs,
        seriated: [named(each.seriated[0], operationNames), named(each.seriated[1], codeNames)],
        has: new Set(pairs.map((/** @type {Pair} */ pair) => key(...pair))),
      };
    }),
  );
  /** @type {Map<string, Observation>} */
  const observed = new Map();
  for (const [one, other, message, source] of document.observed) {
    const [operation, code] = [operationNames[one], codeNames[other]];
    observed.set(key(operation, code), { operation, code, message, source });
  }
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
      const found = recipes[`${operationNames.indexOf(operation)},${codeNames.indexOf(code)}`];
      if (!found) return null;
      const [steps, source, why] = found.map((/** @type {number[]} */ places) => named(places, lines));
      return { steps: /** @type {string[]} */ (steps), source: source.join("\n"), why: statement(why) };
    },
  };
}
