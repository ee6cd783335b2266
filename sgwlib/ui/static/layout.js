// @ts-check
// Where everything of the matrix lies, in px of the drawing: plain arithmetic, without a page.

export const CELL = 17; // the side of one square
const SLANT = (60 * Math.PI) / 180; // of the column labels
const MARGIN = 30; // for the counts

/**
 * Lays out rows and columns whose labels have some widths.
 * @param {number[]} rowWidths
 * @param {number[]} columnWidths
 */
export function layout(rowWidths, columnWidths) {
  const left = Math.max(0, ...rowWidths) + 12;
  const right = left + columnWidths.length * CELL;
  const top = Math.max(0, ...columnWidths) * Math.sin(SLANT) + 16;
  const bottom = top + rowWidths.length * CELL;
  const ends = columnWidths.map((width, column) => left + (column + 1) * CELL + width * Math.cos(SLANT));
  return {
    left,
    right,
    top,
    bottom,
    // Where the labels end, from the left and above the cells.
    starts: rowWidths.map((width) => left - width - 12),
    rises: columnWidths.map((width) => width * Math.sin(SLANT) + 12),
    width: Math.ceil(Math.max(right + MARGIN, ...ends)),
    height: Math.ceil(bottom + MARGIN),
  };
}

/** @typedef {ReturnType<typeof layout>} Layout */

/**
 * Returns the [row, column] of a point, -1 for the headers and for the counts; null outside.
 * @param {Pick<Layout, "left" | "top" | "right" | "bottom" | "width" | "height">} layout
 * @param {number} x
 * @param {number} y
 * @returns {[number, number] | null}
 */
export function positionAt({ left, top, right, bottom, width, height }, x, y) {
  if (x < 0 || y < 0 || x > width || y > height) return null;
  const row = y >= top && y < bottom ? Math.floor((y - top) / CELL) : -1;
  let column = x >= left && x < right ? Math.floor((x - left) / CELL) : -1;
  if (y < top) {
    // The labels lean to the right: follow the slant down to the column.
    const foot = x - (top - y) / Math.tan(SLANT);
    column = foot >= left && foot < right ? Math.floor((foot - left) / CELL) : -1;
  }
  return row < 0 && column < 0 ? null : [row, column];
}

/**
 * Returns the outline of a row with its label, or nothing if there is no such row.
 * @param {Pick<Layout, "right" | "top" | "starts">} layout
 * @param {number} row
 */
export function rowOutline({ right, top, starts }, row) {
  if (!(row in starts)) return "";
  return `M${starts[row]} ${top + row * CELL}H${right}v${CELL}H${starts[row]}z`;
}

/**
 * Returns the outline of a column with its slanted label, or nothing if there is no such column.
 * @param {Pick<Layout, "left" | "top" | "bottom" | "rises">} layout
 * @param {number} column
 */
export function columnOutline({ left, top, bottom, rises }, column) {
  if (!(column in rises)) return "";
  const [x, rise] = [left + column * CELL, rises[column]];
  return `M${x} ${bottom}V${top}l${rise / Math.tan(SLANT)} ${-rise}h${CELL}L${x + CELL} ${top}V${bottom}z`;
}

/** @param {number} inset */
const frame = (inset) => {
  const side = CELL - 2 * inset;
  return `m${inset} ${inset}h${side}v${side}h${-side}z`;
};
/** @param {number} radius */
const diamond = (radius) => {
  return `m${CELL / 2} ${CELL / 2 - radius}l${radius} ${radius}l${-radius} ${radius}l${-radius} ${-radius}z`;
};

/**
 * The outline of a cell of each kind, as a path from its top left corner. The shapes differ, so
 * that colour is not the only difference.
 * @type {Record<string, string>}
 */
export const SHAPES = {
  documented: frame(2.5),
  met: frame(2.5),
  never: frame(3),
  partly: `${frame(3)}m0 ${CELL - 6}l${CELL - 6} ${6 - CELL}v${CELL - 6}z`,
  "left-out": frame(5.5),
  observed: diamond(5.5),
  "met-undocumented": diamond(5.5),
};

/**
 * Returns one path for all cells of a kind: the browser lays it out as one element.
 * @param {string} kind
 * @param {[number, number][]} positions
 * @param {Pick<Layout, "left" | "top">} layout
 */
export function pathOf(kind, positions, { left, top }) {
  const shape = SHAPES[kind];
  return positions.map(([row, column]) => `M${left + column * CELL} ${top + row * CELL}${shape}`).join("");
}
