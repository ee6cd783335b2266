// @ts-check
// Exercises that are filled in: blanks in a program, a number to predict, a clause for each error.

import { add, addChoice } from "./dom.js";
import { addGiven } from "./marked.js";

const TYPED = { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false" };

/**
 * Adds a field to type in. Enter checks the exercise.
 * @param {Node} parent
 * @param {import("./dom.js").Attributes} attributes
 * @param {string} value
 * @param {() => void} changed
 * @param {() => void} check
 */
function addField(parent, attributes, value, changed, check) {
  const field = add(parent, "input", { ...TYPED, ...attributes });
  field.value = value;
  field.addEventListener("input", changed);
  field.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the notebook has no use for what is typed here
    if (event.key === "Enter" && !event.isComposing) check();
  });
  return field;
}

/**
 * A program with blanks.
 * @param {HTMLElement} body
 * @param {{ given: string, texts: string[], widths: number[] }} material
 * @param {any} before
 * @param {(given: any) => void} keep
 * @param {() => void} check
 */
export function drawFaded(body, { given, texts, widths }, before, keep, check) {
  addGiven(body, given);
  const program = add(body, "pre", { class: "sgw-code" });
  /** @type {HTMLInputElement[]} */
  const fields = [];
  const filled = () => fields.map((field) => field.value);
  for (const [place, text] of texts.entries()) {
    program.appendChild(document.createTextNode(text));
    if (place === widths.length) break;
    const name = `Blank ${place + 1} of ${widths.length}`;
    const size = Math.ceil((widths[place] + 2) / 8) * 8; // roughly, or it would give the blank away
    const attributes = { "aria-label": name, placeholder: `${place + 1}`, size, class: "sgw-blank" };
    fields.push(addField(program, attributes, before?.[place] ?? "", () => keep(filled()), check));
  }
  return filled;
}

/**
 * A number to predict.
 * @param {HTMLElement} body
 * @param {{ settings: [string, string][] }} material
 * @param {any} before
 * @param {(given: any) => void} keep
 * @param {() => void} check
 */
export function drawPrediction(body, { settings }, before, keep, check) {
  const list = add(body, "dl", { class: "sgw-settings" });
  for (const [name, value] of settings) {
    add(list, "dt", {}, name);
    add(add(list, "dd"), "code", {}, value);
  }
  const label = add(body, "label", { class: "sgw-predict" }, "How many requests does boto3 send? ");
  const attributes = { inputmode: "numeric", size: 4, class: "sgw-blank" };
  const field = addField(label, attributes, before ?? "", () => keep(field.value), check);
  return () => field.value;
}

/**
 * A clause for each error.
 * @param {HTMLElement} body
 * @param {{ source: string, clauses: [number, string][], errors: string[], operation: string }} material
 * @param {any} before
 * @param {(given: any) => void} keep
 */
export function drawTrace(body, { source, clauses, errors, operation }, before, keep) {
  const chosen = { ...before };
  const code = add(body, "ol", { class: "sgw-code sgw-source", "aria-label": "The program" });
  for (const line of source.split("\n")) add(code, "li", {}, line);
  const mark = (/** @type {string | undefined} */ number) => {
    code.querySelectorAll(".sgw-marked").forEach((each) => each.classList.remove("sgw-marked"));
    code.children[Number(number) - 1]?.classList.add("sgw-marked");
  };
  /** @type {[string, string][]} */
  const options = [
    ["", "Choose…"],
    ...clauses.map(([line, text]) => /** @type {[string, string]} */ ([`${line}`, `line ${line}: ${text}`])),
    ["none", "no clause: the error propagates"],
  ];
  const list = add(body, "ul", { class: "sgw-errors" });
  for (const error of errors) {
    const label = add(add(list, "li"), "label");
    add(label, "code", {}, error);
    const select = addChoice(label, `${operation} meets ${error}: which clause catches it first?`, options, (value) => {
      chosen[error] = value;
      mark(value);
      keep({ ...chosen });
    });
    select.value = chosen[error] ?? "";
    select.addEventListener("focus", () => mark(chosen[error]));
    select.addEventListener("blur", () => mark(undefined));
  }
  return () => ({ ...chosen });
}
