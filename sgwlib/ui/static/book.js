// @ts-check
// The catalogue as the page uses it, made from the document that Python wrote. Needs no page.

/**
 * @typedef {object} Statement
 * @property {string} text
 * @property {string} evidence
 * @property {string} source
 */
/** @typedef {{ name: string, resource: string, kind: string, gateways: string[], source: string, about: string }} Operation */
/** @typedef {{ name: string, message: string, family: string, carrier: Statement, cause: Statement, remedy: Statement, about: string }} Code */
/** @typedef {{ name: string, text: string, status: number, reason: string, carries: boolean, retried: string, message: string, source: string }} Exception */
/** @typedef {{ operation: string, code: string, message: string, source: string }} Observation */
/** @typedef {[string, string]} Pair */
/** @typedef {{ name: string, guide: string, title: string, operations: string[], codes: string[], pairs: Pair[], seriated: [string[], string[]], has: Set<string> }} Edition */
/** @typedef {{ steps: string[], source: string, why: Statement }} Recipe */
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
 * Returns the catalogue by name.
 * @param {any} document
 */
export function read(document) {
  /** @type {Map<string, Operation>} */
  const operations = new Map();
  for (const [name, resource, kind, gateways, source] of document.operations)
    operations.set(name, { name, resource, kind, gateways, source, about: folded(`${name} ${resource}`) });
  /** @type {Map<string, Code>} */
  const codes = new Map();
  for (const [name, message, family, carrier, cause, remedy] of document.codes)
    codes.set(name, {
      name,
      message,
      family,
      carrier: statement(carrier),
      cause: statement(cause),
      remedy: statement(remedy),
      about: folded(`${name} ${message} ${cause[0]}`),
    });
  const names = [...operations.keys(), ...codes.keys()];
  /** @type {Map<string, Exception>} */
  const exceptions = new Map();
  for (const [name, text, status, reason, carries, retried, message, source] of document.exceptions)
    exceptions.set(name, { name, text, status, reason, carries, retried, message, source });
  const [operationNames, codeNames] = [[...operations.keys()], [...codes.keys()]];
  const named = (/** @type {number[]} */ places, /** @type {string[]} */ all) => places.map((place) => all[place]);
  /** @type {Map<string, Edition>} */
  const editions = new Map();
  for (const each of document.editions) {
    const pairs = each.pairs.map((/** @type {number} */ number) => [
      operationNames[Math.floor(number / each.width)],
      codeNames[number % each.width],
    ]);
    editions.set(each.name, {
      ...each,
      operations: named(each.operations, operationNames),
      codes: named(each.codes, codeNames),
      pairs,
      seriated: [named(each.seriated[0], operationNames), named(each.seriated[1], codeNames)],
      has: new Set(pairs.map((/** @type {Pair} */ pair) => key(...pair))),
    });
  }
  const [first, ...further] = [...editions.values()].map((each) => each.has);
  const everywhere = new Set([...first].filter((pair) => further.every((has) => has.has(pair))));
  /** @type {Map<string, Observation>} */
  const observed = new Map();
  for (const [operation, code, message, source] of document.observed) {
    const pair = { operation: operationNames[operation], code: codeNames[code], message, source };
    observed.set(key(pair.operation, pair.code), pair);
  }
  const { families, resources, edition, recipes = {}, lines = [] } = document;
  /** @param {string} operation @param {string} code @returns {Recipe | null} */
  const recipe = (operation, code) => {
    const found = recipes[`${operationNames.indexOf(operation)},${codeNames.indexOf(code)}`];
    if (!found) return null;
    const [steps, source, why] = found.map((/** @type {number[]} */ places) => named(places, lines));
    return { steps, source: source.join("\n"), why: statement(why) };
  };
  return { operations, codes, exceptions, editions, everywhere, observed, families, resources, edition, recipe, names };
}

/**
 * Returns the exceptions that carry codes, or those that don't.
 * @param {Book} book
 * @param {boolean} carries
 */
export const exceptionsThat = (book, carries) =>
  [...book.exceptions.values()].filter((each) => each.carries === carries).map((each) => each.name);

/**
 * Returns the editions that list a pair.
 * @param {Book} book
 * @param {string} operation
 * @param {string} code
 */
export const editionsWith = (book, operation, code) =>
  [...book.editions.values()].filter((each) => each.has.has(key(operation, code))).map((each) => each.name);
