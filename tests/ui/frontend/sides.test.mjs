import assert from "node:assert/strict";
import { test } from "node:test";

import { STEP, curve, linesAt, placed, walked } from "../../../sgwlib/ui/static/sides.js";

const LINES = [
  [2, 1],
  [0, 0],
  [0, 2],
  [1, 1],
  [0, 1],
];
const COUNTS = [3, 4]; // the last one at the right has no line
const KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"];
const NODES = [
  [0, -1],
  [1, -1],
  [2, -1],
  [-1, 0],
  [-1, 1],
  [-1, 2],
  [-1, 3],
];

const walk = (key, place, side = 0) => walked(key, place, side, COUNTS, LINES);
const has = (places, place) => places.some((each) => `${each}` === `${place}`);

test("names stand in their order, apart by a step or more, within the picture", () => {
  const at = placed([100, 50, 80, 20], [200, 10]);
  for (const [side, count] of [4, 2].entries()) {
    assert.equal(at.y[side].length, count);
    for (const [index, y] of at.y[side].entries()) {
      assert.ok(y > 0 && y < at.height);
      assert.ok(index === 0 || y - at.y[side][index - 1] >= STEP);
    }
  }
  assert.ok(at.x[0] > 100 && at.x[0] < at.x[1] && at.width > at.x[1] + 200);
});

test("a picture of nothing has no height", () => assert.equal(placed([], []).height, 0));

test("a line runs from its one name to its other", () => {
  const at = placed([10, 10], [10, 10, 10]);
  const d = curve(at, 1, 2);
  assert.ok(d.startsWith(`M${at.x[0]} ${at.y[0][1]}C`));
  assert.ok(d.endsWith(` ${at.x[1]} ${at.y[1][2]}`));
});

test("the lines at a node are all of its lines, from top to bottom", () => {
  assert.deepEqual(linesAt([0, -1], LINES), [
    [0, 0],
    [0, 1],
    [0, 2],
  ]);
  assert.deepEqual(linesAt([-1, 1], LINES), [
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
  assert.deepEqual(linesAt([-1, 3], LINES), []);
});

test("no key leads to a place that there is not", () => {
  for (const key of KEYS)
    for (const side of [0, 1])
      for (const place of [...NODES, ...LINES])
        assert.ok(has([...NODES, ...LINES], walk(key, place, side)), `${key} ${place}`);
});

test("up and down, first and last stay on a side", () => {
  assert.deepEqual(walk("ArrowDown", [0, -1]), [1, -1]);
  assert.deepEqual(walk("ArrowUp", [0, -1]), [0, -1]);
  assert.deepEqual(walk("End", [-1, 0]), [-1, 3]);
  assert.deepEqual(walk("Home", [-1, 3]), [-1, 0]);
});

test("left and right lead over a line to the other side", () => {
  assert.deepEqual(walk("ArrowRight", [0, -1]), [0, 0]);
  assert.deepEqual(walk("ArrowRight", [0, 0]), [-1, 0]);
  assert.deepEqual(walk("ArrowLeft", [-1, 1]), [0, 1]);
  assert.deepEqual(walk("ArrowLeft", [0, 1]), [0, -1]);
  assert.deepEqual(walk("ArrowLeft", [0, -1]), [0, -1]);
  assert.deepEqual(walk("ArrowLeft", [-1, 3]), [-1, 3]);
});

test("on a line, up and down walk along those of the node that one came from", () => {
  assert.deepEqual(walk("ArrowDown", [0, 0], 0), [0, 1]);
  assert.deepEqual(walk("End", [0, 0], 0), [0, 2]);
  assert.deepEqual(walk("ArrowDown", [0, 1], 1), [1, 1]);
  assert.deepEqual(walk("Home", [2, 1], 1), [0, 1]);
});

test("every node and every line can be reached by keys alone", () => {
  const reached = new Set();
  const open = [[[0, -1], 0]];
  while (open.length) {
    const [place, side] = open.pop();
    if (reached.has(`${place}`)) continue;
    reached.add(`${place}`);
    const from = place.includes(-1) ? Number(place[0] < 0) : side;
    for (const key of KEYS) open.push([walk(key, place, from), from]);
  }
  // What has no line can be reached along its side only.
  assert.deepEqual([...reached].sort(), [...NODES, ...LINES].map(String).sort());
});

test("other keys mean nothing", () => assert.equal(walk("a", [0, -1]), null));
