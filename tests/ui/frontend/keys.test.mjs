import assert from "node:assert/strict";
import { test } from "node:test";

import { moved } from "../../../sgwlib/ui/static/keys.js";

const KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
const [ROWS, COLUMNS] = [3, 4];
const places = [];
for (let row = -1; row < ROWS; row += 1)
  for (let column = -1; column < COLUMNS; column += 1) if (row >= 0 || column >= 0) places.push([row, column]);

const press = (key, [row, column], held = {}) => moved({ key, ...held }, row, column, ROWS, COLUMNS);

test("no key leads out of the grid, nor into the corner between the headers", () => {
  for (const held of [{}, { ctrlKey: true }, { metaKey: true }])
    for (const key of KEYS)
      for (const place of places)
        assert.ok(
          places.some((each) => `${each}` === `${press(key, place, held)}`),
          `${key} at ${place}`,
        );
});

test("an arrow there and the opposite one back", () => {
  const pairs = [
    ["ArrowUp", "ArrowDown"],
    ["ArrowLeft", "ArrowRight"],
  ];
  for (const [there, back] of [...pairs, ...pairs.map((pair) => pair.toReversed())])
    for (const place of places) {
      const goal = press(there, place);
      if (`${goal}` !== `${place}`) assert.deepEqual(press(back, goal), place);
    }
});

test("the far keys", () => {
  assert.deepEqual(press("Home", [1, 2]), [1, 0]);
  assert.deepEqual(press("End", [1, 2]), [1, 3]);
  assert.deepEqual(press("Home", [1, 2], { ctrlKey: true }), [0, 0]);
  assert.deepEqual(press("End", [1, 2], { metaKey: true }), [2, 3]);
  assert.deepEqual(press("PageUp", [1, 2]), [0, 2]);
  assert.deepEqual(press("PageDown", [1, 2]), [2, 2]);
});

test("other keys mean nothing", () => {
  for (const key of ["a", "Tab", "Enter", "Escape", "Shift"]) assert.equal(press(key, [0, 0]), null);
});
