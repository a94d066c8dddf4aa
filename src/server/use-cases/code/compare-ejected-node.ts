import type { Side } from '#core/change/change-event.ts';
import { filledRow } from '#core/code/blank-value.ts';
import type { CodeField } from '#core/code/code-field.ts';
import { compareEjected, type EjectComparison } from '#core/code/eject/compare-ejected.ts';
import { compareFiltered } from '#core/code/eject/compare-filtered.ts';
import { returnEjected } from '#core/code/eject/return-ejected.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane, LaneEnd } from '#core/flow/lane.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import { unfoldMapping } from '#core/flow/unfold-mapping.ts';
import type { RowsLookedAt } from '#core/transform/rows-looked-at.ts';
import type { Row } from '#core/values/value.ts';
import { compileLanes } from '../../code/compile-lanes.ts';
import { type NodePlace, placesOfNode } from '../../code/place-of-node.ts';
import { programOfStep } from '../../code/program-of-step.ts';
import { seeThroughSteps } from '../../code/see-through-steps.ts';
import { withCode } from '../../code/with-code.ts';
import { findConnection } from '../../connections/find-connection.ts';
import { withConnection } from '../../connections/with-session.ts';
import { spreadRows } from '../../flows/spread-rows.ts';
import { maskerFor } from '../../records/masker.ts';
import { visibleRows } from '../../records/sees-pair.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';

/** How both forms compare over records of one stream, and which of its records were taken. */
export type FormsCompared = EjectComparison & { stream: string; looked: RowsLookedAt };

/**
 * Takes records through a code node and through what it was made of. Values that are masked for the caller
 * are none, since a difference would tell of them.
 *
 * @throws SyncError `NOT_FOUND`, `EJECT_REFUSED`, `CODE_UNAVAILABLE`, and what reading the systems throws
 */
export async function compareEjectedNode(
  context: WorkspaceContext,
  graph: FlowGraph,
  nodeId: string,
  limit: number,
): Promise<FormsCompared[]> {
  return compareForms(context, returnEjected(graph, nodeId), graph, nodeId, limit);
}

/** The same for a graph before and after. A code that goes both ways is tried from both sides. */
export async function compareForms(
  context: WorkspaceContext,
  before: FlowGraph,
  after: FlowGraph,
  codeId: string,
  limit: number,
): Promise<FormsCompared[]> {
  const code = after.nodes.find((node): node is CodeNode => node.id === codeId && node.kind === 'code');
  const [own, now] = await Promise.all([compileLanes(context, before), compileLanes(context, after)]);
  // Code that stands behind the mapping is the same in both forms, and makes the same of the same.
  const known = (lanes: readonly Lane[]) => (code?.form === 'filter' ? lanes : lanes.map(unfoldMapping));
  const [place] = placesOfNode(known(now.lanes), codeId);
  const lane = known(own.lanes).find(({ id }) => id === place?.lane.id);
  if (!code || !place || !lane) {
    throw new SyncError(
      'EJECT_REFUSED',
      `${code ? nodeTitle(code) : codeId} stands on no path whose fields are known.`,
    );
  }
  const sides: Side[] = code.form === 'lens' ? ['left', 'right'] : [place.side];
  const program = await programOfStep(context, place.step.code);
  return withCode(context, program, async (functions) => {
    const compared: FormsCompared[] = [];
    for (const side of sides) {
      const { rows, looked } = await recordsOf(context, lane, place, side, limit);
      const { ejected } = code;
      const { input } = place.step.code;
      const given = (fields: readonly CodeField[]) => rows.map((row) => filledRow(fields, row));
      const comparison =
        ejected?.kind === 'filter'
          ? await compareFiltered(ejected.filter, input, functions, side, given(input))
          : await compareEjected(
              { before: lane, after: place.lane, code, near: place.side },
              functions,
              side,
              given(lane[side].stream.fields),
            );
      compared.push({ ...comparison, stream: lane[side].stream.name, looked });
    }
    return compared;
  });
}

/** Records of a side as the mapping, or the filter, saw them before. */
async function recordsOf(
  context: WorkspaceContext,
  lane: Lane,
  place: NodePlace,
  side: Side,
  limit: number,
): Promise<{ rows: Row[]; looked: RowsLookedAt }> {
  const end = lane[side];
  const own = end.view?.own ?? end.stream;
  const read = await readRows(context, end, own, limit);
  const visible = visibleRows(
    await maskerFor(context),
    { connection: end.connection, stream: own.name },
    read.rows,
  );
  const rows = visible.map((row) => filledRow(own.fields, row));
  const steps = side === place.side ? place.before : (end.view?.steps ?? []);
  const seen = await seeThroughSteps(context, own, steps, end.view?.passing ?? [], rows);
  return { rows: seen.rows, looked: read.looked };
}

async function readRows(
  context: WorkspaceContext,
  end: LaneEnd,
  own: LaneEnd['stream'],
  limit: number,
): Promise<{ rows: Row[]; looked: RowsLookedAt }> {
  const connection = await findConnection(context, { name: end.connection });
  const fields = own.fields.map(({ name }) => name);
  const key = own.key.length > 0 ? own.key : fields.slice(0, 1);
  const [single] = own.fields.filter(({ name }) => key.length === 1 && name === key[0]);
  const request = { stream: own.name, fields, key, type: single?.type ?? null };
  return withConnection(context.services, connection, ({ source }) => spreadRows(source, request, limit));
}
