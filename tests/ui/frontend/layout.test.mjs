import assert from "node:assert/strict";
import { test } from "node:test";

import { indexAt, label, layout, sectioned, shape } from "../../../sgwlib/ui/static/layout.js";
import { KINDS } from "../../../sgwlib/ui/static/filter.js";

const measure = (text, font) => text.length * font * 0.55;
const side = (count, sections) => ({
  names: Array.from({ length: count }, (_, at) => `Name${at}`),
  labels: Array.from({ length: count }, (_, at) => `NameOfNumber${at}`),
  sections: Array.from({ length: count }, (_, at) => `section ${Math.floor((at * sections) / count)}`),
});

test("what fits is inside its box, and what does not says so", () => {
  for (const count of [1, 5, 20, 36, 80])
    for (const width of [300, 700, 1200, 3000])
      for (const height of [250, 600, 2000]) {
        const at = layout(side(count, 3), side(count, 4), { width, height }, measure);
        assert.equal(at.fits, at.width <= width + 1 && at.height <= height + 1, `${count} ${width} ${height}`);
        assert.ok(at.fonts.row >= 9 && at.fonts.column >= 9, "labels stay readable");
        assert.ok(at.size.width >= 9.5 && at.size.height >= 10, "labels do not collide");
      }
});

test("every cell is found under its own middle, and none between two sections", () => {
  const at = layout(side(12, 3), side(12, 3), { width: 900, height: 600 }, measure);
  at.x.forEach((x, column) => assert.equal(indexAt(at.x, at.size.width, x + at.size.width / 2), column));
  const gap = at.x.findIndex((x, column) => column && x - at.x[column - 1] > at.size.width + 1);
  assert.ok(gap > 0, "sections stand apart");
  assert.equal(indexAt(at.x, at.size.width, at.x[gap] - 2), -1);
  assert.equal(indexAt(at.x, at.size.width, -5), -1);
  assert.equal(indexAt([], 10, 5), -1);
});

test("names of sections that would collide get lines of their own", () => {
  const found = sectioned(["a", "b", "b", "c"], [0, 10, 20, 30], 10, () => 40);
  assert.deepEqual(
    found.map(({ name, from, to }) => [name, from, to]),
    [
      ["a", 0, 10],
      ["b", 10, 30],
      ["c", 30, 40],
    ],
  );
  assert.equal(new Set(found.map(({ line }) => line)).size, 3);
  assert.deepEqual(new Set(sectioned(["a", "b"], [0, 100], 10, () => 40).map(({ line }) => line)), new Set([0]));
});

test("a group is called by its first name and how many more there are", () => {
  assert.equal(label(["One"]), "One");
  assert.equal(label(["One", "Two", "Three"]), "One +2");
});

test("each kind of cell has an outline of its own", () => {
  const kinds = Object.keys(KINDS).filter((kind) => kind !== "undocumented");
  const outlines = kinds.map((kind) => shape(kind, 10, 20, { width: 14, height: 12 }));
  for (const outline of outlines) assert.match(outline, /^M[\d.]+ [\d.]+/);
  // "documented" and "met" never stand side by side.
  assert.equal(new Set(outlines).size, kinds.length - 1);
});
