// @ts-check
// Short labels, their width, and sentences with names filled in.

export const FONT_SIZE = 12; // px, of labels in pictures; the style sheet says the same

/**
 * Returns the label of a group of equal names: the first, and how many more there are.
 * @param {string[]} group
 */
export const label = (group) => (group.length > 1 ? `${group[0]} +${group.length - 1}` : group[0]);

/**
 * Returns groups of indices as groups of names.
 * @param {number[][]} groups
 * @param {string[]} names
 */
export const named = (groups, names) => groups.map((group) => group.map((place) => names[place]));

/**
 * Fills values into a sentence that Python wrote, such as "{operation} can return {code}".
 * @param {string} sentence
 * @param {Record<string, unknown>} values
 */
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => `${values[name]}`);

/**
 * Returns the sentence for one, or the one for several.
 * @param {string[]} forms
 * @param {number} count
 */
export const numbered = (forms, count) => forms[count === 1 ? 0 : 1];

/** Returns a function that gives a label's width in px, which depends on the font. */
export function ruler() {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const family = getComputedStyle(document.body).getPropertyValue("--jp-ui-font-family");
  // Bold, as a selected label is.
  pen.font = `700 ${FONT_SIZE}px ${family || "system-ui, sans-serif"}`;
  /** @type {Map<string, number>} */
  const widths = new Map();
  return (/** @type {string} */ text) => {
    const width = widths.get(text) ?? pen.measureText(text).width;
    widths.set(text, width);
    return width;
  };
}
