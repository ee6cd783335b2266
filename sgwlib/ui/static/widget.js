// @ts-check
// What the widgets of lessons need: keeping the focus, and following the kernel.

/** @typedef {import("./dom.js").Model} Model */

/**
 * Draws a part of the page again. If it had the focus, what `find` returns for the name of the
 * focused element gets the focus.
 * @template Name
 * @param {Element} root
 * @param {(element: any) => Name} nameOf
 * @param {() => void} draw
 * @param {(name: Name) => any} find
 */
export function redraw(root, nameOf, draw, find) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const name = held && nameOf(held);
  draw();
  if (name !== null) find(name)?.focus();
}

/**
 * Returns the key by which an element is found after it was drawn again.
 * @param {HTMLElement} element
 */
export const keyOf = (element) => element.dataset.key ?? "";

/**
 * Calls a function now, and once for each message that changes some of the traits. Returns a
 * function that ends this.
 * @param {Model} model
 * @param {string[]} traits
 * @param {() => void} show
 */
export function follow(model, traits, show) {
  const events = traits.map((name) => `change:${name}`).join(" ");
  let waiting = false;
  let ended = false;
  // A message that changes several traits causes an event for each of them, one after the other.
  const changed = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      if (!ended) show();
    });
  };
  model.on(events, changed);
  show();
  return () => {
    ended = true;
    model.off(events, changed);
  };
}

/**
 * Shows that the kernel is gone: Jupyter reports it when the kernel is restarted. Returns a
 * function that ends this.
 * @param {Model} model
 * @param {Element} problem
 */
export function reportLostKernel(model, problem) {
  const lost = () => (problem.textContent = model.get("lost"));
  model.on("comm_live_update", lost);
  return () => model.off("comm_live_update", lost);
}
