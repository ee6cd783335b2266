// @ts-check
// Where a key leads in a grid whose headers are row -1 and column -1.

/** @typedef {{ key: string, ctrlKey?: boolean, metaKey?: boolean }} Key */
/**
 * Returns the new [row, column]; null if the key means nothing.
 * @type {(event: Key, row: number, column: number, rows: number, columns: number) => [number, number] | null}
 */
export const moved = (event, row, column, rows, columns) => {
  const far = event.ctrlKey || event.metaKey;
  /** @type {Record<string, [number, number]>} */
  const targets = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: far ? [0, 0] : [row, 0],
    End: far ? [rows - 1, columns - 1] : [row, columns - 1],
    PageUp: [0, column],
    PageDown: [rows - 1, column],
  };
  const target = targets[event.key];
  if (!target) return null;
  const [down, across] = [Math.min(Math.max(target[0], -1), rows - 1), Math.min(Math.max(target[1], -1), columns - 1)];
  // Nothing is in the corner between the headers: stay.
  return down < 0 && across < 0 ? [row, column] : [down, across];
};
