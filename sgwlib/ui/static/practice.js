// @ts-check
// Practice: a question, its choices, the feedback, and at the end a summary. Python writes all
// text; this view draws it and sends keys and clicks back.

import { add, addButton, addCopy, byKey, onKey, redraw } from "./dom.js";
import { follow, reportRestart } from "./widget.js";
import { meant } from "./answering.js";

/** @typedef {import("./dom.js").Model} Model */

const MOST_BYTES = 5_000_000; // Jupyter closes a connection on which more than 10 MB come at once
const KEEPS_FOCUS = "a, button, input, pre"; // a log is scrolled by keys

/**
 * @param {HTMLElement} list
 * @param {Model} model
 * @param {string} text
 * @param {number} place
 */
function drawChoice(list, model, text, place) {
  const { phase, chosen, right } = model.get("screen");
  const button = addButton(add(list, "li"), "", () => model.send({ gesture: "answer", choice: place }));
  add(button, "kbd", {}, `${place + 1}`);
  add(button, "span", { class: "sgw-choice" }, text);
  if (phase === "asked") return;
  button.setAttribute("aria-disabled", "true");
  if (place === right) add(button, "span", { class: "sgw-verdict" }, "✓ right");
  else if (place === chosen) add(button, "span", { class: "sgw-verdict" }, "✗ your answer");
  if (place === right || place === chosen) button.classList.add(place === right ? "sgw-right" : "sgw-wrong");
}

/**
 * @param {HTMLElement} parent
 * @param {Model} model
 */
function drawQuestion(parent, model) {
  const { text, quoted, raw, choices } = model.get("screen");
  parent.replaceChildren();
  if (!choices) return;
  parent.setAttribute("aria-label", [text, quoted].filter(Boolean).join(" "));
  add(parent, "p", { class: "sgw-asked" }, text);
  if (quoted) add(parent, "p", { class: "sgw-quote" }, quoted);
  if (raw) add(parent, "pre", { tabindex: 0, role: "group", "aria-label": "What it is about" }, raw);
  const list = add(parent, "ol", { class: "sgw-answers" });
  choices.forEach((/** @type {string} */ choice, /** @type {number} */ place) =>
    drawChoice(list, model, choice, place),
  );
}

/**
 * @param {HTMLElement} parent
 * @param {Model} model
 */
function drawFeedback(parent, model) {
  const { phase, summary, feedback = [], chosen, right } = model.get("screen");
  parent.replaceChildren();
  parent.dataset.verdict = phase === "answered" ? (chosen === right ? "right" : "wrong") : "none";
  for (const [place, line] of [...feedback, ...summary].entries())
    add(parent, "p", place === 0 ? { class: "sgw-said" } : {}, line);
}

/**
 * Draws the lines of Python that open the explorer at the pairs of the question.
 * @param {HTMLElement} parent
 * @param {Model} model
 */
function drawPlaces(parent, model) {
  const { phase } = model.get("screen");
  const places = model.get("places");
  parent.replaceChildren();
  if (!places.length) return;
  add(parent, "h4", {}, phase === "summary" ? "Review these" : "Learn more");
  const list = add(parent, "ul");
  for (const [place, [about, line]] of places.entries()) {
    const item = add(list, "li");
    if (phase === "summary") add(item, "span", { class: "sgw-about" }, about);
    const row = add(item, "span", { class: "sgw-toolbar" });
    const open = model.get("opened") === place;
    addButton(row, line, () => model.send({ gesture: "look", place }), {
      class: "sgw-open",
      "aria-expanded": open,
      "data-key": `look/${place}`,
      title: open ? "Close the explorer below" : "Open the explorer below",
    });
    addCopy(row, "Copy", () => line, { "aria-label": `Copy ${line}`, "data-key": `copy/${place}` });
  }
}

/**
 * @param {HTMLElement} parent
 * @param {Model} model
 */
function drawActions(parent, model) {
  const { phase, left, test } = model.get("screen");
  const send = (/** @type {string} */ gesture) => () => model.send({ gesture });
  parent.replaceChildren();
  if (phase === "answered") {
    const next = addButton(parent, left ? "Next question" : "Summary", send("next"), { "data-key": "next" });
    next.append(" ");
    add(next, "kbd", {}, "Enter");
  }
  if (phase !== "summary" && left) addButton(parent, "Stop and save", send("stop"), { "data-key": "stop" });
  if (phase === "asked") add(parent, "span", { class: "sgw-keys" }, model.get("hint"));
  if (phase === "summary") {
    if (left) addButton(parent, "Continue", send("next"), { "data-key": "next" });
    if (!test) addButton(parent, "New session", send("begin"), { "data-key": "begin" });
  }
}

/**
 * Draws how many cards of each kind are known, in progress and new: as a bar, and in words.
 * @param {HTMLElement} list
 * @param {[string, number, number, number][]} rows
 */
function drawRows(list, rows) {
  list.replaceChildren();
  for (const [kind, known, learning, fresh] of rows) {
    const row = add(list, "li");
    add(row, "span", { class: "sgw-kind" }, kind);
    const bar = add(row, "span", { class: "sgw-bar", "aria-hidden": "true" });
    for (const [part, count] of [
      ["known", known],
      ["learning", learning],
      ["new", fresh],
    ])
      add(bar, "span", { class: `sgw-part-${part}`, style: `flex-grow: ${count}` });
    add(row, "span", {}, `${known} known, ${learning} in progress, ${fresh} new`);
  }
}

