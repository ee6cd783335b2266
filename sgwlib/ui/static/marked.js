// @ts-check
// Texts of exercises: code in them is between backticks.

import { add } from "./dom.js";

/**
 * Adds text, with what is between backticks as code.
 * @param {Node} parent
 * @param {string} text
 */
export function addMarked(parent, text) {
  for (const [place, piece] of text.split("`").entries())
    if (place % 2) add(parent, "code", {}, piece);
    else parent.appendChild(document.createTextNode(piece));
}

/**
 * Adds code that runs before the learner's, if there is any.
 * @param {Node} parent
 * @param {string} source
 */
export function addGiven(parent, source) {
  if (source) add(parent, "pre", { class: "sgw-code sgw-given" }, source);
}
