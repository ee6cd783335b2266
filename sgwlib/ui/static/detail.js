// @ts-check
// What is known of the selection: what happened and what to do first, then four tabs.

import { key } from "./book.js";
import { add, addButton, addChoice, addCopy, byKey, newId, onKey, redraw } from "./dom.js";
import { KINDS, contrasted, equal } from "./filter.js";
import { toPython } from "./link.js";
import { asHttp, asRaised, clause, respond } from "./response.js";
import { TABS } from "./state.js";
import { View, addLink } from "./view.js";

/** @typedef {import("./filter.js").Which} Which */
/** @typedef {import("./book.js").Code} Code */
/** @typedef {import("./book.js").Exception} Exception */

const GENERAL = "General exceptions, which any operation can return";
const PLAN = (/** @type {string} */ operation, /** @type {string} */ code) =>
  `import sgwlib\n\nwith sgwlib.inject(client, sgwlib.Fault("${operation}", "${code}", undocumented=True)):\n    ...`;

export class Detail extends View {
  /** @param {HTMLElement} parent @param {import("./view.js").Page} page */
  constructor(parent, page) {
    super(parent, page, "Detail", { tabindex: 0 });
    this.id = newId();
    this.scrolled = false;
    this.root.addEventListener("scroll", () => (this.scrolled = this.root.scrollTop > 0));
  }

  draw() {
    const { root } = this;
    // A name that was followed is not there any more: the focus stays in the detail.
    const refocus = (/** @type {string} */ name) => (byKey(root, name) ?? root).focus();
    redraw(root, () => this.#subject(), refocus);
    if (this.scrolled) root.scrollTop = 0; // only then, since the browser lays out the page for it
  }

  #subject() {
    const { operations, codes, exception } = this.store.state;
    this.root.replaceChildren();
    if (operations.length > 1) this.#several(0, operations);
    else if (codes.length > 1) this.#several(1, codes);
    else if (codes.length) this.#code(operations[0] ?? "", codes[0], exception);
    else if (exception) this.#exception(exception, operations[0] ?? "");
    else if (operations.length) this.#operation(operations[0]);
    else this.#nothing();
  }

