// Draws the matrix and sends gestures back. What is visible, what it is called and what a
// gesture means is decided in Python; nothing here knows an operation or a code.

const SVG = "http://www.w3.org/2000/svg";
const CELL = 17; // px, the side of one square
const FONT_SIZE = 12; // px, of the labels; the style sheet says the same
const SLANT = (60 * Math.PI) / 180; // of the column labels
const MARGIN = 30; // px, for the counts

// JupyterLab's one-key shortcuts would fire from any focused element that is no text field:
// "b" would insert a cell below. Only this attribute on the element itself keeps them off.
const NO_SHORTCUTS = { "data-lm-suppress-shortcuts": "true" };

function add(parent, name, attributes = {}, text = "") {
  const svg = parent.namespaceURI === SVG || name === "svg";
  const element = svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

const label = (group) => (group.length > 1 ? `${group[0]} +${group.length - 1}` : group[0]);
const spoken = (group) => group.join(", ");

// Returns a function that gives a label's width in px, which differs from font to font.
function ruler() {
  const pen = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(document.body).getPropertyValue("--jp-ui-font-family");
  // As wide as when it is selected, and bold.
  pen.font = `700 ${FONT_SIZE}px ${family || "system-ui, sans-serif"}`;
  return (group) => pen.measureText(label(group)).width;
}

// What a square can be, in the order of the legend: a full mark, an empty one, a dot.
const KINDS = ["documented", "left-out", "undocumented"];
const SPOKEN = {
  documented: (row, column) => `${row} can return ${column}, documented`,
  "left-out": (row, column) => `${row} can return ${column}, documented, left out by the filters`,
  undocumented: (row, column) => `${row} with ${column}: not documented`,
};

function drawMark(parent, x, y, kind) {
  const mark =
    kind === "undocumented"
      ? { x: x + CELL / 2 - 1, y: y + CELL / 2 - 1, width: 2, height: 2 }
      : { x: x + 2.5, y: y + 2.5, width: CELL - 5, height: CELL - 5, rx: 2 };
  add(parent, "rect", { ...mark, class: `sgw-mark sgw-${kind}`, "aria-hidden": "true" });
}

// A count takes clicks like the header at the other end of its row or column.
function drawCount(parent, row, column, count, place) {
  const same = { "data-row": row, "data-column": column, "aria-hidden": "true" };
  add(parent, "text", { ...place, ...same, class: "sgw-count" }, `${count}`);
}

// Draws everything anew; returns what later steps need: the focusable elements by position,
// where row and column -1 are the headers, and the highlight bands.
function drawMatrix(svg, { rows, columns, cells, left_out: leftOut }) {
  svg.replaceChildren();
  const measure = ruler();
  const left = Math.max(0, ...rows.map(measure)) + 12;
  const right = left + columns.length * CELL;
  const top = Math.max(0, ...columns.map(measure)) * Math.sin(SLANT) + 16;
  const bottom = top + rows.length * CELL;
  const ends = columns.map((group, column) => {
    return left + (column + 1) * CELL + measure(group) * Math.cos(SLANT);
  });
  const width = Math.ceil(Math.max(right + MARGIN, ...ends));
  const height = Math.ceil(bottom + MARGIN);
  const counts = { row: rows.map(() => 0), column: columns.map(() => 0) };
  const kinds = new Map(leftOut.map(([row, column]) => [row * columns.length + column, "left-out"]));
  for (const [row, column] of cells) {
    kinds.set(row * columns.length + column, "documented");
    counts.row[row] += columns[column].length;
    counts.column[column] += rows[row].length;
  }
  for (const [key, value] of Object.entries({
    // The picture shrinks with its panel down to where labels can still be read.
    style: `width: 100%; max-width: ${width}px; min-width: ${Math.round(width * 0.75)}px`,
    viewBox: `0 0 ${width} ${height}`,
    "aria-rowcount": rows.length + 1,
    "aria-colcount": columns.length + 1,
  })) {
    svg.setAttribute(key, value);
  }

  const size = { row: { x: 0, width: right, height: CELL }, column: { y: 0, width: CELL, height: bottom } };
  const bands = {};
  for (const kind of ["hover", "selected"]) {
    for (const axis of ["row", "column"]) {
      bands[`${kind}-${axis}`] = add(svg, "rect", {
        ...size[axis],
        class: `sgw-band sgw-${kind}`,
        visibility: "hidden",
        "aria-hidden": "true",
      });
    }
  }

  const at = new Map();
  const focusable = (parent, name, row, column, attributes, text) => {
    const element = add(
      parent,
      name,
      { ...NO_SHORTCUTS, tabindex: -1, "data-row": row, "data-column": column, ...attributes },
      text,
    );
    at.set(`${row},${column}`, element);
    return element;
  };

  const head = add(svg, "g", { role: "row" });
  columns.forEach((group, column) => {
    const x = left + column * CELL + CELL / 2 + 4;
    const title = `${spoken(group)}: operations shown that can return it: ${counts.column[column]}`;
    const header = focusable(
      head,
      "text",
      -1,
      column,
      {
        role: "columnheader",
        transform: `translate(${x} ${top - 6}) rotate(-60)`,
        "aria-label": title,
      },
      label(group),
    );
    add(header, "title", {}, title);
    drawCount(svg, -1, column, counts.column[column], {
      x: left + (column + 0.5) * CELL,
      y: bottom + 14,
      "text-anchor": "middle",
    });
  });

  rows.forEach((group, row) => {
    const line = add(svg, "g", { role: "row" });
    const y = top + row * CELL;
    const title = `${spoken(group)}: error codes shown that it can return: ${counts.row[row]}`;
    const header = focusable(
      line,
      "text",
      row,
      -1,
      { role: "rowheader", x: left - 6, y: y + CELL - 5, "text-anchor": "end", "aria-label": title },
      label(group),
    );
    add(header, "title", {}, title);
    columns.forEach((codes, column) => {
      const kind = kinds.get(row * columns.length + column) ?? "undocumented";
      const x = left + column * CELL;
      const name = SPOKEN[kind](spoken(group), spoken(codes));
      const hit = { x, y, width: CELL, height: CELL, class: "sgw-hit", role: "gridcell" };
      const cell = focusable(line, "rect", row, column, { ...hit, "aria-label": name });
      add(cell, "title", {}, name);
      drawMark(line, x, y, kind);
    });
    drawCount(svg, row, -1, counts.row[row], { x: right + 5, y: y + CELL - 5 });
  });

  const place = (kind, axis, index) => {
    const band = bands[`${kind}-${axis}`];
    band.setAttribute("visibility", index < 0 ? "hidden" : "visible");
    if (axis === "row") band.setAttribute("y", top + index * CELL);
    else band.setAttribute("x", left + index * CELL);
  };
  return { at, place };
}

function drawToolbar(parent, model) {
  const bar = add(parent, "div", { class: "sgw-toolbar", role: "group", "aria-label": "View" });
  const order = add(add(bar, "label", {}, "Order "), "select", {
    ...NO_SHORTCUTS,
    "aria-label": "Order",
  });
  for (const name of model.get("orders")) add(order, "option", { value: name }, name);
  const fold = add(bar, "label");
  const box = add(fold, "input", { ...NO_SHORTCUTS, type: "checkbox" });
  fold.append(" Fold equal rows and columns");
  const clear = add(bar, "button", { ...NO_SHORTCUTS, type: "button" }, "Clear filters");

  const show = () => {
    order.value = model.get("order");
    box.checked = model.get("folded");
  };
  const send = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  order.addEventListener("change", () => send("order", order.value));
  box.addEventListener("change", () => send("folded", box.checked));
  clear.addEventListener("click", () => model.send({ gesture: "clear" }));
  model.on("change:order change:folded", show);
  show();
  return () => model.off("change:order change:folded", show);
}

function drawLegend(parent, texts) {
  const legend = add(parent, "div", { class: "sgw-legend" });
  texts.forEach((text, index) => {
    const item = add(legend, "span");
    drawMark(add(item, "svg", { width: CELL, height: CELL, "aria-hidden": "true" }), 0, 0, KINDS[index]);
    item.append(text);
  });
}

// The position a key leads to from (row, column), or null if the key means nothing here.
function moved(event, row, column, rows, columns) {
  const last = event.ctrlKey || event.metaKey;
  const target = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: last ? [0, 0] : [row, 0],
    End: last ? [rows - 1, columns - 1] : [row, columns - 1],
  }[event.key];
  if (!target) return null;
  return [
    Math.min(Math.max(target[0], -1), rows - 1),
    Math.min(Math.max(target[1], -1), columns - 1),
  ];
}

