import assert from "node:assert/strict";
import { test } from "node:test";

import { newId } from "../../../sgwlib/ui/static/dom.js";
import { follow, reportRestart } from "../../../sgwlib/ui/static/widget.js";

// A model as anywidget gives it: one message may change several traits, with an event for each.
function makeModel(state) {
  const acts = [];
  return {
    get: (name) => state[name],
    on: (events, act) => acts.push(...events.split(" ").map((event) => ({ event, act }))),
    off: (events, act) => {
      const kept = acts.filter((each) => !events.split(" ").includes(each.event) || each.act !== act);
      acts.splice(0, acts.length, ...kept);
    },
    emit: (event) => acts.filter((each) => each.event === event).forEach((each) => each.act()),
    update(changes) {
      Object.assign(state, changes);
      Object.keys(changes).forEach((name) => this.emit(`change:${name}`));
    },
    acts,
  };
}

test("a view draws at once, and then once for each message", async () => {
  const model = makeModel({ bars: 0, covers: 0, other: 0 });
  const drawn = [];
  follow(model, ["bars", "covers"], () => drawn.push([model.get("bars"), model.get("covers")]));
  assert.deepEqual(drawn, [[0, 0]]);
  model.update({ bars: 1, covers: 1 });
  await null;
  assert.deepEqual(drawn.slice(1), [[1, 1]]);
  model.update({ covers: 2 });
  await null;
  model.update({ other: 3 });
  await null;
  assert.deepEqual(drawn.slice(2), [[1, 2]]);
});

test("a view that has ended draws no more", async () => {
  const model = makeModel({ bars: 0 });
  let drawn = 0;
  const end = follow(model, ["bars"], () => (drawn += 1));
  model.update({ bars: 1 });
  end();
  await null;
  assert.equal(drawn, 1);
  assert.deepEqual(model.acts, []);
});

test("a restarted kernel is reported until the view ends", () => {
  const model = makeModel({});
  const problem = { textContent: "" };
  const end = reportRestart(model, problem, " Nothing is lost.");
  model.emit("comm_live_update");
  assert.equal(problem.textContent, "The kernel was restarted. Run the cell again. Nothing is lost.");
  end();
  assert.deepEqual(model.acts, []);
});

test("no id is given twice", () => assert.notEqual(newId(), newId()));
