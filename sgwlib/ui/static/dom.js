// What every view needs: making elements, and telling the kernel what was done with them.

const SVG = "http://www.w3.org/2000/svg";

// JupyterLab's one-key shortcuts would fire from any focused element that is no text field:
// "b" would insert a cell below. Only this attribute on the element itself keeps them off.
export const NO_SHORTCUTS = { "data-lm-suppress-shortcuts": "true" };

export function add(parent, name, attributes = {}, text = "") {
  const svg = parent.namespaceURI === SVG || name === "svg";
  const element = svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

export function addButton(parent, text, act, attributes = {}) {
  const button = add(parent, "button", { ...NO_SHORTCUTS, type: "button", ...attributes }, text);
  button.addEventListener("click", act);
  return button;
}

// Of many elements that the arrow keys move between, one alone is in the tab order.
export function makeTabStop(root, target) {
  root.querySelectorAll('[tabindex="0"]').forEach((each) => each.setAttribute("tabindex", -1));
  target?.setAttribute("tabindex", 0);
}

// Copies a text; the button says for a moment what came of it.
export async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed to copy";
  }
  setTimeout(() => (button.textContent = before), 2000);
}

// The gestures that the kernel knows.
export const select = (model, operation = "", code = "", exception = "") =>
  model.send({ gesture: "select", operation, code, exception });
export const set = (model, name, value) => model.send({ gesture: "set", name, value });

// Calls a function once the browser has painted what was changed just now.
export const afterPaint = (act) => requestAnimationFrame(() => setTimeout(act));

// Calls a function now and at each change of the traits; returns how to end that.
export function follow(model, traits, show) {
  const events = traits.map((name) => `change:${name}`).join(" ");
  model.on(events, show);
  show();
  return () => model.off(events, show);
}
