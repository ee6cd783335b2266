// @ts-check
// Where rows, columns, labels and names of groups lie in the matrix: arithmetic, without a page.

/** @typedef {{ name: string, from: number, to: number, at: number, line: number }} Section */
/** @typedef {{ labels: string[], sections: string[] }} Side what is drawn of rows or columns */
/** @typedef {{ width: number, height: number }} Size */
/** @typedef {(text: string, font: number) => number} Measure */
/** @typedef {{ row: number, column: number, section: number }} Fonts in px */
/** @typedef {Size & { left: number, top: number, size: Size, x: number[], y: number[] }} Cells of a size, at places */
/** @typedef {Cells & { end: { x: number, y: number }, fonts: Fonts, line: number, fits: boolean }} Layout */

const GAP = 5; // px between two sections
export const ANGLE = 58; // degrees by which the columns' labels rise
const [SIN, COS] = [Math.sin((ANGLE * Math.PI) / 180), Math.cos((ANGLE * Math.PI) / 180)];
const LEAST = { width: 9.5, height: 10 }; // px of a cell; below, labels of 9 px would collide
const MOST = { width: 26, height: 24 };
const [SMALLEST, LARGEST] = [9, 12]; // px of a label in a box of this size; both grow with a larger box
const ROOM = { width: 1100, height: 850 };
const LINE = 1.2; // of the font, for a line of section names

/**
 * Returns the label of a group of equal names: the first, and how many more there are.
 * @param {import("./filter.js").Group} group
 */
export const label = (group) => (group.length > 1 ? `${group[0]} +${group.length - 1}` : group[0]);

/** @type {(value: number, low: number, high: number) => number} */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * Returns the start of each cell along one axis, with a gap before each new section, and the end of the last.
 * @type {(sections: string[], start: number, size: number) => { at: number[], end: number }}
 */
const starts = (sections, start, size) => {
  let end = start;
  const at = sections.map((section, index) => {
    if (index && section !== sections[index - 1]) end += GAP;
    end += size;
    return end - size;
  });
  return { at, end };
};

/**
 * Returns runs of equal sections, and the line on which each name has room, if names can collide.
 * @type {(sections: string[], at: number[], size: number, measure?: (name: string) => number) => Section[]}
 */
export const sectioned = (sections, at, size, measure = () => 0) => {
  /** @type {Section[]} */
  const found = [];
  sections.forEach((name, index) => {
    const last = found.at(-1);
    if (last?.name === name) last.to = at[index] + size;
    else found.push({ name, from: at[index], to: at[index] + size, at: 0, line: 0 });
  });
  /** @type {number[]} */
  const ends = [];
  for (const each of found) {
    const half = measure(each.name) / 2;
    each.at = Math.max((each.from + each.to) / 2, found[0].from + half);
    each.line = half ? ends.findIndex((end) => end + 6 <= each.at - half) : 0;
    if (each.line < 0) each.line = ends.length;
    ends[each.line] = each.at + half;
  }
  return found;
};

/**
 * Lays out the matrix so that it fits a box, with the largest labels with which it does.
 * @type {(rows: Side, columns: Side, box: Size, measure: Measure) => Layout}
 */
export const layout = (rows, columns, box, measure) => {
  const scale = clamp(Math.min(box.width / ROOM.width, box.height / ROOM.height), 1, 1.7);
  const least = { width: columns.labels.length * LEAST.width, height: rows.labels.length * LEAST.height };
  const hopeless = least.width > box.width || least.height > box.height;
  let font = hopeless ? SMALLEST : Math.round(LARGEST * scale);
  let made = laidOut(rows, columns, box, measure, font, scale);
  while (!made.fits && font > SMALLEST) made = laidOut(rows, columns, box, measure, (font -= 1), scale);
  return made;
};

