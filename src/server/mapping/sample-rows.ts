import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Row } from '#core/values/value.ts';

const rows = 2000;
/** Rows that tell how large the others may be. */
const first = 20;
/** Characters that a sample may take altogether. */
const bound = 16_000_000;

/** As many rows of a stream as there is room for: what its values look like is told from them. */
export async function sampleRows(session: ConnectorSession, stream: string): Promise<Row[]> {
  const few = await session.sample(stream, first);
  if (few.length < first) return few;
  const size = few.reduce((sum, row) => sum + sizeOf(row), 0) / few.length;
  const limit = Math.min(rows, Math.floor(bound / Math.max(1, size)));
  return limit <= first ? few : session.sample(stream, limit);
}

function sizeOf(row: Row): number {
  return Object.values(row).reduce((sum, value) => sum + (value?.length ?? 0), 0);
}
