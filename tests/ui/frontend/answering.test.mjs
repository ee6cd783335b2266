import assert from "node:assert/strict";
import { test } from "node:test";

import { meant } from "../../../sgwlib/ui/static/answering.js";

const press = (key, phase, choices = 4, more = {}) =>
  meant({ key, target: { tagName: "DIV" }, ...more }, phase, choices);

test("a number answers while the question is asked, and only so far as there are choices", () => {
  for (const choices of [2, 3, 4])
    for (const number of [1, 2, 3, 4])
      assert.deepEqual(
        press(`${number}`, "asked", choices),
        number <= choices ? { gesture: "answer", choice: number - 1 } : null,
      );
  for (const phase of ["answered", "summary"]) assert.equal(press("1", phase), null);
});

test("Enter goes on once the question is answered, and not before", () => {
  assert.deepEqual(press("Enter", "answered"), { gesture: "next" });
  for (const phase of ["asked", "summary"]) assert.equal(press("Enter", phase), null);
});

test("Enter is left to a control", () => {
  for (const tagName of ["BUTTON", "INPUT", "SUMMARY"])
    assert.equal(press("Enter", "answered", 4, { target: { tagName } }), null);
});

test("a key that is held, or pressed with another one, means nothing", () => {
  for (const held of ["ctrlKey", "altKey", "metaKey", "shiftKey", "repeat"])
    for (const [key, phase] of [
      ["1", "asked"],
      ["Enter", "answered"],
    ])
      assert.equal(press(key, phase, 4, { [held]: true }), null);
});

test("other keys mean nothing", () => {
  for (const phase of ["asked", "answered", "summary"])
    for (const key of ["0", "5", "12", "", "a", "b", "Escape", "Tab", " "]) assert.equal(press(key, phase), null);
});
