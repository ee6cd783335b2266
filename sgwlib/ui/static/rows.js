// Rows of a table: put in order, and written for other programs. No page needed.

// Compares numbers as numbers and texts letter by letter, upper case and lower case alike.
function compared(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [left, right] = [`${one}`.toLowerCase(), `${other}`.toLowerCase()];
  return left < right ? -1 : Number(left > right);
}

// Returns rows sorted by one of their cells: rows that are equal there stay in their order, in
// either direction. Direction "none" leaves all of them in their order.
export function ordered(rows, column, direction) {
  if (direction === "none") return [...rows];
  const sign = direction === "descending" ? -1 : 1;
  return [...rows].sort((one, other) => sign * compared(one.cells[column], other.cells[column]));
}

// What a header does next: up, down, and back to the order that the rows came in.
export const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

// Writes lines of cells as RFC 4180 says, for a comma or a tab in between: a cell with a separator,
// a quote or an end of line stands in quotes, and a quote within is doubled.
export function delimited(lines, separator) {
  const special = new RegExp(`["\r\n${separator}]`);
  const quoted = (cell) => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return lines.map((cells) => `${cells.map((cell) => quoted(`${cell}`)).join(separator)}\r\n`).join("");
}
