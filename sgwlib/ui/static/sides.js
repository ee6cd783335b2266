// Where nodes and lines of the drawing lie, and where a key leads from one to the next: plain
// arithmetic, without a page. A place is [left, right]: a node of the left side has -1 at the
// right, one of the right side -1 at the left, and a line has both of its ends.

export const STEP = 22; // px from one name to the next
const GAP = 140; // px between the sides, for the lines
const BEND = 50; // px that a line begins and ends level, or nearly so
const MARK = 10; // px between a name and its mark

// Takes the widths of the labels; the shorter side is spread over the height of the longer.
export function placed(leftWidths, rightWidths) {
  const left = Math.max(0, ...leftWidths) + MARK + 6;
  const right = left + GAP;
  const height = Math.max(leftWidths.length, rightWidths.length) * STEP;
  const spread = (widths) => widths.map((_, index) => ((index + 0.5) * height) / widths.length);
  return {
    x: [left, right],
    y: [spread(leftWidths), spread(rightWidths)],
    width: Math.ceil(right + Math.max(0, ...rightWidths) + MARK + 6),
    height,
  };
}

// The line of a pair: level where it starts and where it ends.
export function curve({ x, y }, left, right) {
  const [from, to] = [y[0][left], y[1][right]];
  return `M${x[0]} ${from}C${x[0] + BEND} ${from} ${x[1] - BEND} ${to} ${x[1]} ${to}`;
}

// The lines at a node, from top to bottom.
export const linesAt = ([left, right], lines) =>
  lines.filter((line) => line[0] === left || line[1] === right).sort((a, b) => a[0] - b[0] || a[1] - b[1]);

// The line beside another one, among those of the node at its end on one side.
function beside(line, side, lines, goal) {
  const node = side ? [-1, line[1]] : [line[0], -1];
  const all = linesAt(node, lines);
  const here = all.findIndex((each) => each[0] === line[0] && each[1] === line[1]);
  return all[clamped(goal(here, all.length), all.length)];
}

const clamped = (index, count) => Math.min(Math.max(index, 0), count - 1);

const GOALS = {
  ArrowUp: (here) => here - 1,
  ArrowDown: (here) => here + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

// Where a key leads from a place; null if it means nothing. Up and down stay among the nodes of a
// side, or among the lines of the node that one came from (`side`); left and right lead from a
// node onto its lines, and on to the node at their other end.
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
