import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_LEVELS, gestureOf, levelAt, rearranged } from "../../../sgwlib/ui/static/ordering.js";

const PROGRAM = [
  [4, 1],
  [0, 2],
  [7, 3],
];
const numbers = (program) => program.map(([number]) => number);

test("up and down move one line and keep its level", () => {
  assert.deepEqual(numbers(rearranged(PROGRAM, 1, "up")), [0, 4, 7]);
  assert.deepEqual(numbers(rearranged(PROGRAM, 1, "down")), [4, 7, 0]);
  assert.deepEqual(rearranged(PROGRAM, 2, "up")[1], [7, 3]);
});

test("no line leaves the program at its ends", () => {
  assert.deepEqual(rearranged(PROGRAM, 0, "up"), PROGRAM);
  assert.deepEqual(rearranged(PROGRAM, 2, "down"), PROGRAM);
});

test("a level stays within the function and within the most", () => {
  assert.deepEqual(rearranged(PROGRAM, 1, "in")[1], [0, 3]);
  assert.deepEqual(rearranged(PROGRAM, 0, "out"), PROGRAM);
  assert.deepEqual(rearranged([[1, MOST_LEVELS]], 0, "in"), [[1, MOST_LEVELS]]);
});

test("a line that is taken out leaves the others as they were", () => {
  assert.deepEqual(rearranged(PROGRAM, 1, "remove"), [PROGRAM[0], PROGRAM[2]]);
});

test("a gesture changes no program in place", () => {
  const before = structuredClone(PROGRAM);
  for (const gesture of ["up", "down", "in", "out", "remove", ""]) rearranged(PROGRAM, 1, gesture);
  assert.deepEqual(PROGRAM, before);
});

test("a new line is as deep as the one before, and deeper after a colon", () => {
  const lines = ["try:", "call()", "if x: "];
  assert.equal(levelAt([], 0, lines), 1);
  assert.equal(levelAt([[0, 1]], 1, lines), 2);
  assert.equal(levelAt([[1, 2]], 1, lines), 2);
  assert.equal(levelAt([[2, 2]], 1, lines), 3);
});

test("keys mean a gesture, and those of the browser stay the browser's", () => {
  assert.equal(gestureOf({ key: "ArrowUp", altKey: true }), "up");
  assert.equal(gestureOf({ key: "ArrowUp" }), "before");
  assert.equal(gestureOf({ key: "ArrowRight" }), "in");
  assert.equal(gestureOf({ key: "Delete" }), "remove");
  assert.equal(gestureOf({ key: "ArrowLeft", altKey: true }), "");
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) assert.equal(gestureOf({ key: "ArrowUp", ...held }), "");
  for (const key of ["Enter", "Tab", " ", "b"]) assert.equal(gestureOf({ key }), "");
});
