// @ts-check
// Put lines in order: choose, move and indent them, by mouse or by keys.

import { add, addButton, byKey, onKey, redraw } from "./dom.js";
import { addGiven } from "./marked.js";
import { MOST_LEVELS, gestureOf, levelAt, rearranged } from "./ordering.js";

/** @typedef {import("./ordering.js").Placed} Placed */

const STEP = 32; // px of a drag that are one level
const START = 6; // px until a press is a drag

/**
 * Adds a picture of a gesture as a button, for the mouse: keys do the same at the line itself.
 * @param {HTMLElement} parent
 * @param {string} sign
 * @param {string} name
 * @param {() => void} act
 */
const addTool = (parent, sign, name, act) =>
  addButton(parent, sign, act, { class: "sgw-tool", tabindex: -1, "aria-label": name, title: name });

/**
 * @param {HTMLElement} body
 * @param {{ given: string, head: string, lines: string[] }} material
 * @param {any} before what the learner has made already
 * @param {(given: any) => void} keep
 */
export function drawParsons(body, { given, head, lines }, before, keep) {
  /** @type {Placed[]} */
  let program = before ?? [];
  const columns = add(body, "div", { class: "sgw-parsons" });
  const left = add(columns, "div", { class: "sgw-tray" });
  add(left, "h4", {}, "Lines to choose from");
  const tray = add(left, "ul", { "aria-label": "Lines to choose from" });
  const right = add(columns, "div", { class: "sgw-program" });
  add(right, "h4", {}, "Your program");
  addGiven(right, given);
  add(right, "pre", { class: "sgw-code sgw-head" }, head);
  const made = add(right, "ol", { "aria-label": "Your program" });
  const news = add(body, "p", { class: "sgw-news", role: "status" });
  const keys = add(body, "p", { class: "sgw-keys" });
  keys.textContent =
    "Mouse: click a line to use it, drag it to move or indent it. " +
    "Keys: Enter uses a line. In your program, ↑ ↓ go from line to line, Alt+↑ ↓ move the line, ← → indent it, Delete takes it out.";

  /**
   * @param {Placed[]} changed
   * @param {number | null} line that keeps the focus
   * @param {string} said
   */
  const change = (changed, line, said) => {
    program = changed;
    keep(program);
    redraw(columns, draw, (key) => {
      const kept = byKey(columns, line === null ? key : `line/${line}`);
      (kept ?? /** @type {HTMLElement | null} */ (columns.querySelector("[data-key]")))?.focus();
    });
    news.textContent = said;
  };

  const use = (/** @type {number} */ number, at = program.length, level = levelAt(program, at, lines)) => {
    const next = tray.querySelector(`[data-key="line/${number}"]`)?.closest("li");
    const beside = next?.nextElementSibling ?? next?.previousElementSibling;
    const key = beside?.querySelector("[data-key]");
    const changed = /** @type {Placed[]} */ ([...program.slice(0, at), [number, level], ...program.slice(at)]);
    const focused = key instanceof HTMLElement ? Number(key.dataset.key?.split("/")[1]) : number;
    change(changed, focused, `Line ${at + 1}: ${lines[number]}`);
  };

  const act = (/** @type {number} */ place, /** @type {string} */ gesture) => {
    const [number] = program[place];
    const changed = rearranged(program, place, gesture);
    const now = changed.findIndex(([each]) => each === number);
    const level = now < 0 ? "" : `, level ${changed[now][1]}`;
    change(changed, number, now < 0 ? `Taken out: ${lines[number]}` : `Line ${now + 1}${level}`);
  };

  /**
   * Lets a line be dragged to a place in the program, and to a level.
   * @param {HTMLElement} item
   * @param {number} number
   */
  const draggable = (item, number) => {
    item.addEventListener("pointerdown", (down) => {
      if (down.button || (down.target instanceof Element && down.target.closest(".sgw-tool"))) return;
      const begun = program.find(([each]) => each === number)?.[1];
      let dragged = false;
      const move = (/** @type {PointerEvent} */ event) => {
        const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
        if (!dragged && Math.hypot(x, y) < START) return;
        dragged = true;
        item.classList.add("sgw-dragged");
        item.style.transform = `translate(${x}px, ${y}px)`;
      };
      const drop = (/** @type {PointerEvent} */ event) => {
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", drop);
        document.removeEventListener("pointercancel", drop);
        item.classList.remove("sgw-dragged");
        item.style.transform = "";
        if (!dragged || event.type === "pointercancel") return;
        const others = program.filter(([each]) => each !== number);
        const box = right.getBoundingClientRect();
        if (event.clientX < box.left || event.clientX > box.right) {
          if (begun !== undefined) change(others, number, `Taken out: ${lines[number]}`);
          return;
        }
        const middles = others.map(([each]) => {
          const { top, height } = /** @type {Element} */ (byKey(made, `line/${each}`)).getBoundingClientRect();
          return top + height / 2;
        });
        const at = middles.filter((middle) => middle < event.clientY).length;
        const steps = Math.round((event.clientX - down.clientX) / STEP);
        const level =
          begun === undefined ? levelAt(others, at, lines) : Math.min(Math.max(begun + steps, 1), MOST_LEVELS);
        const changed = /** @type {Placed[]} */ ([...others.slice(0, at), [number, level], ...others.slice(at)]);
        change(changed, number, `Line ${at + 1}, level ${level}`);
      };
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", drop);
      document.addEventListener("pointercancel", drop);
    });
  };

  const draw = () => {
    tray.replaceChildren();
    made.replaceChildren();
    for (const [number, text] of lines.entries()) {
      if (program.some(([each]) => each === number)) continue;
      const item = add(tray, "li");
      addButton(item, text, () => use(number), { class: "sgw-code sgw-line", "data-key": `line/${number}` });
      draggable(item, number);
    }
    for (const [place, [number, level]] of program.entries()) {
      const item = add(made, "li");
      item.style.setProperty("--level", `${level}`);
      const name = `Line ${place + 1}, level ${level}: ${lines[number]}`;
      const line = addButton(item, lines[number], () => line.focus(), {
        class: "sgw-code sgw-line",
        "data-key": `line/${number}`,
        "aria-label": name,
      });
      onKey(line, (event) => {
        const gesture = gestureOf(event);
        const other = { before: item.previousElementSibling, after: item.nextElementSibling };
        if (gesture === "before" || gesture === "after") {
          const goal = other[gesture]?.querySelector(".sgw-line");
          if (goal instanceof HTMLElement) goal.focus();
        } else if (gesture) act(place, gesture);
        return gesture;
      });
      const tools = add(item, "span", { class: "sgw-tools" });
      addTool(tools, "↑", `Move line ${place + 1} up`, () => act(place, "up"));
      addTool(tools, "↓", `Move line ${place + 1} down`, () => act(place, "down"));
      addTool(tools, "⇤", `Indent line ${place + 1} less`, () => act(place, "out"));
      addTool(tools, "⇥", `Indent line ${place + 1} more`, () => act(place, "in"));
      addTool(tools, "✕", `Take line ${place + 1} out`, () => act(place, "remove"));
      draggable(item, number);
    }
    if (!program.length) add(made, "li", { class: "sgw-empty" }, "Empty: choose a line.");
  };
  draw();
  return () => program;
}
