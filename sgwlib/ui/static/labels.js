// What things are called: short labels, how wide they are, and sentences with names put in.

export const FONT_SIZE = 12; // px, of labels in pictures; the style sheet says the same

// The label of a group of equal ones: the first, and how many more there are.
export const label = (group) => (group.length > 1 ? `${group[0]} +${group.length - 1}` : group[0]);

// Groups of places as groups of names.
export const named = (groups, names) => groups.map((group) => group.map((place) => names[place]));

// Puts values into a sentence that Python wrote, such as "{operation} can return {code}".
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// The sentence for one, or the one for several.
export const numbered = (forms, count) => forms[count === 1 ? 0 : 1];

// Returns a function that gives a label's width in px, which differs from font to font.
export function ruler() {
  const pen = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(document.body).getPropertyValue("--jp-ui-font-family");
  // As wide as when it is selected, and bold.
  pen.font = `700 ${FONT_SIZE}px ${family || "system-ui, sans-serif"}`;
  const widths = new Map();
  return (text) => {
    if (!widths.has(text)) widths.set(text, pen.measureText(text).width);
    return widths.get(text);
  };
}
