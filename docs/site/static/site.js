// What the site adds to its theme.

// The explorer's colours follow JupyterLab's mark of a dark theme. Here the site's theme sets it.
const root = document.documentElement;
const mark = () => root.setAttribute("data-jp-theme-light", `${root.dataset.theme !== "dark"}`);
new MutationObserver(mark).observe(root, { attributeFilter: ["data-theme"] });
mark();

// A screen reader says what the buttons show: the search with its keys, the arrows of the sidebar.
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(".search-button__button"))
    button.setAttribute("aria-label", button.textContent.trim().replace(/\s+/g, " ") || "Search");
  for (const arrow of document.querySelectorAll(".toctree-toggle"))
    arrow.closest("summary")?.setAttribute("aria-label", "Pages below this one");
});
