// @ts-check
// What is known of the selection: what happened and what to do first, then four tabs.

import { NO_SHORTCUTS, add, addButton, addChoice, byKey, copy, newId } from "./dom.js";
import { editionsWith, exceptionsThat, key } from "./book.js";
import { KINDS, contrasted, kindOf, partners } from "./filter.js";
import { toPython } from "./link.js";
import { asHttp, asRaised, clause, respond } from "./response.js";
import { TABS } from "./state.js";

/** @typedef {import("./state.js").Store} Store */
/** @typedef {import("./kernel.js").Kernel} Kernel */

const NAMES = { response: "Response", handle: "Handle", provoke: "Provoke", evidence: "Evidence" };

export class Detail {
  /**
   * @param {HTMLElement} parent
   * @param {Store} store
   * @param {Kernel} kernel
   * @param {() => string} address of the present state
   */
  constructor(parent, store, kernel, address) {
    this.store = store;
    this.kernel = kernel;
    this.address = address;
    this.id = newId("detail");
    this.root = add(parent, "section", {
      ...NO_SHORTCUTS,
      class: "sgw-detail sgw-pane",
      role: "region",
      "aria-label": "Detail",
      tabindex: 0,
    });
    /** @type {Record<string, HTMLElement>} */
    this.answers = {};
    kernel.answers.call = ({ rows, problem }) => this.#called(rows, problem);
    kernel.answers.run = ({ text }) => this.#say("run", text);
    this.scrolled = false;
    this.root.addEventListener("scroll", () => (this.scrolled = this.root.scrollTop > 0));
  }

  draw() {
    const { root, store } = this;
    const { operations, codes, exception } = store.state;
    const held = root.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
    root.replaceChildren();
    this.answers = {};
    if (operations.length > 1) this.#several(0, operations);
    else if (codes.length > 1) this.#several(1, codes);
    else if (operations.length && codes.length) this.#pair(operations[0], codes[0], exception);
    else if (codes.length) this.#code(codes[0], exception);
    else if (exception) this.#exception(exception, operations[0] ?? "");
    else if (operations.length) this.#operation(operations[0]);
    else this.#nothing();
    if (this.scrolled) root.scrollTop = 0; // only then, since the browser lays out the page for it
    // A name that was followed is not there any more: the focus stays in the detail.
    if (held) (byKey(root, held) ?? root).focus();
  }

  // --- the subjects ---------------------------------------------------------------------------

