/**
 * The one-to-one assignment of rows to columns with the largest sum of worths; a row or column is left
 * alone rather than take part in a pair whose worth is not above 0.
 *
 * Shortest augmenting paths with potentials: R. Jonker and A. Volgenant, "A shortest augmenting path
 * algorithm for dense and sparse linear assignment problems", Computing 38 (1987), after H. W. Kuhn's
 * Hungarian method (1955). O(rows² × columns), rows being the shorter side.
 *
 * @param worth by row and column, row after row
 * @returns the column of each row, -1 where it has none
 */
export function assign(worth: Float64Array, rows: number, columns: number): Int32Array {
  const at = (row: number, column: number) => worth[row * columns + column] as number;
  const all = (count: number) => Array.from({ length: count }, (_, index) => index);
  // What is worth nothing with anybody stays alone: most fields of two large streams do.
  const openRows = all(rows).filter((row) => all(columns).some((column) => at(row, column) > 0));
  const openColumns = all(columns).filter((column) => openRows.some((row) => at(row, column) > 0));
  const turned = openRows.length > openColumns.length;
  const [short, long] = turned ? [openColumns, openRows] : [openRows, openColumns];
  const compact = Float64Array.from({ length: short.length * long.length }, (_, index) => {
    const one = short[Math.floor(index / long.length)] as number;
    const other = long[index % long.length] as number;
    return turned ? at(other, one) : at(one, other);
  });
  const shortOf = augmentAll(compact, short.length, long.length);
  const columnOf = new Int32Array(rows).fill(-1);
  shortOf.forEach((place, index) => {
    if (place < 0 || (compact[place * long.length + index] as number) <= 0) return;
    const [one, other] = [short[place] as number, long[index] as number];
    columnOf[turned ? other : one] = turned ? one : other;
  });
  return columnOf;
}

/**
 * Brings in one row after the other along the cheapest path, the cost of a pair being minus its worth,
 * 0 at most: a pair that is worth nothing stands for being left alone.
 */
function augmentAll(worth: Float64Array, rows: number, columns: number): Int32Array {
  const rowOf = new Int32Array(columns + 1).fill(-1);
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns + 1);
  const distance = new Float64Array(columns);
  const from = new Int32Array(columns);
  const done = new Uint8Array(columns + 1);
  for (let start = 0; start < rows; start += 1) {
    distance.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    // The column past the last one stands for the row that comes in.
    rowOf[columns] = start;
    let here = columns;
    while ((rowOf[here] as number) >= 0) {
      done[here] = 1;
      const row = rowOf[here] as number;
      let step = Number.POSITIVE_INFINITY;
      let next = -1;
      for (let column = 0; column < columns; column += 1) {
        if (done[column]) continue;
        const cost = -Math.max(0, worth[row * columns + column] as number);
        const reach = cost - (rowPrice[row] as number) - (columnPrice[column] as number);
        if (reach < (distance[column] as number)) {
          distance[column] = reach;
          from[column] = here;
        }
        if ((distance[column] as number) < step) {
          step = distance[column] as number;
          next = column;
        }
      }
      for (let column = 0; column < columns; column += 1) {
        if (done[column]) {
          rowPrice[rowOf[column] as number] = (rowPrice[rowOf[column] as number] as number) + step;
          columnPrice[column] = (columnPrice[column] as number) - step;
        } else distance[column] = (distance[column] as number) - step;
      }
      rowPrice[start] = (rowPrice[start] as number) + step;
      here = next;
    }
    while (here !== columns) {
      const before = from[here] as number;
      rowOf[here] = rowOf[before] as number;
      here = before;
    }
  }
  return rowOf.subarray(0, columns);
}
