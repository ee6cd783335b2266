// @ts-check
// What the views of the explorer have in common.

import { add, addButton } from "./dom.js";

/** @typedef {import("./dom.js").Attributes} Attributes */
/**
 * What each view is given.
 * @typedef {object} Page
 * @property {import("./state.js").Store} store
 * @property {import("./kernel.js").Kernel} kernel
 * @property {(text: string) => void} say tells what is under the pointer
 * @property {ReturnType<typeof import("./dom.js").ruler>} measure
 * @property {() => string} address of the present state
 */

export class View {
  /** @param {HTMLElement} parent @param {Page} page @param {string} name @param {Attributes} [attributes] */
  constructor(parent, page, name, attributes) {
    this.page = page;
    this.store = page.store;
    const look = { class: `sgw-${name.toLowerCase()} sgw-pane`, role: "region", "aria-label": name };
    this.root = add(parent, "div", { ...look, ...attributes });
  }

  draw() {}

  /** Marks what is selected, where nothing else has changed. */
  mark() {}
}

/** @type {(parent: Element, name: string, act: () => void) => Node} adds a name that leads somewhere */
export const addLink = (parent, name, act) =>
  addButton(parent, name, act, { class: "sgw-flat sgw-link", "data-key": name });

/**
 * Adds a form with one field, whose text goes to a function.
 * @param {Element} parent @param {"input" | "textarea"} field @param {Attributes} look @param {string} name
 * @param {(text: string) => void} act
 */
export const addForm = (parent, field, look, name, act) => {
  const form = add(parent, "form", { class: "sgw-form" });
  const box = add(form, field, look);
  add(form, "button", { type: "submit" }, name);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(box.value);
  });
  return { form, box };
};
