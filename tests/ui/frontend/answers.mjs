// Answers cases from the standard input with the modules of the page, for a comparison with Python.
import { readFileSync } from "node:fs";

import { plain, read, words } from "../../../sgwlib/ui/static/book.js";
import { arranged, contrasted, cover } from "../../../sgwlib/ui/static/filter.js";
import { fromFragment, toFragment, toPython } from "../../../sgwlib/ui/static/link.js";
import { asRaised, clause, respond } from "../../../sgwlib/ui/static/response.js";
import { Store } from "../../../sgwlib/ui/static/state.js";

const { document, cases } = JSON.parse(readFileSync(0, "utf-8"));
const book = read(document);
const acts = {
  grid(state) {
    const store = new Store(book, state);
    const { pairs, rows, columns } = store.grid;
    return { pairs, rows, columns };
  },
  words: (text) => words(text).map(plain),
  order: ({ edition, how }) => arranged(book, book.editions[edition], how),
  cover: ({ state, side }) => cover(new Store(book, state).grid.pairs, side),
  contrast: ({ side, names }) => contrasted(book.editions[book.edition].pairs, side, names),
  response({ operation, code, exception }) {
    const response = respond(book, operation, code, exception);
    return { body: response.body, status: response.status, raised: asRaised(book, response).split("\n")[0] };
  },
  clause: ({ carriers, code, exception }) => clause(carriers, code, exception),
  link(state) {
    const whole = new Store(book, state).state;
    const fragment = toFragment(whole, book.edition);
    return { again: new Store(book, fromFragment(fragment, book)).state, whole, python: toPython(whole, book.edition) };
  },
};
console.log(JSON.stringify(cases.map(([act, about]) => acts[act](about))));
