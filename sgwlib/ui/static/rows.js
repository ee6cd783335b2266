// @ts-check
// Rows of a table: sorted, and written as CSV. Needs no page.

/** @typedef {string | number} Cell */
/** @typedef {{ cells: Cell[] }} Row */
/** @typedef {"none" | "ascending" | "descending"} Direction */

// Numbers by their size, and strings without regard to case.
const { compare } = new Intl.Collator("en", { numeric: true, sensitivity: "accent" });

/**
 * Returns the rows sorted by one of their cells. Equal rows keep their order in both directions,
 * and direction "none" keeps the order of all.
 * @type {(rows: Row[], column: number, direction: Direction) => Row[]}
 */
export const ordered = (rows, column, direction) => {
  const sign = { none: 0, ascending: 1, descending: -1 }[direction];
  return rows.toSorted((one, other) => sign * compare(`${one.cells[column]}`, `${other.cells[column]}`));
};

/**
 * What a click on a header leads to: up, down, and back to the first order.
 * @type {Record<Direction, Direction>}
 */
export const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

/**
 * Writes lines of cells as RFC 4180 says, separated by a comma or a tab: a cell with a separator,
 * a quote or a line break is quoted, and a quote in it is doubled.
 * @type {(lines: Cell[][], separator: string) => string}
 */
export const delimited = (lines, separator) => {
  const special = new RegExp(`["\r\n${separator}]`);
  const quoted = (/** @type {string} */ cell) => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return lines.map((cells) => `${cells.map((cell) => quoted(`${cell}`)).join(separator)}\r\n`).join("");
};
