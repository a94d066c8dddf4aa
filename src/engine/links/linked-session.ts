import type { Side } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Source } from '#core/ports/source.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { joinedSessions } from '../plan/joined-session.ts';
import { withMembers } from '../plan/with-members.ts';
import { viewedSessions } from '../view/viewed-session.ts';
import { loadLinks, usesLinks } from './record-links.ts';

/**
 * A lane's sessions, whose rows of the lane's streams come through its code, with their joined columns, and with their links
 * looked up: whoever reads them can tell records and cast references without waiting.
 */
export function linkedSessions(
  lane: CompiledLane,
  sessions: Record<Side, ConnectorSession>,
): Record<Side, ConnectorSession> {
  const joined = joinedSessions(lane, viewedSessions(lane, sessions));
  if (!usesLinks(lane)) return joined;
  const linked = (side: Side) =>
    linkedSession(joined[side], lane[side].stream, (rows) => loadLinks(lane, side, rows));
  return { left: linked('left'), right: linked('right') };
}

function linkedSession(
  session: ConnectorSession,
  stream: string,
  lookUp: (rows: Row[]) => Promise<void>,
): ConnectorSession {
  const { source } = session;
  const members: Pick<Source, 'read' | 'snapshot'> = {
    async read(request) {
      const rows = await source.read(request);
      if (request.stream === stream) await lookUp(rows);
      return rows;
    },
    async snapshot(request) {
      const chunk = await source.snapshot(request);
      if (request.stream === stream) await lookUp(chunk.rows);
      return chunk;
    },
  };
  return withMembers(session, { source: withMembers(source, members) });
}
