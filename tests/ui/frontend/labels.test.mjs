import assert from "node:assert/strict";
import { test } from "node:test";

import { filled, label, named, numbered } from "../../../sgwlib/ui/static/labels.js";

test("a group is called by its first, and says how many more there are", () => {
  assert.equal(label(["AddCache"]), "AddCache");
  assert.equal(label(["AddCache", "AddWorkingStorage", "Third"]), "AddCache +2");
});

test("a sentence takes its values, also twice, and never as patterns", () => {
  assert.equal(filled("{a} and {b}, {a}", { a: "x", b: "$&" }), "x and $&, x");
});

test("one thing and several", () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => numbered(["one", "several"], count)),
    ["several", "one", "several"],
  );
});

test("places become names", () => {
  assert.deepEqual(named([[2, 0], [1]], ["a", "b", "c"]), [["c", "a"], ["b"]]);
});
