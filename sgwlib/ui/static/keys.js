// Where a key leads within a grid whose headers are row and column -1; null if it means nothing.
export function moved(event, row, column, rows, columns) {
  const far = event.ctrlKey || event.metaKey;
  const target = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: far ? [0, 0] : [row, 0],
    End: far ? [rows - 1, columns - 1] : [row, columns - 1],
    PageUp: [0, column],
    PageDown: [rows - 1, column],
  }[event.key];
  if (!target) return null;
  const goal = [
    Math.min(Math.max(target[0], -1), rows - 1),
    Math.min(Math.max(target[1], -1), columns - 1),
  ];
  // The corner between the headers is empty: stay.
  return goal[0] < 0 && goal[1] < 0 ? [row, column] : goal;
}