  #nothing() {
    const { book } = this.store;
    this.#title("Storage Gateway errors", "Which operation can return which error");
    add(
      this.root,
      "p",
      {},
      "Click a square, or press / to search. A row is an operation, a column is an error code, and a square is a documented pair.",
    );
    add(this.root, "p", {}, "Hold Shift and click names to compare them. Press ? for all keys.");
    this.#names("Exceptions that carry an error code", exceptionsThat(book, true), "exception");
    this.#names("General exceptions, which any operation can return", exceptionsThat(book, false), "exception");
  }

  /** @param {string} operation @param {string} code @param {string} exception */
  #pair(operation, code, exception) {
    const { book, edition, met } = this.store;
    const about = /** @type {import("./book.js").Code} */ (book.codes.get(code));
    const kind = kindOf(book, edition, operation, code, met);
    const others = edition.pairs.filter((pair) => pair[1] === code && pair[0] !== operation).map(([name]) => name);
    this.#title(`${operation} → ${code}`, about.family);
    this.#quote(about.message);
    this.#chips([
      edition.has.has(key(operation, code)) ? KINDS[kind] : "not documented",
      ...this.#statusOf(exception || about.carrier.text),
      others.length || !edition.has.has(key(operation, code)) ? "" : "only this operation",
    ]);
    this.#error(operation, about, exception);
    this.#names(kind === "undocumented" ? "Documented for" : "Also returned by", others, "operation", { code });
    this.#names("Codes of exactly the same operations", this.#alike(1, code), "code", { operation });
  }

  /** @param {string} code @param {string} exception */
  #code(code, exception) {
    const { book, edition } = this.store;
    const about = /** @type {import("./book.js").Code} */ (book.codes.get(code));
    const operations = edition.pairs.filter((pair) => pair[1] === code).map(([name]) => name);
    const operation = operations[0] ?? edition.operations[0];
    this.#title(code, about.family);
    this.#quote(about.message);
    this.#chips([
      `returned by ${operations.length} of ${edition.operations.length} operations`,
      ...this.#statusOf(exception || about.carrier.text),
    ]);
    this.#elsewhere(edition.codes.includes(code), (each) => each.codes.includes(code));
    this.#error(operation, about, exception);
    this.#names("Returned by", operations, "operation", { code });
    this.#names("Codes of exactly the same operations", this.#alike(1, code), "code");
    this.#compareWith(1);
  }

  /** @param {string} operation @param {import("./book.js").Code} about @param {string} exception */
  #error(operation, about, exception) {
    this.#meaning(about);
    this.#tabs({
      response: (panel) => this.#responses(panel, operation, about.name, exception || about.carrier.text),
      handle: (panel) => this.#handled(panel, about.name, ""),
      provoke: (panel) => this.#provoked(panel, operation, about.name),
      evidence: (panel) => this.#evidence(panel, about, operation),
    });
  }

  /** @param {string} operation */
  #operation(operation) {
    const { book, edition } = this.store;
    const about = /** @type {import("./book.js").Operation} */ (book.operations.get(operation));
    const codes = edition.pairs.filter(([name]) => name === operation).map((pair) => pair[1]);
    this.#title(operation, `${about.resource} · ${about.kind}`);
    this.#chips([
      `${codes.length} of ${edition.codes.length} error codes`,
      about.gateways.length ? `${about.gateways.join(", ")} gateways` : "",
    ]);
    this.#elsewhere(edition.operations.includes(operation), (each) => each.operations.includes(operation));
    if (codes.length) add(this.root, "p", {}, "Select one of its error codes to see what happened and what to do.");
    for (const family of book.families) {
      const own = codes.filter((code) => book.codes.get(code)?.family === family);
      this.#names(family, own, "code", { operation });
    }
    const seen = [...book.observed.values()].filter(
      (each) => each.operation === operation && !edition.has.has(key(operation, each.code)),
    );
    this.#names(
      "Observed live, not documented",
      seen.map(({ code }) => code),
      "code",
      { operation },
    );
    this.#names("General exceptions, which any operation can return", exceptionsThat(book, false), "exception", {
      operation,
    });
    this.#names("Operations with exactly the same codes", this.#alike(0, operation), "operation");
    this.#compareWith(0);
  }

  /** @param {string} exception @param {string} operation */
  #exception(exception, operation) {
    const { book, edition } = this.store;
    const about = /** @type {import("./book.js").Exception} */ (book.exceptions.get(exception));
    this.#title(
      operation ? `${operation} → ${exception}` : exception,
      about.carries ? "carrier of error codes" : "general exception",
    );
    this.#quote(about.message);
    this.#chips([about.carries ? "" : "any operation can return it", ...this.#statusOf(exception)]);
    if (about.carries) {
      const codes = edition.codes.filter((code) => book.codes.get(code)?.carrier.text === exception);
      this.#names("Codes that it carries by default", codes, "code", { operation });
      return;
    }
    this.#tabs({
      response: (panel) => this.#responses(panel, operation || edition.operations[0], "", exception),
      handle: (panel) => this.#handled(panel, "", exception),
      evidence: (panel) => this.#sourced(panel, "Message and status", "documented", about.source),
    });
  }

  /** @param {0 | 1} side @param {string[]} names */
  #several(side, names) {
    const { pairs } = this.store.edition;
    const { shared, own, some } = contrasted(pairs, side, names);
    const [kind, other] = side ? ["code", "operation"] : ["operation", "code"];
    this.#title(`${names.length} ${kind === "code" ? "error codes" : "operations"} compared`, names.join(" · "));
    const all = side ? "Operations that can return all of them" : "Error codes that all of them can return";
    this.#names(`${all}: ${shared.length}`, shared, other);
    if (!shared.length) add(this.root, "p", {}, `${all}: none.`);
    for (const { name, alone } of own)
      this.#names(`Only ${name}: ${alone.length}`, alone, other, side ? { code: name } : { operation: name });
    this.#names("Some of them, not all", some, other);
    for (const name of names)
      addButton(this.root, `Remove ${name}`, () => this.store.toggle(side, name), { class: "sgw-link" });
    this.#compareWith(side);
  }

  // --- parts of a subject ---------------------------------------------------------------------

  /** @param {string} text @param {string} above */
  #title(text, above) {
    const { store, address } = this;
    const line = add(this.root, "div", { class: "sgw-above" });
    add(line, "span", {}, above);
    const link = addButton(line, "Copy link", () => copy(address(), link), { "data-key": "link" });
    const call = addButton(line, "Copy Python", () => copy(toPython(store.state, store.book.edition), call), {
      "data-key": "python",
      title: "Copy the line of Python that opens this",
    });
    add(this.root, "h3", {}, text);
  }

  /**
   * Says which editions have what is selected, if the one that is shown has not.
   * @param {boolean} here
   * @param {(edition: import("./book.js").Edition) => boolean} has
   */
  #elsewhere(here, has) {
    if (here) return;
    const names = [...this.store.book.editions.values()].filter(has).map(({ name }) => name);
    add(this.root, "p", {}, `This edition does not have it. It is in: ${names.join(", ")}.`);
  }

  /** @param {string} text */
  #quote(text) {
    add(this.root, "p", { class: "sgw-quote" }, `“${text}”`);
  }

  /** @param {string[]} texts */
  #chips(texts) {
    const list = add(this.root, "p", { class: "sgw-chips" });
    for (const text of texts.filter(Boolean)) add(list, "span", {}, text);
  }

  /** @param {string} exception */
  #statusOf(exception) {
    const about = this.store.book.exceptions.get(exception);
    if (!about) return [];
    const none = about.retried.startsWith("Retried by none");
    return [`${about.status} ${exception}`, none ? "not retried by clients" : "retried by clients"];
  }

  /** @param {import("./book.js").Code} about */
  #meaning({ cause, remedy }) {
    for (const [title, { text, evidence }] of /** @type {const} */ ([
      ["What happened", cause],
      ["What to do", remedy],
    ])) {
      const card = add(this.root, "div", { class: "sgw-card" });
      const head = add(card, "h4", {}, title);
      add(head, "span", { class: "sgw-evidence" }, ` ${evidence}`);
      add(card, "p", {}, text);
    }
  }

  /** @param {Record<string, (panel: HTMLElement) => void>} panels */
  #tabs(panels) {
    const { store, id } = this;
    const open = panels[store.state.tab] ? store.state.tab : "response";
    const bar = add(this.root, "div", { class: "sgw-tabs", role: "tablist", "aria-label": "More about it" });
    const panel = add(this.root, "div", {
      class: "sgw-panel",
      role: "tabpanel",
      id: `${id}-panel`,
      "aria-labelledby": `${id}-${open}`,
    });
    const names = TABS.filter((name) => panels[name]);
    for (const name of names) {
      const chosen = name === open;
      addButton(bar, NAMES[/** @type {keyof NAMES} */ (name)], () => store.set({ tab: name }), {
        role: "tab",
        id: `${id}-${name}`,
        "data-key": `tab-${name}`,
        "aria-selected": chosen,
        "aria-controls": `${id}-panel`,
        tabindex: chosen ? 0 : -1,
      });
    }
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      const next = names[(names.indexOf(open) + step + names.length) % names.length];
      event.preventDefault();
      event.stopPropagation();
      store.set({ tab: next });
      store.flush();
      document.getElementById(`${id}-${next}`)?.focus();
    });
    panels[open](panel);
  }

  /** @param {HTMLElement} panel @param {string} operation @param {string} code @param {string} first */
  #responses(panel, operation, code, first) {
    const { book } = this.store;
    const carriers = code ? [first, ...exceptionsThat(book, true).filter((name) => name !== first)] : [first];
    for (const [place, carrier] of carriers.entries()) {
      const response = respond(book, operation, code, carrier);
      const usual = book.codes.get(code)?.carrier.text === carrier;
      const title = code
        ? `Carried by ${carrier}${usual ? ", as expected" : ", also possible"}`
        : `Response of ${operation}`;
      const part = add(panel, "details", place ? {} : { open: true });
      add(part, "summary", { ...NO_SHORTCUTS, "data-key": `carrier-${carrier}` }, title);
      this.#copyable(part, "Raw HTTP", asHttp(response));
      this.#copyable(part, "What boto3 raises", asRaised(book, response));
      add(part, "p", {}, book.exceptions.get(carrier)?.retried ?? "");
    }
    this.#needsKernel(panel, "call", "Call it with a real boto3 client", { operation, code, exception: first });
  }

  /** @param {HTMLElement} panel @param {string} code @param {string} exception */
  #handled(panel, code, exception) {
    this.#copyable(panel, "Python", clause(exceptionsThat(this.store.book, true), code, exception));
    if (code) add(panel, "p", {}, "The service can use either carrier, so this catches both and looks at the code.");
  }

  /** @param {HTMLElement} panel @param {string} operation @param {string} code */
  #provoked(panel, operation, code) {
    const recipe = this.store.book.recipe(operation, code);
    if (!recipe) {
      add(panel, "p", {}, "No edition documents this pair, so there is no recipe. A plan can still provoke it:");
      this.#copyable(
        panel,
        "Python",
        `import sgwlib\n\nwith sgwlib.inject(client, sgwlib.Fault("${operation}", "${code}", undocumented=True)):\n    ...`,
      );
      return;
    }
    const list = add(panel, "ol");
    for (const step of recipe.steps) add(list, "li", {}, step);
    this.#copyable(panel, "The same in Python", recipe.source);
    this.#needsKernel(panel, "run", "Run the recipe", { operation, code });
    add(panel, "p", { class: "sgw-note" }, `Why: ${recipe.why.text} (${recipe.why.evidence}: ${recipe.why.source})`);
  }

  /** @param {HTMLElement} panel @param {import("./book.js").Code} about @param {string} operation */
  #evidence(panel, about, operation) {
    const { book } = this.store;
    for (const [title, { text, evidence, source }] of /** @type {const} */ ([
      ["Cause", about.cause],
      ["What to do", about.remedy],
      ["Carrier", about.carrier],
    ]))
      this.#sourced(panel, `${title}: ${text}`, evidence, source);
    const editions = editionsWith(book, operation, about.name);
    const all = editions.length === book.editions.size;
    const listed = editions.length ? (all ? "all editions of the page" : editions.join(", ")) : "no edition";
    this.#sourced(
      panel,
      `${operation} with ${about.name} is listed by ${listed}`,
      editions.length ? "documented" : "undocumented",
      "",
    );
    const seen = book.observed.get(key(operation, about.name));
    if (seen) this.#sourced(panel, `Observed live with “${seen.message}”`, "observed", seen.source);
  }

  /** @param {HTMLElement} panel @param {string} text @param {string} evidence @param {string} source */
  #sourced(panel, text, evidence, source) {
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
  }

  /** @param {HTMLElement} parent @param {string} title @param {string} text */
  #copyable(parent, title, text) {
    const head = add(parent, "div", { class: "sgw-head" });
    add(head, "h5", {}, title);
    const button = addButton(head, "Copy", () => copy(text, button), { "aria-label": `Copy: ${title}` });
    add(parent, "pre", { ...NO_SHORTCUTS, tabindex: 0, role: "group", "aria-label": title }, text);
  }

  /** @param {HTMLElement} panel @param {string} about @param {string} title @param {object} content */
  #needsKernel(panel, about, title, content) {
    const answer = add(panel, "div", { class: "sgw-answer", "aria-live": "polite" });
    if (this.kernel.alive) {
      const act = () => {
        this.#say(about, "Running …");
        this.kernel.ask(about, content);
      };
      panel.insertBefore(addButton(panel, title, act, { "data-key": about }), answer);
      this.answers[about] = answer;
    } else {
      answer.textContent = `“${title}” needs Python: it works in a notebook, after sgwlib.explorer().`;
      answer.classList.add("sgw-note");
    }
  }

  /** @param {string} about @param {string} text */
  #say(about, text) {
    if (this.answers[about]) this.answers[about].textContent = text;
  }

  /** @param {string[][]} rows @param {string} problem */
  #called(rows, problem) {
    const { call } = this.answers;
    if (!call) return;
    call.replaceChildren();
    if (problem) {
      call.textContent = problem;
      return;
    }
    const table = add(call, "table");
    const [head, ...lines] = rows;
    const heads = add(add(table, "thead"), "tr");
    for (const text of head) add(heads, "th", { scope: "col" }, text);
    const body = add(table, "tbody");
    for (const cells of lines) {
      const line = add(body, "tr");
      for (const text of cells) add(line, "td", {}, text);
    }
  }

  /**
   * Adds names that select something.
   * @param {string} title
   * @param {string[]} names
   * @param {string} kind
   * @param {{ operation?: string, code?: string }} [beside]
   */
  #names(title, names, kind, beside = {}) {
    if (!names.length) return;
    add(this.root, "h4", {}, title);
    const list = add(this.root, "p", { class: "sgw-names" });
    for (const name of names) {
      const { operation = "", code = "" } = beside;
      const act = () =>
        kind === "operation"
          ? this.store.select(name, code)
          : kind === "code"
            ? this.store.select(operation, name)
            : this.store.select(operation, [], name);
      addButton(list, name, act, { class: "sgw-link", "data-key": `${kind}-${name}` });
    }
  }

  /** @param {0 | 1} side @param {string} name */
  #alike(side, name) {
    const found = partners(this.store.edition.pairs, side);
    const own = [...(found.get(name) ?? [])].sort().join();
    return [...found.keys()].filter((other) => other !== name && [...(found.get(other) ?? [])].sort().join() === own);
  }

  /** @param {0 | 1} side */
  #compareWith(side) {
    const { edition, state } = this.store;
    const chosen = side ? state.codes : state.operations;
    const names = (side ? edition.codes : edition.operations).filter((each) => !chosen.includes(each));
    const title = "Compare with …";
    const options = /** @type {[string, string][]} */ ([["", title], ...names.map((each) => [each, each])]);
    addChoice(this.root, title, options, (other) => other && this.store.toggle(side, other)).dataset.key = "compare";
  }
}
