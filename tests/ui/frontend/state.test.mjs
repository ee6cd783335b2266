import assert from "node:assert/strict";
import { test } from "node:test";

import { fromFragment, toFragment, toPython } from "../../../sgwlib/ui/static/link.js";
import { Kernel } from "../../../sgwlib/ui/static/kernel.js";
import { read } from "../../../sgwlib/ui/static/book.js";
import { START, Store } from "../../../sgwlib/ui/static/state.js";

const BOOK = read({
  operations: [
    { name: "DeleteVolume", resource: "volume", gateways: [] },
    { name: "ListVolumes", resource: "volume", gateways: [] },
  ],
  codes: [{ name: "VolumeInUse", message: "Used.", family: "volume", carrier: { text: "A" }, cause: { text: "" } }],
  exceptions: [{ name: "A", text: "text", status: 400, reason: "Bad Request", carries: true }],
  families: ["volume"],
  resources: ["volume"],
  observed: [],
  editions: [{ name: "one", operations: [0, 1], codes: [0], pairs: [0, 2], width: 2, seriated: [[0, 1], [0]] }],
  edition: "one",
});

test("a link opens the same place", () => {
  const store = new Store(BOOK, { operations: ["DeleteVolume", "ListVolumes"], text: "a&b =ü", folded: false });
  const fragment = toFragment(store.state, "one");
  assert.deepEqual({ ...START, edition: "one", ...fromFragment(`#${fragment}`, BOOK) }, store.state);
  assert.equal(toFragment(new Store(BOOK).state, "one"), "");
});

test("a link with unknown names opens the rest", () => {
  const state = fromFragment("operations=DeleteVolume,Gone&codes=Gone&view=panorama&order=degree&x=1&folded=7", BOOK);
  assert.deepEqual(state, { operations: ["DeleteVolume"], codes: [], order: "degree" });
});

test("a link that contradicts itself opens what is left", () => {
  const state = fromFragment("operations=DeleteVolume,ListVolumes&codes=VolumeInUse&outcome=teapot", BOOK);
  assert.deepEqual(state, { operations: ["DeleteVolume", "ListVolumes"], codes: [] });
  assert.deepEqual(fromFragment("codes=VolumeInUse&exception=A&outcome=400", BOOK), {
    codes: ["VolumeInUse"],
    exception: "A",
    outcome: "400",
  });
  const other = { ...BOOK.exceptions, B: { ...BOOK.exceptions.A, name: "B", carries: false } };
  assert.deepEqual(fromFragment("codes=VolumeInUse&exception=B", { ...BOOK, exceptions: other }), {
    codes: ["VolumeInUse"],
  });
});

test("the line of Python names only what differs", () => {
  assert.equal(toPython(new Store(BOOK).state, "one"), "sgwlib.explorer()");
  const { state } = new Store(BOOK, { codes: ["VolumeInUse"], folded: true, text: `it's "so"`, view: "table" });
  assert.equal(
    toPython(state, "one"),
    String.raw`sgwlib.explorer(text="it's \"so\"", folded=True, code="VolumeInUse", view="table")`,
  );
});

test("the changes of one gesture are told once, and none is told that changes nothing", async () => {
  const store = new Store(BOOK);
  const told = [];
  store.follow((changed) => told.push([...changed].sort()));
  store.set({ text: "x" });
  store.set({ order: "degree", text: "xy" });
  await null;
  assert.deepEqual(told, [["order", "text"]]);
  store.set({ text: "xy" });
  await null;
  assert.equal(told.length, 1);
});

test("back and forward lead through what was selected, and a new step ends forward", () => {
  const store = new Store(BOOK);
  store.select("DeleteVolume");
  store.select("DeleteVolume", "VolumeInUse");
  assert.ok(store.go(-1));
  assert.deepEqual(store.place, { operations: ["DeleteVolume"], codes: [], exception: "" });
  assert.ok(store.go(1));
  assert.equal(store.go(1), false);
  store.go(-1);
  store.select("ListVolumes");
  assert.equal(store.go(1), false);
  store.stepBack();
  store.stepBack();
  assert.deepEqual(store.state.operations, []);
  assert.equal(store.go(-1), false);
});

test("names are compared, and taken out again", () => {
  const store = new Store(BOOK);
  store.choose(0, "DeleteVolume", true);
  store.choose(0, "ListVolumes", true);
  assert.deepEqual(store.state.operations, ["DeleteVolume", "ListVolumes"]);
  store.choose(0, "DeleteVolume", true);
  assert.deepEqual(store.state.operations, ["ListVolumes"]);
});

test("a page without a kernel asks nobody, and a restarted one is gone", async () => {
  assert.match((await new Kernel(null).ask("run", {})).text, /^The kernel was restarted/);
  const events = {};
  const sent = [];
  const kernel = new Kernel({ on: (name, act) => (events[name] = act), send: (content) => sent.push(content) });
  const answers = [kernel.ask("run", { code: "x" }), kernel.ask("run", { code: "y" })];
  assert.deepEqual(sent, [
    { ask: "run", number: 1, code: "x" },
    { ask: "run", number: 2, code: "y" },
  ]);
  for (const number of [undefined, 3, 2, 1]) events["msg:custom"]({ number, text: `answer ${number}` });
  assert.deepEqual(
    (await Promise.all(answers)).map(({ text }) => text),
    ["answer 1", "answer 2"],
  );
  assert.ok(kernel.alive);
  events.comm_live_update();
  assert.ok(!kernel.alive);
});
