// @ts-check
// What a gesture does to a program that is put together from lines.

/** @typedef {[number, number]} Placed a line's number and its level of indentation */

export const MOST_LEVELS = 6;

/**
 * Returns the program after a gesture at one of its lines.
 * @param {Placed[]} program
 * @param {number} place
 * @param {string} gesture
 * @returns {Placed[]}
 */
export function rearranged(program, place, gesture) {
  const [number, level] = program[place];
  const others = program.filter((_, other) => other !== place);
  const at = (/** @type {number} */ to, /** @type {number} */ deep) => {
    const next = Math.min(Math.max(to, 0), others.length);
    const kept = Math.min(Math.max(deep, 1), MOST_LEVELS);
    return /** @type {Placed[]} */ ([...others.slice(0, next), [number, kept], ...others.slice(next)]);
  };
  if (gesture === "up") return at(place - 1, level);
  if (gesture === "down") return at(place + 1, level);
  if (gesture === "out") return at(place, level - 1);
  if (gesture === "in") return at(place, level + 1);
  return gesture === "remove" ? others : program;
}

/**
 * Returns the level of a line that is added at a place: as the line before, or one deeper after a colon.
 * @param {Placed[]} program
 * @param {number} place
 * @param {string[]} lines
 */
export function levelAt(program, place, lines) {
  if (!place) return 1;
  const [number, level] = program[place - 1];
  return Math.min(level + (lines[number].trimEnd().endsWith(":") ? 1 : 0), MOST_LEVELS);
}

/**
 * What a key means at a line of the program, or "".
 * @param {{ key: string, altKey?: boolean, ctrlKey?: boolean, metaKey?: boolean }} event
 */
export function gestureOf({ key, altKey, ctrlKey, metaKey }) {
  if (ctrlKey || metaKey) return "";
  /** @type {Record<string, string>} */
  const withAlt = { ArrowUp: "up", ArrowDown: "down" };
  /** @type {Record<string, string>} */
  const plain = {
    ArrowLeft: "out",
    ArrowRight: "in",
    Delete: "remove",
    Backspace: "remove",
    ArrowUp: "before",
    ArrowDown: "after",
  };
  return (altKey ? withAlt : plain)[key] ?? "";
}
