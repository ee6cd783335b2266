import assert from "node:assert/strict";
import { test } from "node:test";

import {
  CELL,
  SHAPES,
  columnOutline,
  layout,
  pathOf,
  positionAt,
  rowOutline,
} from "../../../sgwlib/ui/static/layout.js";

const ROWS = [120, 80, 200];
const COLUMNS = [150, 30, 90, 210];
const at = layout(ROWS, COLUMNS);

test("the middle of each cell is that cell", () => {
  for (const row of ROWS.keys())
    for (const column of COLUMNS.keys())
      assert.deepEqual(positionAt(at, at.left + (column + 0.5) * CELL, at.top + (row + 0.5) * CELL), [row, column]);
});

test("the labels and the counts of a row are its header", () => {
  for (const row of ROWS.keys())
    for (const x of [1, at.left - 1, at.right + 1, at.width])
      assert.deepEqual(positionAt(at, x, at.top + (row + 0.5) * CELL), [row, -1]);
});

test("a column's slanted label, from foot to tip, is its header", () => {
  const slant = (60 * Math.PI) / 180;
  for (const [column, width] of COLUMNS.entries())
    for (const along of [10, width / 2, width]) {
      const x = at.left + (column + 0.5) * CELL + along * Math.cos(slant);
      assert.deepEqual(positionAt(at, x, at.top - along * Math.sin(slant)), [-1, column]);
    }
});

test("every place in the picture is in the grid, and none outside is", () => {
  for (let x = -5; x < at.width + 5; x += 3)
    for (let y = -5; y < at.height + 5; y += 3) {
      const found = positionAt(at, x, y);
      const outside = x < 0 || y < 0 || x > at.width || y > at.height;
      if (outside) assert.equal(found, null);
      if (!found) continue;
      assert.ok(found[0] >= -1 && found[0] < ROWS.length, `row ${found}`);
      assert.ok(found[1] >= -1 && found[1] < COLUMNS.length, `column ${found}`);
      assert.notDeepEqual(found, [-1, -1]);
    }
});

test("all labels have room", () => {
  assert.ok(at.left > Math.max(...ROWS));
  const tips = COLUMNS.map((width, column) => at.left + (column + 0.5) * CELL + width / 2);
  assert.ok(at.width >= Math.max(...tips));
  assert.ok(at.top > Math.max(...COLUMNS) * Math.sin(Math.PI / 3));
});

test("a picture of nothing has a size, and no cell", () => {
  const empty = layout([], []);
  assert.ok(empty.width > 0 && empty.height > 0);
  assert.equal(positionAt(empty, empty.left + 1, empty.top + 1), null);
});

test("one path draws a shape for each cell, at its corner", () => {
  const path = pathOf(
    "documented",
    [
      [0, 0],
      [2, 3],
    ],
    at,
  );
  const corners = [`M${at.left} ${at.top}`, `M${at.left + 3 * CELL} ${at.top + 2 * CELL}`];
  assert.equal(path, corners.map((corner) => corner + SHAPES.documented).join(""));
  assert.equal(pathOf("never", [], at), "");
});

test("where there is no row or column there is no outline", () => {
  for (const row of [-1, ROWS.length]) assert.equal(rowOutline(at, row), "");
  for (const column of [-1, COLUMNS.length]) assert.equal(columnOutline(at, column), "");
});

test("the outline of a row runs around its label and its cells", () => {
  for (const row of ROWS.keys()) {
    const [, x, y, end] = rowOutline(at, row)
      .match(/^M([\d.]+) ([\d.]+)H([\d.]+)/)
      .map(Number);
    assert.deepEqual([y, end], [at.top + row * CELL, at.right]);
    assert.ok(x >= 0 && x <= at.left - ROWS[row]);
  }
});

test("the outline of a column runs around its cells and along its label", () => {
  for (const column of COLUMNS.keys()) {
    const [foot, shift, rise] = columnOutline(at, column).match(/^M[\d.]+|(?<=l)[\d.]+|(?<= -)[\d.]+/g);
    const x = Number(foot.slice(1));
    assert.equal(x, at.left + column * CELL);
    for (const along of [0.1, 0.5, 0.9]) {
      const point = [x + shift * along + CELL / 2, at.top - rise * along];
      assert.deepEqual(positionAt(at, ...point), [-1, column]);
    }
    assert.ok(rise > COLUMNS[column] * 0.86 && rise <= at.top, "it ends where the label does");
  }
});
