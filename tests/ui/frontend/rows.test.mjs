import assert from "node:assert/strict";
import { test } from "node:test";

import { NEXT, delimited, ordered } from "../../../sgwlib/ui/static/rows.js";

const row = (...cells) => ({ cells });
const ROWS = [row("b", 10, 0), row("a", 9, 1), row("B", 9, 2), row("a", 10, 3), row("C", 100, 4)];
const column = (rows, index) => rows.map(({ cells }) => cells[index]);

test("texts are sorted whatever their case, numbers by their size", () => {
  assert.deepEqual(column(ordered(ROWS, 0, "ascending"), 0), ["a", "a", "b", "B", "C"]);
  assert.deepEqual(column(ordered(ROWS, 1, "ascending"), 1), [9, 9, 10, 10, 100]);
});

test("equal rows keep their order in either direction", () => {
  assert.deepEqual(column(ordered(ROWS, 0, "ascending"), 2), [1, 3, 0, 2, 4]);
  assert.deepEqual(column(ordered(ROWS, 0, "descending"), 2), [4, 0, 2, 1, 3]);
});

test("without a direction all stay where they were, and the rows given are never touched", () => {
  const before = [...ROWS];
  assert.deepEqual(ordered(ROWS, 0, "none"), before);
  ordered(ROWS, 0, "descending");
  assert.deepEqual(ROWS, before);
});

test("three clicks on a header lead back to where one was", () => {
  for (const start of Object.keys(NEXT)) {
    assert.equal(NEXT[NEXT[NEXT[start]]], start);
    assert.equal(new Set([start, NEXT[start], NEXT[NEXT[start]]]).size, 3);
  }
});

// Reads what RFC 4180 describes: quotes around a field, doubled quotes within, CRLF after a line.
function parsed(text, separator) {
  const lines = [[]];
  for (let at = 0; at < text.length; ) {
    let field = "";
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        if (text[at] === '"') at += 1;
        field += text[at];
      }
      at += 1;
    } else {
      for (; text[at] !== separator && text[at] !== "\r"; at += 1) {
        assert.ok(at < text.length && text[at] !== '"' && text[at] !== "\n", "must stand in quotes");
        field += text[at];
      }
    }
    lines.at(-1).push(field);
    if (text[at] === separator) at += 1;
    else {
      assert.equal(text.slice(at, at + 2), "\r\n");
      at += 2;
      if (at < text.length) lines.push([]);
    }
  }
  return lines;
}

test("what has a separator, a quote or an end of line stands in quotes", () => {
  assert.equal(
    delimited(
      [
        ["a", "b c"],
        ["d,e", 'say "no"'],
      ],
      ",",
    ),
    'a,b c\r\n"d,e","say ""no"""\r\n',
  );
  assert.equal(delimited([["a\nb", "c\rd", "e\tf", 400]], ","), '"a\nb","c\rd",e\tf,400\r\n');
  assert.equal(delimited([["d,e", "e\tf"]], "\t"), 'd,e\t"e\tf"\r\n');
});

test("a reader of RFC 4180 gets back whatever was written", () => {
  const letters = ["a", '"', ",", "\t", "\r", "\n", "\r\n", " ", "é", "|", ""];
  let seed = 1;
  const chance = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const text = () => Array.from({ length: chance(6) }, () => letters[chance(letters.length)]).join("");
  for (let round = 0; round < 2000; round += 1) {
    const lines = Array.from({ length: 1 + chance(4) }, () => [text(), text(), text()]);
    for (const separator of [",", "\t"]) assert.deepEqual(parsed(delimited(lines, separator), separator), lines);
  }
});
