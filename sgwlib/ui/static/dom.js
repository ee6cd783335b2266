// @ts-check
// What every view needs: making elements, keeping the focus, and when to draw.

/**
 * What anywidget gives to a view: the traits of its widget, and messages both ways.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(content: object) => void} send
 * @property {(events: string, act: (...all: any[]) => void) => void} on
 * @property {(events: string, act: (...all: any[]) => void) => void} off
 */
/** @typedef {{ model: Model, el: HTMLElement }} View */
/** @typedef {Record<string, string | number | boolean>} Attributes */
/** @typedef {HTMLElementTagNameMap & Omit<SVGElementTagNameMap, keyof HTMLElementTagNameMap>} Tags */

const SVG = "http://www.w3.org/2000/svg";
const TAKE_FOCUS = ["button", "input", "select", "summary", "textarea"];

/** @type {(element: Element, attributes: Attributes) => void} */
export const setAll = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
};

/**
 * Adds an element, of SVG if it is one or within one.
 * @template {keyof Tags} Name
 * @param {Node} parent
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {string} [text]
 */
export function add(parent, name, attributes = {}, text = "") {
  const drawn = name === "svg" || parent instanceof SVGElement;
  const made = drawn ? document.createElementNS(SVG, name) : document.createElement(name);
  setAll(made, attributes);
  // JupyterLab's one-key shortcuts fire from any focused element that is not a text field: "b" would
  // insert a cell below. Only this attribute on the element itself prevents that.
  if ("tabindex" in attributes || TAKE_FOCUS.includes(name)) made.setAttribute("data-lm-suppress-shortcuts", "true");
  if (text) made.textContent = text;
  parent.appendChild(made);
  return /** @type {Tags[Name]} */ (made);
}

/** @param {number} family the style that gives an element the colour of a family */
export const coloured = (family) => `--sgw-family:var(--sgw-family-${family})`;

/**
 * Adds a button that acts when it is pressed.
 * @type {(parent: Node, text: string, act: () => void, attributes?: Attributes) => HTMLButtonElement}
 */
export const addButton = (parent, text, act, attributes) => {
  const button = add(parent, "button", { type: "button", ...attributes }, text);
  button.addEventListener("click", act);
  return button;
};

/**
 * Adds a button that copies what a function returns, and shows the result for a moment.
 * @type {(parent: Node, name: string, text: () => string, attributes?: Attributes) => void}
 */
export const addCopy = (parent, name, text, attributes) => {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
    } catch {
      button.textContent = "The browser refused to copy";
    }
    setTimeout(() => (button.textContent = name), 2000);
  };
  const button = addButton(parent, name, copy, attributes);
};

/**
 * Adds a list to choose from, of values and of labels that differ from them.
 * @type {(parent: Node, name: string, options: string[][], act: (value: string) => void) => HTMLSelectElement}
 */
export const addChoice = (parent, name, options, act) => {
  const select = add(parent, "select", { "aria-label": name, title: name });
  for (const [value, text = value] of options) add(select, "option", { value }, text);
  select.addEventListener("change", () => act(select.value));
  return select;
};

/**
 * Gives the keys that are pressed in an element to a function, which returns whether it used them.
 * @type {(element: EventTarget, act: (event: KeyboardEvent) => unknown, options?: AddEventListenerOptions) => void}
 */
export const onKey = (element, act, options) => {
  const listen = (/** @type {any} */ event) => {
    if (!act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  element.addEventListener("keydown", listen, options);
};

/**
 * Returns the key of the element that an event is about, or "".
 * @type {(event: Event) => string}
 */
export const keyOf = ({ target }) =>
  target instanceof Element ? (target.closest("[data-key]")?.getAttribute("data-key") ?? "") : "";

/**
 * Returns the element with a key.
 * @type {(root: Element, key: string) => HTMLElement | null}
 */
export const byKey = (root, key) => (key ? root.querySelector(`[data-key="${CSS.escape(key)}"]`) : null);

/**
 * Makes one of the elements that the arrow keys move between the only stop of the Tab key.
 * @type {(root: Element, target?: Element | null) => void}
 */
export const makeTabStop = (root, target) => {
  root.querySelectorAll('[tabindex="0"]').forEach((each) => each.setAttribute("tabindex", "-1"));
  target?.setAttribute("tabindex", "0");
};

/**
 * Moves the focus to one of those elements, if there is one.
 * @type {(root: Element, target?: Element | null) => void}
 */
export const moveFocus = (root, target) => {
  if (!(target instanceof HTMLElement || target instanceof SVGElement)) return;
  makeTabStop(root, target);
  target.focus();
};

/**
 * Moves the focus from one of those elements as the arrow keys, Home and End do, and returns whether it did.
 * @type {(root: Element, all: Element[], event: KeyboardEvent) => boolean}
 */
export const walk = (root, all, event) => {
  const at = all.findIndex((each) => each === document.activeElement);
  const goal = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
  moveFocus(root, all[goal ?? -1]);
  return goal !== undefined;
};

/**
 * Draws a part of the page again. If it had the focus, `refocus` gives it to what has the same key now.
 * @type {(root: Element, draw: () => void, refocus?: (key: string) => void) => void}
 */
export const redraw = (root, draw, refocus = (key) => byKey(root, key)?.focus()) => {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  draw();
  if (held) refocus(held.getAttribute("data-key") ?? "");
};

/** Returns an id that no other element of the page has. */
export const newId = () => `sgw-${Math.random().toString(36).slice(2)}`;

/**
 * Calls a function when the browser has nothing else to do.
 * @type {(act: () => void) => void}
 */
export const whenIdle = (act) => {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 1000 });
  else setTimeout(act, 200);
};

/**
 * Returns a function that gives a label's width in px at a size.
 * @returns {(text: string, size: number) => number}
 */
export function ruler() {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const family = getComputedStyle(document.body).getPropertyValue("--jp-ui-font-family");
  pen.font = `100px ${family || "system-ui, sans-serif"}`;
  /** @type {Map<string, number>} */
  const widths = new Map();
  return (text, size) => {
    const width = widths.get(text) ?? pen.measureText(text).width;
    widths.set(text, width);
    return (width * size) / 100;
  };
}
