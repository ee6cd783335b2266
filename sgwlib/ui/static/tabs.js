// @ts-check
// A strip of tabs: which of the views is beside the matrix.

import { NO_SHORTCUTS, add, follow, set } from "./dom.js";

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const strip = add(el, "div", { class: "sgw-tabs", role: "tablist", "aria-label": model.get("title") });
  /** @type {HTMLButtonElement[]} */
  const tabs = model.get("views").map((/** @type {{ name: string, label: string }} */ { name, label }) => {
    const tab = add(strip, "button", { ...NO_SHORTCUTS, type: "button", role: "tab", "data-view": name }, label);
    tab.addEventListener("click", () => set(model, "view", name));
    return tab;
  });
  strip.addEventListener("keydown", (event) => {
    const here = tabs.findIndex((tab) => tab === document.activeElement);
    /** @type {Record<string, number>} */
    const goals = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: tabs.length - 1 };
    const goal = goals[event.key];
    if (goal === undefined) return;
    const tab = tabs[(goal + tabs.length) % tabs.length];
    tab.focus();
    tab.click();
    event.preventDefault();
    event.stopPropagation();
  });
  return follow(model, ["view"], () => {
    for (const tab of tabs) {
      const chosen = tab.dataset.view === model.get("view");
      tab.setAttribute("aria-selected", `${chosen}`);
      tab.setAttribute("tabindex", chosen ? "0" : "-1");
    }
  });
}

export default { render };