  #nothing() {
    const { book } = this.store;
    this.#title("Storage Gateway errors", "Which operation returns which error");
    const marks = "A row is an operation, a column is an error code, and a square is a documented pair.";
    add(this.root, "p", {}, `Click a square, or press / to search. ${marks}`);
    add(this.root, "p", {}, "Hold Shift and click names to compare them. Press ? for all keys.");
    this.#names("Exceptions that carry an error code", book.exceptionsThat(true), (name) => ["", "", name]);
    this.#names(GENERAL, book.exceptionsThat(false), (name) => ["", "", name]);
  }

  /** @param {string} operation "" for a code alone @param {string} code @param {string} exception */
  #code(operation, code, exception) {
    const { book, edition } = this.store;
    const about = book.codes[code];
    const kind = operation && this.store.kindOf(operation, code);
    const documented = edition.has.has(key(operation, code));
    const operations = edition.partners[1].get(code) ?? [];
    const others = operations.filter((name) => name !== operation);
    const count = `returned by ${operations.length} of ${edition.operations.length} operations`;
    this.#title(operation ? `${operation} → ${code}` : code, about.family, about.message);
    this.#chips(
      documented ? KINDS[kind] : operation ? "not documented" : count,
      ...this.#statusOf(exception || about.carrier.text),
      documented && !others.length ? "only this operation" : "",
    );
    this.#elsewhere((each) => each.codes.includes(code));
    this.#error(operation || (operations[0] ?? edition.operations[0]), about, exception);
    const title = operation ? "Also returned by" : "Returned by";
    this.#names(kind === "undocumented" ? "Documented for" : title, others, (name) => [name, code]);
    this.#names("Codes of exactly the same operations", this.#alike(1, code), (name) => [operation, name]);
    if (!operation) this.#compareWith(1);
  }

  /** @param {string} operation */
  #operation(operation) {
    const { book, edition } = this.store;
    const { resource, kind, gateways } = book.operations[operation];
    const codes = edition.partners[0].get(operation) ?? [];
    const seen = [...book.observed.values()].filter((each) => each.operation === operation).map(({ code }) => code);
    this.#title(operation, `${resource} · ${kind}`);
    this.#chips(
      `${codes.length} of ${edition.codes.length} error codes`,
      gateways.length ? `${gateways.join(", ")} gateways` : "",
    );
    this.#elsewhere((each) => each.operations.includes(operation));
    if (codes.length) add(this.root, "p", {}, "Select one of its error codes to see what happened and what to do.");
    for (const family of book.families) {
      const own = codes.filter((code) => book.codes[code].family === family);
      this.#names(family, own, (name) => [operation, name]);
    }
    const undocumented = seen.filter((code) => !codes.includes(code));
    this.#names("Observed live, not documented", undocumented, (name) => [operation, name]);
    this.#names(GENERAL, book.exceptionsThat(false), (name) => [operation, "", name]);
    this.#names("Operations with exactly the same codes", this.#alike(0, operation), (name) => [name]);
    this.#compareWith(0);
  }

  /** @param {string} exception @param {string} operation */
  #exception(exception, operation) {
    const { book, edition } = this.store;
    const about = book.exceptions[exception];
    const title = operation ? `${operation} → ${exception}` : exception;
    this.#title(title, about.carries ? "carrier of error codes" : "general exception", about.message);
    this.#chips(about.carries ? "" : "any operation can return it", ...this.#statusOf(exception));
    if (!about.carries) return this.#error(operation || edition.operations[0], about, exception);
    const codes = edition.codes.filter((code) => book.codes[code].carrier.text === exception);
    this.#names("Codes that it carries by default", codes, (name) => [operation, name]);
  }

  /** @param {Which} side @param {string[]} names */
  #several(side, names) {
    const { shared, own, some } = contrasted(this.store.edition.pairs, side, names);
    /** @type {(name: string) => [string?, string?]} */
    const selected = (name) => (side ? [name] : ["", name]);
    this.#title(`${names.length} ${side ? "error codes" : "operations"} compared`, names.join(" · "));
    const all = side ? "Operations that can return all of them" : "Error codes that all of them can return";
    this.#names(`${all}: ${shared.length}`, shared, selected);
    if (!shared.length) add(this.root, "p", {}, `${all}: none.`);
    for (const { name, alone } of own)
      this.#names(`Only ${name}: ${alone.length}`, alone, (other) => (side ? [other, name] : [name, other]));
    this.#names("Some of them, not all", some, selected);
    for (const name of names) addLink(this.root, `Remove ${name}`, () => this.store.choose(side, name, true));
    this.#compareWith(side);
  }

  /** @param {Which} side @param {string} name */
  #alike(side, name) {
    const { operations, codes, pairs } = this.store.edition;
    const groups = equal(pairs, side, side ? codes : operations);
    return groups.flatMap((group) => (group.includes(name) ? group.filter((each) => each !== name) : []));
  }

  /** @param {string} exception */
  #statusOf(exception) {
    const { status, retried } = this.store.book.exceptions[exception];
    const none = retried.startsWith("Retried by none");
    return [`${status} ${exception}`, none ? "not retried by clients" : "retried by clients"];
  }

  /** @param {string} text @param {string} above @param {string} [quote] */
  #title(text, above, quote) {
    const { root, store, page } = this;
    const line = add(root, "div", { class: "sgw-head" });
    add(line, "span", { class: "sgw-above" }, above);
    const copies = add(line, "span", { class: "sgw-copies" }); // which stay beside each other
    addCopy(copies, "Copy link", page.address, { "data-key": "link" });
    const title = "Copy the line of Python that opens this";
    addCopy(copies, "Copy Python", () => toPython(store.state, store.book.edition), { "data-key": "python", title });
    add(root, "h3", {}, text);
    if (quote) add(add(root, "p"), "em", {}, `“${quote}”`);
  }

  /** @param {string[]} texts */
  #chips(...texts) {
    const list = add(this.root, "p", { class: "sgw-chips" });
    for (const text of texts.filter(Boolean)) add(list, "span", { class: "sgw-chip" }, text);
  }

  /** @param {(edition: import("./book.js").Edition) => boolean} has whether an edition has what is selected */
  #elsewhere(has) {
    if (has(this.store.edition)) return;
    const names = this.store.book.editionsThat(has).join(", ");
    add(this.root, "p", {}, `This edition does not have it. It is in: ${names}.`);
  }

  /** @param {string} title @param {string[]} names @param {(name: string) => [string?, string?, string?]} selected */
  #names(title, names, selected) {
    if (!names.length) return;
    add(this.root, "h4", {}, title);
    const list = add(this.root, "p", { class: "sgw-names" });
    for (const name of names) addLink(list, name, () => this.store.select(...selected(name)));
  }

  /** @param {Which} side */
  #compareWith(side) {
    const { edition, state } = this.store;
    const chosen = side ? state.codes : state.operations;
    const names = (side ? edition.codes : edition.operations).filter((each) => !chosen.includes(each));
    const options = [["", "Compare with …"], ...names.map((each) => [each])];
    const add = (/** @type {string} */ name) => name && this.store.choose(side, name, true);
    addChoice(this.root, options[0][1], options, add).dataset.key = "compare";
  }

  /** @param {string} operation @param {Code | Exception} about @param {string} exception */
  #error(operation, about, exception) {
    const [code, carrier] = "carrier" in about ? [about.name, exception || about.carrier.text] : ["", about.name];
    this.#meaning("What happened", about.cause);
    this.#meaning("What to do", about.remedy);
    /** @type {Record<string, (panel: HTMLElement) => void>} */
    const panels = {
      response: (panel) => this.#responses(panel, operation, code, carrier),
      handle: (panel) => this.#handled(panel, code, code ? "" : carrier),
      evidence: (panel) => this.#evidence(panel, operation, about),
    };
    if (code) panels.provoke = (panel) => this.#provoked(panel, operation, code);
    this.#tabs(panels);
  }

  /** @param {string} title @param {import("./book.js").Statement} statement */
  #meaning(title, { text, evidence }) {
    const card = add(this.root, "div", { class: "sgw-card" });
    add(add(card, "h4", {}, title), "span", { class: "sgw-evidence" }, ` ${evidence}`);
    add(card, "p", {}, text);
  }

  /** @param {Record<string, (panel: HTMLElement) => void>} panels */
  #tabs(panels) {
    const { root, store, id } = this;
    const open = panels[store.state.tab] ? store.state.tab : "response";
    const bar = add(root, "div", { class: "sgw-tabs", role: "tablist", "aria-label": "More about it" });
    const names = TABS.filter((name) => panels[name]);
    for (const name of names)
      addButton(bar, name[0].toUpperCase() + name.slice(1), () => store.set({ tab: name }), {
        role: "tab",
        id: `${id}-${name}`,
        "data-key": `tab-${name}`,
        "aria-selected": name === open,
        "aria-controls": `${id}-panel`,
        tabindex: name === open ? 0 : -1,
      });
    onKey(bar, (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return false;
      const tab = names[(names.indexOf(open) + step + names.length) % names.length];
      store.set({ tab });
      store.flush();
      document.getElementById(`${id}-${tab}`)?.focus();
      return true;
    });
    panels[open](add(root, "div", { role: "tabpanel", id: `${id}-panel`, "aria-labelledby": `${id}-${open}` }));
  }

  /** @param {HTMLElement} panel @param {string} operation @param {string} code @param {string} exception */
  #responses(panel, operation, code, exception) {
    const { book } = this.store;
    const carriers = new Set([exception, ...(code ? book.exceptionsThat(true) : [])]);
    for (const carrier of carriers) {
      const response = respond(book, operation, code, carrier);
      const usual = code && book.codes[code].carrier.text === carrier ? "as expected" : "also possible";
      const title = code ? `Carried by ${carrier}, ${usual}` : `Response of ${operation}`;
      const part = add(panel, "details");
      part.open = carrier === exception;
      add(part, "summary", { "data-key": `carrier-${carrier}` }, title);
      addCopyable(part, "Raw HTTP", asHttp(response));
      addCopyable(part, "What boto3 raises", asRaised(book, response));
      add(part, "p", {}, book.exceptions[carrier].retried);
    }
    this.#asked(panel, "call", "Call it with a real boto3 client", { operation, code, exception });
  }

  /** @param {HTMLElement} panel @param {string} code @param {string} exception */
  #handled(panel, code, exception) {
    addCopyable(panel, "Python", clause(this.store.book.exceptionsThat(true), code, exception));
    if (code) add(panel, "p", {}, "The service can use either carrier, so this catches both and looks at the code.");
  }

  /** @param {HTMLElement} panel @param {string} operation @param {string} code */
  #provoked(panel, operation, code) {
    const recipe = this.store.book.recipe(operation, code);
    if (!recipe) {
      add(panel, "p", {}, "No edition documents this pair, so there is no recipe. A plan can still provoke it:");
      addCopyable(panel, "Python", PLAN(operation, code));
      return;
    }
    const list = add(panel, "ol");
    for (const step of recipe.steps) add(list, "li", {}, step);
    addCopyable(panel, "The same in Python", recipe.code);
    this.#asked(panel, "run", "Run the recipe", { operation, code });
    add(panel, "p", { class: "sgw-note" }, `Why: ${recipe.why}`);
  }

  /** @param {HTMLElement} panel @param {string} operation @param {Code | Exception} about */
  #evidence(panel, operation, about) {
    const { book } = this.store;
    const { name, cause, remedy } = about;
    addSourced(panel, `Cause: ${cause.text}`, cause.evidence, cause.source);
    addSourced(panel, `What to do: ${remedy.text}`, remedy.evidence, remedy.source);
    if (!("carrier" in about)) return addSourced(panel, "Message and status", "documented", about.source);
    const { carrier } = about;
    addSourced(panel, `Carrier: ${carrier.text}`, carrier.evidence, carrier.source);
    const editions = book.editionsThat(({ has }) => has.has(key(operation, name)));
    const all = editions.length === Object.keys(book.editions).length;
    const listed = all ? "all editions of the page" : editions.join(", ") || "no edition";
    const evidence = editions.length ? "documented" : "undocumented";
    addSourced(panel, `${operation} with ${name} is listed by ${listed}`, evidence, "");
    const seen = book.observed.get(key(operation, name));
    if (seen) addSourced(panel, `Observed live with “${seen.message}”`, "observed", seen.source);
  }

  /** @param {HTMLElement} panel @param {string} about @param {string} title @param {object} content for Python */
  #asked(panel, about, title, content) {
    const { kernel } = this.page;
    if (!kernel.alive) {
      const how = "Run what “Copy Python” above copies, in a notebook with sgwlib.";
      add(panel, "div", { class: "sgw-note" }, `“${title}” needs Python. ${how}`);
      return;
    }
    const act = async () => {
      answer.textContent = "Running …";
      const { rows = [], text = "" } = await kernel.ask(about, content);
      answer.textContent = text;
      const table = rows.length ? add(answer, "table") : answer;
      for (const [place, cells] of rows.entries()) {
        const line = add(table, "tr");
        for (const cell of cells) add(line, place ? "td" : "th", place ? {} : { scope: "col" }, cell);
      }
    };
    addButton(panel, title, act, { "data-key": about });
    const answer = add(panel, "div", { class: "sgw-answer", "aria-live": "polite" });
  }
}

/**
 * Adds a statement with its evidence, and with its source, in which addresses are links.
 * @type {(panel: HTMLElement, text: string, evidence: string, source: string) => void}
 */
const addSourced = (panel, text, evidence, source) => {
  const line = add(panel, "p");
  add(line, "span", { class: "sgw-evidence" }, evidence);
  line.append(` ${text}`);
  if (!source) return;
  line.append(" (");
  // A URL up to a blank or a comma, such as in "seen in https://example.org/1, twice".
  for (const part of source.split(/(https?:\/\/[^\s,;)]+)/))
    if (part.startsWith("http")) add(line, "a", { href: part, rel: "noopener", target: "_blank" }, part);
    else line.append(part);
  line.append(")");
};

/** @param {HTMLElement} parent @param {string} title @param {string} text */
function addCopyable(parent, title, text) {
  const head = add(parent, "div", { class: "sgw-head" });
  add(head, "h5", {}, title);
  addCopy(head, "Copy", () => text, { "aria-label": `Copy: ${title}` });
  add(parent, "pre", { tabindex: 0, role: "group", "aria-label": title }, text);
}