function render({ model, el }) {
  const root = add(el, "div", { class: "sgw-matrix" });
  const forgetToolbar = drawToolbar(root, model);
  const status = add(root, "p", { class: "sgw-status", role: "status" });
  const problem = add(root, "p", { class: "sgw-problem", role: "alert" });
  const scroll = add(root, "div", { class: "sgw-scroll" });
  const svg = add(scroll, "svg", {
    role: "grid",
    "aria-label": "Operations and the error codes that they can return",
  });
  drawLegend(root, model.get("legend"));

  let drawn;
  const position = (element) => [Number(element.dataset.row), Number(element.dataset.column)];
  const element = (row, column) => drawn.at.get(`${row},${column}`);

  // One element alone is in the tab order; the arrow keys move within the grid.
  const makeTabStop = (target) => {
    svg.querySelectorAll('[tabindex="0"]').forEach((each) => each.setAttribute("tabindex", -1));
    target?.setAttribute("tabindex", 0);
  };

  const showSelection = () => {
    const { rows, columns } = model.get("matrix");
    const [operation, code] = model.get("selection");
    const row = rows.findIndex((group) => group.includes(operation));
    const column = columns.findIndex((group) => group.includes(code));
    drawn.place("selected", "row", row);
    drawn.place("selected", "column", column);
    svg.querySelectorAll('[aria-selected="true"]').forEach((each) => each.removeAttribute("aria-selected"));
    const chosen = element(row, column);
    chosen?.setAttribute("aria-selected", "true");
    makeTabStop(chosen ?? element(0, 0));
  };

  const draw = () => {
    const { rows, columns } = model.get("matrix");
    const held = svg.contains(document.activeElement) ? position(document.activeElement) : null;
    drawn = drawMatrix(svg, model.get("matrix"));
    showSelection();
    if (held) {
      const target = element(Math.min(held[0], rows.length - 1), Math.min(held[1], columns.length - 1));
      makeTabStop(target);
      target?.focus();
    }
  };

  const select = (target) => {
    const { rows, columns } = model.get("matrix");
    const [row, column] = position(target);
    model.set("selection", [rows[row]?.[0] ?? "", columns[column]?.[0] ?? ""]);
    model.save_changes();
  };

  const hover = (target) => {
    const [row, column] = target ? position(target) : [-1, -1];
    drawn.place("hover", "row", row);
    drawn.place("hover", "column", column);
  };

  svg.addEventListener("click", (event) => {
    const target = event.target.closest("[data-row]");
    if (target) select(target);
  });
  svg.addEventListener("pointerover", (event) => hover(event.target.closest("[data-row]")));
  svg.addEventListener("pointerleave", () => hover(null));
  svg.addEventListener("keydown", (event) => {
    const target = event.target.closest("[data-row]");
    if (!target) return;
    const { rows, columns } = model.get("matrix");
    const [row, column] = position(target);
    if (event.key === "Enter" || event.key === " ") {
      select(target);
    } else if (event.key === "Escape") {
      model.set("selection", ["", ""]);
      model.save_changes();
    } else {
      const goal = moved(event, row, column, rows.length, columns.length);
      if (!goal) return;
      // The corner between the headers is empty: stay.
      const next = element(...goal);
      if (next) {
        makeTabStop(next);
        next.focus();
        hover(next);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  });

  const say = () => {
    status.textContent = model.get("status");
    problem.textContent = model.get("problem");
  };
  model.on("change:matrix", draw);
  model.on("change:selection", showSelection);
  model.on("change:status change:problem", say);
  draw();
  say();

  return () => {
    forgetToolbar();
    model.off("change:matrix", draw);
    model.off("change:selection", showSelection);
    model.off("change:status change:problem", say);
  };
}

export default { render };
