import { allows } from '#core/access/permissions.ts';
import { otherSide, type Side } from '#core/change/change-event.ts';
import { errorMeanings } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { laneConversion } from '#core/flow/check-transform.ts';
import { readsFrom } from '#core/flow/direction.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { Problem } from '#core/flow/problem.ts';
import { ProblemList } from '#core/flow/problem-list.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { KeyCollisions } from '#core/ports/source.ts';
import { compileCast } from '#core/values/cast.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Row, Value } from '#core/values/value.ts';
import { withConnection } from '../connections/with-session.ts';
import { maskerFor } from '../records/masker.ts';
import { seesPair } from '../records/sees-pair.ts';
import { toAnswer } from '../to-answer.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

const CHUNK_KEYS = 10_000;

type KeyFields = { from: Field; to: Field; convert: (value: Value) => Value }[];

/**
 * Finds records of one side whose keys are one key under the other side's rules (a case-insensitive
 * collation, `citext`, `character(n)`). Only where those rules are coarser are keys read at all.
 */
export async function checkKeyCollisions(context: WorkspaceContext, lanes: Lane[]): Promise<Problem[]> {
  const problems = new ProblemList();
  const masker = await maskerFor(context);
  // Whether keys collide tells of any table's keys: the flow may be the caller's own. Only who may look at rows needs to know.
  if (!allows(context.role, 'connection.sample')) return [];
  for (const lane of lanes) {
    const seen = lane.fields.every((pair) => !pair.key || seesPair(masker, lane, pair));
    for (const side of ['left', 'right'] as const) {
      const keys = keyFields(lane, side);
      const folding = keys.find(({ from, to }) => to.folds !== undefined && to.folds !== from.folds);
      // What tells the records apart that code makes of one row is not in the system's keys.
      if (!folding || !readsFrom(lane.direction, side) || lane[side].view?.several) continue;
      await checkSide(context, lane, side, { keys, rule: folding.to.folds ?? '', seen }, problems);
    }
  }
  return problems.all();
}

async function checkSide(
  context: WorkspaceContext,
  lane: Lane,
  side: Side,
  { keys, rule, seen }: { keys: KeyFields; rule: string; seen: boolean },
  problems: ProblemList,
): Promise<void> {
  const place = { nodeId: lane.mappingNodeId };
  const mine = lane[side].stream.name;
  const theirs = lane[otherSide(side)].stream.name;
  try {
    const found = await compareKeys(context, lane, side, keys);
    if (found.groups === 0) return;
    const samples = found.samples.map((group) => group.map((key) => shown(key)).join(' and ')).join('; ');
    const listed = seen ? `: ${samples}` : '';
    problems.error(
      'KEY_COLLISION',
      place,
      `${found.keys} records of ${mine} come to ${found.groups} of ${theirs}, whose key compares by ${rule}${listed}.`,
    );
  } catch (error) {
    const { code, message } = toAnswer(error);
    problems.warning(
      'KEY_COLLISION',
      place,
      `${theirs} compares keys by ${rule}. Whether keys of ${mine} collide there could not be found out: ${seen ? message : errorMeanings[code]}`,
    );
  }
}

async function compareKeys(
  { services, store }: WorkspaceContext,
  lane: Lane,
  side: Side,
  keys: KeyFields,
): Promise<KeyCollisions> {
  const within = async <T>(end: Side, work: (session: ConnectorSession) => Promise<T>): Promise<T> => {
    const name = lane[end].connection;
    const connection = await store.connections.find({ name });
    if (!connection) throw new SyncError('NOT_FOUND', `There is no connection "${name}".`);
    return withConnection(services, connection, work);
  };
  const other = otherSide(side);
  return within(side, (source) =>
    within(other, (target) =>
      target.source.sameKeys({
        stream: lane[other].stream.name,
        key: keys.map(({ to }) => to.name),
        keys: keysOf(source, lane[side].stream.name, keys),
      }),
    ),
  );
}

/** The keys of a stream as the other side spells them; those that it cannot spell are left out. */
async function* keysOf(session: ConnectorSession, stream: string, keys: KeyFields): AsyncGenerator<Row[]> {
  const names = keys.map(({ from }) => from.name);
  let cursor: string | null = null;
  do {
    const chunk = await session.source.snapshot({
      stream,
      fields: names,
      key: names,
      cursor,
      limit: CHUNK_KEYS,
    });
    const rows = chunk.rows.flatMap((row): Row[] => {
      try {
        return [
          Object.fromEntries(keys.map(({ from, to, convert }) => [to.name, convert(row[from.name] ?? null)])),
        ];
      } catch (error) {
        // Such a record fails alone, and says so.
        if (error instanceof SyncError || error instanceof Misfit) return [];
        throw error;
      }
    });
    if (rows.length > 0) yield rows;
    cursor = chunk.cursor;
  } while (cursor !== null);
}

function keyFields(lane: Lane, side: Side): KeyFields {
  const field = (end: Side, name: string) => lane[end].stream.fields.find((each) => each.name === name);
  return lane.fields.flatMap((pair) => {
    if (!pair.key || pair.through) return [];
    const from = field(side, pair[side]);
    const to = field(otherSide(side), pair[otherSide(side)]);
    if (!from || !to) return [];
    const steps = pair.transform ? laneConversion(lane, pair)[otherSide(side)] : null;
    return [{ from, to, convert: steps ?? compileCast(from, to).convert }];
  });
}

function shown(key: Row): string {
  return Object.values(key)
    .map((value) => JSON.stringify(value))
    .join(', ');
}