/** @type {(rows: Side, columns: Side, box: Size, measure: Measure, most: number, scale: number) => Layout} */
const laidOut = (rows, columns, box, measure, most, scale) => {
  const widest = (/** @type {string[]} */ texts, /** @type {number} */ font) =>
    Math.max(0, ...texts.map((text) => measure(text, font)));
  const fontFor = (/** @type {number} */ cell) => clamp(Math.floor(cell) - 1, SMALLEST, most);
  const section = Math.round(10 * scale);
  const gaps = [columns, rows].map(({ sections }) => starts(sections, 0, 0).end);
  let size = { width: 14, height: 14 };
  let fonts = { row: most, column: most, section };
  let [left, top, right, bottom] = [0, 0, 0, 0];
  // The labels depend on the size of the cells, and the cells on the room that the labels leave.
  for (let round = 0; round < 4; round++) {
    fonts = { row: fontFor(size.height), column: fontFor(size.width), section };
    left = Math.ceil(widest(rows.labels, fonts.row)) + 14;
    top = Math.ceil(widest(columns.labels, fonts.column) * SIN) + 16;
    const { at, end } = starts(columns.sections, 0, size.width);
    const start = (size.width + fonts.column * SIN) / 2 + 3; // of a label, from the left of its column
    const over = columns.labels.map((text, index) => at[index] + start + measure(text, fonts.column) * COS - end);
    right = Math.ceil(Math.max(0, ...over, widest(rows.sections, section) + 16));
    const lines = sectioned(columns.sections, at, size.width, (text) => measure(text, section)).map((one) => one.line);
    bottom = Math.ceil(LINE * section * (1 + Math.max(0, ...lines))) + 8;
    const [width, height] = [box.width - left - right - gaps[0], box.height - top - bottom - gaps[1]];
    size = {
      width: clamp(width / (columns.labels.length || 1), LEAST.width, MOST.width * scale),
      height: clamp(height / (rows.labels.length || 1), LEAST.height, MOST.height * scale),
    };
  }
  const [x, y] = [starts(columns.sections, left, size.width), starts(rows.sections, top, size.height)];
  let [width, height] = [Math.ceil(x.end + right), Math.ceil(y.end + bottom)];
  const fits = width <= box.width + 1 && height <= box.height + 1;
  // A pixel too much by rounding would bring scroll bars.
  if (fits) [width, height] = [Math.min(width, box.width), Math.min(height, box.height)];
  const end = { x: x.end, y: y.end };
  return { left, top, size, x: x.at, y: y.at, end, fonts, line: LINE * section, width, height, fits };
};

/**
 * Returns the index of the cell at a coordinate, or -1 between and beside the cells.
 * @type {(at: number[], size: number, where: number) => number}
 */
export const indexAt = (at, size, where) => at.findIndex((start) => start <= where && where < start + size);

/** @typedef {(x: number, y: number, w: number, h: number) => string} Outline */
/** @type {Outline} */
const square = (x, y, w, h) => `M${x} ${y}h${w}v${h}h${-w}z`;

/** @type {Record<string, Outline>} */
const SHAPES = {
  documented: square,
  // With a hole in the middle.
  "documented-observed": (x, y, w, h) => `${square(x, y, w, h)}M${x + w / 2 - 1.5} ${y + h / 2 - 1.5}v3h3v-3z`,
  // Without a corner.
  edition: (x, y, w, h) => `M${x} ${y}h${w / 2}L${x + w} ${y + h / 2}v${h / 2}h${-w}z`,
  // A diamond.
  observed: (x, y, w, h) => `M${x + w / 2} ${y}L${x + w} ${y + h / 2}L${x + w / 2} ${y + h}L${x} ${y + h / 2}z`,
  met: square,
  never: (x, y, w, h) => square(x + 1, y + 1, w - 2, h - 2),
  // A cross.
  "met-undocumented": (x, y, w, h) => `M${x} ${y}L${x + w} ${y + h}M${x + w} ${y}L${x} ${y + h}`,
  // A dot of a square.
  "left-out": (x, y, w, h) => square(x + w / 2 - 1.5, y + h / 2 - 1.5, 3, 3),
};

/**
 * Returns the outline of a cell of a kind.
 * @type {(kind: string, x: number, y: number, size: Size) => string}
 */
export const shape = (kind, x, y, { width, height }) => {
  const side = { w: Math.min(width, 0.3 * width + 13) - 3, h: Math.min(height, 0.3 * height + 13) - 3 };
  const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  return SHAPES[kind](round(x + (width - side.w) / 2), round(y + (height - side.h) / 2), round(side.w), round(side.h));
};
