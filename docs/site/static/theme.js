// The explorer's colours follow JupyterLab's mark of a dark theme. Here the site's theme sets it.
const root = document.documentElement;
const mark = () => root.setAttribute("data-jp-theme-light", `${root.dataset.theme !== "dark"}`);
new MutationObserver(mark).observe(root, { attributeFilter: ["data-theme"] });
mark();
