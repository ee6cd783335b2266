// @ts-check
// What a key means in practice: { gesture, … } for the kernel, or null for nothing.

// These controls act on Enter themselves.
const CONTROLS = ["A", "BUTTON", "INPUT", "LABEL", "SUMMARY"];

/**
 * @param {{ key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, shiftKey?: boolean, repeat?: boolean, target?: any }} event
 * @param {string} phase
 * @param {number} choices
 * @returns {{ gesture: string, choice?: number } | null}
 */
export function meant(event, phase, choices) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return null;
  const choice = "1234".indexOf(event.key);
  if (event.key.length === 1 && choice >= 0)
    return phase === "asked" && choice < choices ? { gesture: "answer", choice } : null;
  if (event.key !== "Enter" || phase !== "answered" || CONTROLS.includes(event.target?.tagName)) return null;
  return { gesture: "next" };
}
