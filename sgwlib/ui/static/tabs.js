// A strip of tabs: which of the views stands beside the matrix.

import { NO_SHORTCUTS, add, follow, set } from "./dom.js";

function render({ model, el }) {
  const strip = add(el, "div", { class: "sgw-tabs", role: "tablist", "aria-label": model.get("title") });
  const tabs = model.get("views").map(({ name, label }) => {
    const tab = add(strip, "button", { ...NO_SHORTCUTS, type: "button", role: "tab", "data-view": name }, label);
    tab.addEventListener("click", () => set(model, "view", name));
    return tab;
  });
  strip.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(document.activeElement);
    const goal = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: tabs.length - 1 }[event.key];
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
      tab.setAttribute("aria-selected", chosen);
      tab.setAttribute("tabindex", chosen ? 0 : -1);
    }
  });
}

export default { render };
