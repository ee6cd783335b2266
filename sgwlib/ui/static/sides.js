// @ts-check
// Where nodes and lines of the drawing lie, and where a key leads: plain arithmetic, without a
// page. A place is [left, right]: a node of the left side has -1 as its right, a node of the right
// side -1 as its left, and a line has both of its ends.

/** @typedef {[number, number]} Line */

export const STEP = 22; // px from one name to the next
const GAP = 140; // px between the sides, for the lines
const BEND = 50; // px for which a line starts and ends nearly level
const MARK = 10; // px between a name and its mark

/**
 * Lays out names of some widths. The shorter side is spread over the height of the longer.
 * @param {number[]} leftWidths
 * @param {number[]} rightWidths
 */
export function placed(leftWidths, rightWidths) {
  const left = Math.max(0, ...leftWidths) + MARK + 6;
  const right = left + GAP;
  const height = Math.max(leftWidths.length, rightWidths.length) * STEP;
  const spread = (/** @type {number[]} */ widths) => widths.map((_, index) => ((index + 0.5) * height) / widths.length);
  return {
    x: [left, right],
    y: [spread(leftWidths), spread(rightWidths)],
    width: Math.ceil(right + Math.max(0, ...rightWidths) + MARK + 6),
    height,
  };
}

/** @typedef {ReturnType<typeof placed>} Sides */

/**
 * Returns the curve of a line: level where it starts and where it ends.
 * @param {Pick<Sides, "x" | "y">} sides
 * @param {number} left
 * @param {number} right
 */
export function curve({ x, y }, left, right) {
  const [from, to] = [y[0][left], y[1][right]];
  return `M${x[0]} ${from}C${x[0] + BEND} ${from} ${x[1] - BEND} ${to} ${x[1]} ${to}`;
}

/**
 * Returns the lines at a node, from top to bottom.
 * @param {Line} place
 * @param {Line[]} lines
 */
export const linesAt = ([left, right], lines) =>
  lines.filter((line) => line[0] === left || line[1] === right).sort((a, b) => a[0] - b[0] || a[1] - b[1]);

/**
 * Returns a neighbour of a line, among the lines of the node at its end on one side.
 * @param {Line} line
 * @param {number} side
 * @param {Line[]} lines
 * @param {(here: number, count: number) => number} goal
 */
function beside(line, side, lines, goal) {
  const all = linesAt(side ? [-1, line[1]] : [line[0], -1], lines);
  const here = all.findIndex((each) => each[0] === line[0] && each[1] === line[1]);
  return all[clamped(goal(here, all.length), all.length)];
}

const clamped = (/** @type {number} */ index, /** @type {number} */ count) => Math.min(Math.max(index, 0), count - 1);

/** @type {Record<string, (here: number, count: number) => number>} */
const GOALS = {
  ArrowUp: (here) => here - 1,
  ArrowDown: (here) => here + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Returns where a key leads; null if it means nothing. Up and down stay among the nodes of a side,
 * or among the lines of the node on the given `side`. Left and right lead from a node to its
 * lines, and on to the node at their other end.
 * @param {string} key
 * @param {Line} place
 * @param {number} side
 * @param {number[]} counts
 * @param {Line[]} lines
 * @returns {Line | null}
 */
export function walked(key, [left, right], side, counts, lines) {
  const onLine = left >= 0 && right >= 0;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const towards = key === "ArrowLeft" ? 0 : 1;
    if (onLine) return towards ? [-1, right] : [left, -1];
    const here = left < 0 ? 1 : 0;
    return here === towards ? [left, right] : (linesAt([left, right], lines)[0] ?? [left, right]);
  }
  const goal = GOALS[key];
  if (!goal) return null;
  if (onLine) return beside([left, right], side, lines, goal);
  const here = left < 0 ? 1 : 0;
  const index = clamped(goal(here ? right : left, counts[here]), counts[here]);
  return here ? [-1, index] : [index, -1];
}
