import type { Side } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Source } from '#core/ports/source.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane, CompiledSide } from '../plan/compiled-lane.ts';
import { withMembers } from '../plan/with-members.ts';
import { groupedSource } from './grouped-source.ts';
import type { SideView } from './side-view.ts';
import { viewedTarget } from './viewed-target.ts';

/** A lane's sessions, whose rows of the lane's streams are as the mapping sees them through its code, and are written so. */
export function viewedSessions(
  lane: CompiledLane,
  sessions: Record<Side, ConnectorSession>,
): Record<Side, ConnectorSession> {
  const viewed = (name: Side): ConnectorSession => {
    const side = lane[name];
    const session = sessions[name];
    if (!side.view) return session;
    return withMembers(session, {
      source: viewedSource(lane, side, session.source, side.view),
      target: viewedTarget(session.target, new Map([[side.tag, { lane, side, source: session.source }]])),
    });
  };
  return { left: viewed('left'), right: viewed('right') };
}

function viewedSource(
  lane: CompiledLane,
  { side, stream }: CompiledSide,
  source: Source,
  view: SideView,
): Source {
  if (view.groups) return groupedSource(lane, side, source, view.groups, view.own);
  const seen = async (rows: Row[], fields: readonly string[]): Promise<Row[]> =>
    (await view.see(rows)).map((row) => Object.fromEntries(fields.map((name) => [name, row[name] ?? null])));
  const members: Pick<Source, 'read' | 'snapshot' | 'digests'> = {
    // The system knows nothing of what code makes of its rows.
    digests: null,
    async read(request) {
      if (request.stream !== stream) return source.read(request);
      return seen(await source.read({ ...request, fields: view.own }), request.fields);
    },
    async snapshot(request) {
      if (request.stream !== stream) return source.snapshot(request);
      const chunk = await source.snapshot({ ...request, fields: view.own });
      return { ...chunk, rows: await seen(chunk.rows, request.fields) };
    },
  };
  return withMembers(source, members);
}
