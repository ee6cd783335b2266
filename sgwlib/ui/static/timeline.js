// @ts-check
// The picture of one call: each request at its time, the wait after it, and how the call ends.

import { add } from "./dom.js";

/** @typedef {{ said: string, failed: boolean, status: number, name: string, wait: number | null }} Request */
/** @typedef {{ requests: Request[], end: string, total: string, ended: boolean }} Timeline */

const WIDE = 760;
const LEFT = 300; // of it for names
const ROW = 34;
const RADIUS = 11;
const LEAST = 24; // px of a wait that would be too short to see
const LABEL = 84; // px for the length of the last wait

/**
 * Returns where each request is, in px: in proportion to time, but no wait shorter than LEAST.
 * @param {Request[]} requests
 */
function placesInTime(requests) {
  const waits = requests.map(({ wait }) => wait ?? 0);
  const whole = waits.reduce((sum, wait) => sum + wait, 0);
  const room = WIDE - LEFT - 2 * RADIUS - LABEL - LEAST * requests.length;
  let place = LEFT + RADIUS;
  return waits.map((wait) => {
    const here = place;
    place += wait ? LEAST + (wait / whole) * room : 0;
    return { here, next: place };
  });
}

/**
 * Draws a timeline. Its texts are also the description of the picture.
 * @param {HTMLElement} parent
 * @param {Timeline} timeline
 */
export function drawTimeline(parent, { requests, end, total, ended }) {
  const high = ROW * (requests.length + 1) + 8;
  const figure = add(parent, "figure", { class: "sgw-timeline" });
  const said = [...requests.map((each) => each.said), end, total].join(" ");
  const svg = add(figure, "svg", { viewBox: `0 0 ${WIDE} ${high}`, role: "img", "aria-label": said });
  for (const [place, { here, next }] of placesInTime(requests).entries()) {
    const { failed, status, name, wait } = requests[place];
    const y = ROW * place + ROW / 2 + 4;
    const row = add(svg, "g", { class: failed ? "sgw-failed" : "sgw-succeeded" });
    add(row, "text", { x: 0, y: y + 4, class: "sgw-row" }, `${place + 1}  ${failed ? "✗" : "✓"} ${status}  ${name}`);
    add(row, "line", { x1: LEFT, x2: WIDE, y1: y, y2: y, class: "sgw-track" });
    if (wait) {
      add(row, "rect", { x: here, y: y - 5, width: next - here, height: 10, class: "sgw-wait" });
      add(row, "line", { x1: next, x2: next, y1: y, y2: y + ROW, class: "sgw-next" });
      add(row, "text", { x: next + 6, y: y + 4, class: "sgw-seconds" }, `≤ ${wait} s`);
    }
    add(row, "circle", { cx: here, cy: y, r: RADIUS });
    add(row, "text", { x: here, y: y + 4, class: "sgw-sign" }, failed ? "✗" : "✓");
  }
  const y = ROW * requests.length + ROW / 2 + 4;
  add(svg, "text", { x: 0, y: y + 4, class: ended ? "sgw-end sgw-succeeded" : "sgw-end sgw-failed" }, end);
  add(figure, "figcaption", {}, total);
}
