// @ts-check
// The timeline of retries to play with: choices above, the picture below. Python does the call.

import { add, addChoice, redraw } from "./dom.js";
import { follow, reportRestart } from "./widget.js";
import { drawTimeline } from "./timeline.js";

/** @param {import("./dom.js").View} view */
function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-exercise", role: "region", "aria-label": "Timeline of retries" });
  const choices = add(root, "div", { class: "sgw-toolbar" });
  const problem = add(root, "p", { class: "sgw-problem", role: "alert" });
  const about = add(root, "p", { class: "sgw-about" });
  const picture = add(root, "div", { role: "status" });
  const endReports = reportRestart(model, problem);
  const end = follow(model, ["choices", "drawn", "problem"], () => {
    const draw = () => {
      choices.replaceChildren();
      for (const { name, label, options, value } of model.get("choices")) {
        const field = add(choices, "label", {}, `${label} `);
        const change = (/** @type {string} */ chosen) => model.send({ gesture: "choose", name, value: chosen });
        const select = addChoice(field, label, options, change);
        select.value = value;
        select.dataset.key = name;
      }
    };
    redraw(choices, draw);
    const drawn = model.get("drawn");
    problem.textContent = model.get("problem");
    about.textContent = drawn.because;
    picture.replaceChildren();
    drawTimeline(picture, drawn);
  });
  return () => [end, endReports].forEach((each) => each());
}

export default { render };
