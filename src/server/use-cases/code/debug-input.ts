import { filledRow } from '#core/code/blank-value.ts';
import { inputOfConflict } from '#core/code/case-input.ts';
import type { DebugInput } from '#core/code/debug-input.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane } from '#core/flow/lane.ts';
import { ownKey } from '#core/flow/own-key.ts';
import { failedInView } from '#core/ledger/failed-in-view.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { Row } from '#core/values/value.ts';
import { readLinkOf } from '#db/ledger/link-rows.ts';
import { recordLines } from '#db/ledger/record-lines.ts';
import { codeOnWay } from '../../code/code-on-way.ts';
import { compileLanes } from '../../code/compile-lanes.ts';
import { rowAcross } from '../../code/row-across.ts';
import { findConnection } from '../../connections/find-connection.ts';
import { withConnection } from '../../connections/with-session.ts';
import { findFlow } from '../../flows/find-flow.ts';
import { parseGraph } from '../../flows/parse-graph.ts';
import { type Masker, maskerFor } from '../../records/masker.ts';
import { recordKeysOf } from '../../records/read-record-side.ts';
import { maskedNames, visibleRows } from '../../records/sees-pair.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';

type Asked = { flowId: string; laneId: string; recordKey: string; seq?: string | undefined };

/**
 * What the code of a flow's draft was given of a record, as a line of the ledger has it: the newest line where none is
 * named. The node is the one that fails on it now, or the first on its way.
 *
 * @throws SyncError `NOT_FOUND` where there is no such line, or no code on the record's way
 */
export async function debugInput(context: WorkspaceContext, asked: Asked): Promise<DebugInput> {
  const masker = await maskerFor(context);
  const record = { ...asked, recordKey: masker.requireKey(asked.laneId, asked.recordKey) };
  const flow = await findFlow(context, { id: asked.flowId });
  const { lines } = await recordLines(context.services.pool, context.workspace.id, record);
  const line = asked.seq === undefined ? lines.at(-1) : lines.find(({ seq }) => seq === asked.seq);
  if (!line) throw new SyncError('NOT_FOUND', 'The ledger has no such line.');
  const { lanes } = await compileLanes(context, parseGraph(flow.draft, flow.name));
  const lane = lanes.find(({ id }) => `${flow.id}:${id}` === asked.laneId);
  if (!lane) throw new SyncError('NOT_FOUND', `The draft of "${flow.name}" has no such lane any more.`);
  const told = { line: pick(line), masked: maskedOf(masker, lane, line) };
  const conflict = conflictInput(masker, lane, line);
  if (conflict) return { ...conflict, read: 'logged', ...told };
  const { row, read } = await ownRow(context, flow, lane, lines, line);
  const [shown = {}] = visibleRows(masker, placeOf(lane, line), [row]);
  const own = filledRow(streamOf(lane, line).fields, shown);
  const way = await codeOnWay(context, lane, line.side, own);
  const found = way.find(({ fails }) => fails) ?? way[0];
  if (!found) throw new SyncError('NOT_FOUND', 'No code stands on the way of this record.');
  const { nodeId, entry, given } = found;
  return { nodeId, entry, given, read, ...told };
}

function pick({ seq, side, status, code, commitTime }: LedgerRow): DebugInput['line'] {
  return { seq, side, status, code, commitTime };
}

/** The stream as the system has it. */
function streamOf(lane: Lane, { side }: LedgerRow) {
  return lane[side].view?.own ?? lane[side].stream;
}

function placeOf(lane: Lane, line: LedgerRow) {
  return { connection: lane[line.side].connection, stream: streamOf(lane, line).name };
}

function maskedOf(masker: Masker, lane: Lane, line: LedgerRow): string[] {
  const names = streamOf(lane, line).fields.map(({ name }) => name);
  return maskedNames(masker, placeOf(lane, line), names);
}

/** The first conflict of the line that code decides; null where there is none, or it may not be seen. */
function conflictInput(
  masker: Masker,
  lane: Lane,
  { conflict }: LedgerRow,
): Pick<DebugInput, 'nodeId' | 'entry' | 'given'> | null {
  // What code makes of a masked field may be anywhere in its view.
  const hidden = (['left', 'right'] as const).some((side) => {
    const { view, connection, stream } = lane[side];
    const names = (view?.own ?? stream).fields.map(({ name }) => name);
    return view !== undefined && maskedNames(masker, { connection, stream: stream.name }, names).length > 0;
  });
  if (!conflict || hidden) return null;
  for (const { left, right } of conflict.fields) {
    const pair = lane.fields.find((each) => each.left === left && each.right === right);
    if (pair?.rule.kind !== 'code') continue;
    const sees = [[lane.left, left] as const, [lane.right, right] as const].every(
      ([{ connection, stream }, field]) =>
        masker.visible ? masker.visible.sees({ connection, stream: stream.name, field }) : true,
    );
    if (!sees) continue;
    const across = rowAcross(
      { ...lane, fields: [{ ...pair, direction: 'both' }] },
      'left',
      conflict.right ?? {},
    );
    const given = inputOfConflict({
      field: left,
      base: conflict.base?.[left],
      left: conflict.left?.[left] ?? null,
      right: across[left] ?? null,
    });
    return { nodeId: pair.rule.node, entry: 'merge', given };
  }
  return null;
}

type Flow = Awaited<ReturnType<typeof findFlow>>;

/** The record as its system had it: as it is logged where the line has every field, else as it is now. */
async function ownRow(
  context: WorkspaceContext,
  flow: Flow,
  lane: Lane,
  lines: LedgerRow[],
  line: LedgerRow,
): Promise<Pick<DebugInput, 'read'> & { row: Row }> {
  const own = streamOf(lane, line);
  const logged = line.payload === undefined ? (line.after ?? line.before) : null;
  // What code made of the row is logged, unless it failed for it.
  const { view } = lane[line.side];
  const isOwn = !view || failedInView(view, line);
  if (logged && isOwn && own.fields.every(({ name }) => Object.hasOwn(logged, name)))
    return { row: logged, read: 'logged' };
  const { laneId, recordKey } = line;
  const [pending, link] = await Promise.all([
    context.store.pending.findByKey(flow.id, laneId, recordKey),
    readLinkOf(context.services.pool, laneId, recordKey),
  ]);
  const key = recordKeysOf(flow, { laneId, recordKey }, lines, pending?.body, link)?.[line.side];
  const now = key && (await readNow(context, lane, line, key));
  if (now) return { row: now, read: 'now' };
  if (logged) return { row: logged, read: 'logged' };
  throw new SyncError(
    'NOT_FOUND',
    `The ledger keeps no values of this record, and ${lane[line.side].connection} has it no more.`,
  );
}

async function readNow(
  context: WorkspaceContext,
  lane: Lane,
  line: LedgerRow,
  key: Row,
): Promise<Row | undefined> {
  const own = streamOf(lane, line);
  const connection = await findConnection(context, { name: lane[line.side].connection });
  const fields = own.fields.map(({ name }) => name);
  const found = ownKey(lane[line.side], key);
  const request = { stream: own.name, fields, key: Object.keys(found), keys: [found] };
  const [row] = await withConnection(context.services, connection, ({ source }) => source.read(request));
  return row ?? undefined;
}
