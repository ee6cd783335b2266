// @ts-check
// What the views of the explorer have in common.

import { add } from "./dom.js";

/**
 * What each view is given.
 * @typedef {object} Page
 * @property {import("./state.js").Store} store
 * @property {import("./kernel.js").Kernel} kernel
 * @property {(text: string) => void} say tells what is under the pointer
 * @property {(text: string, size: number) => number} measure the width of a label in px
 * @property {() => string} address of the present state
 */

export class View {
  /**
   * @param {HTMLElement} parent
   * @param {Page} page
   * @param {string} name
   * @param {import("./dom.js").Attributes} [attributes]
   */
  constructor(parent, page, name, attributes) {
    this.page = page;
    this.store = page.store;
    const look = { class: `sgw-${name.toLowerCase()} sgw-pane`, role: "region", "aria-label": name };
    this.root = add(parent, "div", { ...look, ...attributes });
  }

  /** Draws everything. */
  draw() {}

  /** Marks what is selected. */
  mark() {}

  /** @param {import("./dom.js").Attributes} [attributes] */
  addScroll(attributes) {
    return add(this.root, "div", { class: "sgw-scroll", ...attributes });
  }
}

/**
 * Adds a form with one field, whose text goes to a function.
 * @template {"input" | "textarea"} Name
 * @param {HTMLElement} parent
 * @param {Name} field
 * @param {import("./dom.js").Attributes} attributes
 * @param {string} name
 * @param {(text: string) => void} act
 */
export function addForm(parent, field, attributes, name, act) {
  const form = add(parent, "form", { class: "sgw-form" });
  const box = add(form, field, attributes);
  add(form, "button", { type: "submit" }, name);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(box.value);
  });
  return form;
}
