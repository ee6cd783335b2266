// @ts-check
// What the widgets of lessons need: following the kernel.

import { RESTARTED } from "./kernel.js";

/** @typedef {import("./dom.js").Model} Model */

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
 * Shows that the kernel was restarted, as Jupyter reports, and what that means for the learner.
 * Returns a function that ends this.
 * @param {Model} model
 * @param {Element} problem
 * @param {string} more
 */
export function reportRestart(model, problem, more = "") {
  const report = () => (problem.textContent = RESTARTED + more);
  model.on("comm_live_update", report);
  return () => model.off("comm_live_update", report);
}