/**
 * Draws the progress of all cards, where it is saved, and the buttons that download and restore it.
 * @param {HTMLElement} root
 * @param {Model} model
 */
function drawFile(root, model) {
  const part = add(root, "div", { class: "sgw-file", role: "group", "aria-label": "Progress" });
  const rows = add(part, "ul", { class: "sgw-rows" });
  const kept = add(part, "p");
  const place = add(part, "p");
  const row = add(part, "div", { class: "sgw-toolbar" });
  const view = `${Math.random()}`; // there may be several views of one model
  addButton(row, "Download progress", () => model.send({ gesture: "download", view }));
  const field = add(part, "input", { type: "file", accept: ".json,application/json", hidden: "" });
  addButton(row, "Restore progress…", () => field.click());
  field.addEventListener("change", async () => {
    const file = field.files?.[0];
    const problem = root.querySelector(".sgw-problem");
    if (file && problem && file.size > MOST_BYTES) problem.textContent = "The file is too large to be progress.";
    else if (file) model.send({ gesture: "restore", text: await file.text() });
    field.value = ""; // the same file may be chosen again
  });
  const save = (/** @type {{ view: string, download: string, name: string }} */ message) => {
    if (message.view !== view) return;
    const url = URL.createObjectURL(new Blob([message.download], { type: "application/json" }));
    const link = add(part, "a", { href: url, download: message.name, hidden: "" });
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  model.on("msg:custom", save);
  const end = follow(model, ["file", "kept", "rows"], () => {
    drawRows(rows, model.get("rows"));
    kept.textContent = model.get("kept");
    place.textContent = `Saved in ${model.get("file")}`;
  });
  return () => [end, () => model.off("msg:custom", save)].forEach((each) => each());
}

/**
 * Draws what went wrong, and what happened to the file.
 * @param {HTMLElement} root
 * @param {Model} model
 */
function drawNotes(root, model) {
  const problem = add(root, "p", { class: "sgw-problem", role: "alert" });
  const note = add(root, "p", { class: "sgw-note", role: "status" });
  const endReports = reportRestart(model, problem, " Your answers are kept.");
  const end = follow(model, ["problem", "note"], () => {
    problem.textContent = model.get("problem");
    note.textContent = model.get("note");
  });
  return () => [end, endReports].forEach((each) => each());
}

/**
 * Returns the element for the next step: the question, or the button that continues.
 * @param {HTMLElement} root
 * @param {string} phase
 * @returns {HTMLElement | null}
 */
function goal(root, phase) {
  /** @type {Record<string, string>} */
  const selectors = { asked: ".sgw-question", answered: '[data-key="next"]', summary: "h3" };
  return root.querySelector(selectors[phase]);
}

/**
 * Keeps the focus in practice: a click on plain text would give it, and the keys, to the notebook.
 * @param {HTMLElement} root
 * @param {string} phase
 * @param {EventTarget | null} clicked
 */
function takeFocus(root, phase, clicked) {
  if (clicked instanceof Element && !clicked.closest(KEEPS_FOCUS)) goal(root, phase)?.focus({ preventScroll: true });
}

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-practice", role: "region", "aria-label": model.get("title") });
  add(root, "p", { class: "sgw-title" }, model.get("title"));
  const head = add(root, "div", { class: "sgw-head" });
  const title = add(head, "h3", { tabindex: -1 });
  const score = add(head, "p");
  const done = add(root, "progress", { "aria-label": "Questions done in this session" });
  const endNotes = drawNotes(root, model);
  const question = add(root, "div", { class: "sgw-question", role: "group", tabindex: -1 });
  const feedback = add(root, "div", { class: "sgw-feedback", role: "status", "aria-live": "polite" });
  const actions = add(root, "div", { class: "sgw-toolbar sgw-actions" });
  const places = add(root, "div", { class: "sgw-places" });
  const endFile = drawFile(root, model);
  let before = "";
  root.addEventListener("click", ({ target }) => takeFocus(root, model.get("screen").phase, target));
  onKey(root, (event) => {
    const { phase, choices } = model.get("screen");
    const gesture = meant(event, phase, choices?.length ?? 0);
    if (gesture) model.send(gesture);
    return gesture;
  });
  const end = follow(model, ["screen", "places", "opened"], () => {
    const screen = model.get("screen");
    const moved = before !== JSON.stringify(screen);
    before = JSON.stringify(screen);
    const draw = () => {
      if (moved) {
        title.textContent = screen.heading;
        score.textContent = screen.score;
        done.max = screen.length;
        done.value = screen.done;
        question.hidden = !screen.choices;
        drawQuestion(question, model);
        drawFeedback(feedback, model);
        drawActions(actions, model);
      }
      drawPlaces(places, model);
    };
    redraw(root, draw, (key) => ((!moved && byKey(root, key)) || goal(root, screen.phase))?.focus());
  });
  return () => [end, endFile, endNotes].forEach((each) => each());
}

export default { render };
