import type { Side } from '#core/change/change-event.ts';
import { laneConversion } from '#core/flow/check-transform.ts';
import type { Lane } from '#core/flow/lane.ts';
import { compileMatching, type Matching, type MatchPair } from '#core/matching/compile-matching.ts';
import { MatchKind, type MatchReport, type MatchSample } from '#core/matching/match-report.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { MatchTally } from '#core/ports/match-tally.ts';
import type { Row } from '#core/values/value.ts';
import { nowMicros } from '#lib/micros.ts';
import { type CompiledFilter, isHidden } from '../plan/compile-filter.ts';
import { type CompiledSide, compileLane } from '../plan/compiled-lane.ts';
import type { OpenCode } from '../view/open-code.ts';
import { viewedSessions } from '../view/viewed-session.ts';
import { MeetingTally } from './meeting-tally.ts';
import { nameDigest } from './name-digest.ts';

const CHUNK_ROWS = 5_000;
const PAIRS = 1_000;
/** Names shown of each kind, records of each side shown of a name, and other fields shown of a record. */
const SHOWN = { names: 5, records: 3, fields: 4 };

export type SurveyOptions = {
  lane: Lane;
  sessions: Record<Side, ConnectorSession>;
  code: OpenCode;
  tally: MatchTally;
  onProgress: (progress: { step: 'left' | 'right' | 'meeting'; checked: number }) => void;
  signal: AbortSignal;
};

/**
 * Finds out how the records of a lane would be linked when they first meet, and what the meeting would
 * write. It reads every record of both sides and writes nothing.
 */
export async function surveyMatches({
  lane,
  sessions: own,
  code,
  tally,
  onProgress,
  signal,
}: SurveyOptions): Promise<MatchReport> {
  const by = matchPairs(lane);
  const matching = compileMatching(lane, by);
  // Links are what is looked for: nothing is translated by them yet.
  const { link: _, ...unlinked } = lane;
  const seen = compileLane(
    'match',
    { ...unlinked, fields: lane.fields.filter(({ through }) => !through) },
    { code },
  );
  const sessions = viewedSessions(seen, own);
  const ends = { left: endOf(lane, seen.left, matching), right: endOf(lane, seen.right, matching) };
  const sides = {
    left: await tallySide(ends.left, sessions.left, { matching, tally, onProgress, signal }),
    right: await tallySide(ends.right, sessions.right, { matching, tally, onProgress, signal }),
  };
  const counts = await tally.counts();
  const groups: MatchReport['groups'] = [];
  for (const kind of MatchKind.options) {
    const known = counts.find((each) => each.kind === kind);
    if (!known) continue;
    const samples: MatchSample[] = [];
    for (const keys of await tally.samples(kind, SHOWN.names, SHOWN.records)) {
      samples.push({
        left: await readRows(ends.left, sessions.left, keys.left, ends.left.shown),
        right: await readRows(ends.right, sessions.right, keys.right, ends.right.shown),
      });
    }
    groups.push({ ...known, samples });
  }
  const meeting = new MeetingTally(lane);
  let after: string | null = null;
  for (let checked = 0; !signal.aborted; ) {
    const pairs = await tally.pairs(after, PAIRS);
    const [left, right] = await Promise.all([
      readRows(
        ends.left,
        sessions.left,
        pairs.map((pair) => pair.left),
        meeting.fields.left,
      ),
      readRows(
        ends.right,
        sessions.right,
        pairs.map((pair) => pair.right),
        meeting.fields.right,
      ),
    ]);
    const rows = { left: byKey(ends.left, left), right: byKey(ends.right, right) };
    for (const pair of pairs) meeting.add(rows.left.get(pair.left), rows.right.get(pair.right));
    checked += pairs.length;
    onProgress({ step: 'meeting', checked });
    after = pairs.at(-1)?.digest ?? null;
    if (pairs.length < PAIRS) break;
  }
  const of = (kind: MatchKind, side: Side) => counts.find((each) => each.kind === kind)?.[side] ?? 0;
  const several = (side: Side) => of('1:n', side) + of('n:1', side) + of('n:m', side);
  return {
    mappingNodeId: lane.mappingNodeId,
    by: by.map(({ left, right, form }) => ({ left, right, form: form ?? 'exact' })),
    ...sides,
    groups,
    meeting: meeting.report(),
    alone: {
      left: { records: of('left', 'left') + sides.left.unnamed, rule: lane.first.onlyLeft },
      right: { records: of('right', 'right') + sides.right.unnamed, rule: lane.first.onlyRight },
    },
    ambiguous: { left: several('left'), right: several('right') },
    at: nowMicros(),
  };
}

/** One stream, with the fields that tell its records, and those that people know them by. */
type End = {
  side: Side;
  stream: string;
  key: string[];
  shown: string[];
  /** Which of its records are carried. */
  filter: CompiledFilter | null;
};

/** The pairs by which a lane's records find each other: by links, or as they share a key. */
function matchPairs(lane: Lane): MatchPair[] {
  if (lane.link) return lane.link.by;
  return lane.fields
    .filter((field) => field.key)
    .map((field) => (field.transform ? { ...field, steps: laneConversion(lane, field) } : field));
}

function endOf(lane: Lane, { side, filter }: CompiledSide, matching: Matching): End {
  const key = lane.fields.filter((field) => field.key).map((field) => field[side]);
  // A pair that joins several fields has no field of its name.
  const own = new Set(lane[side].stream.fields.map(({ name }) => name));
  const others = lane.fields.filter((field) => !field.key && own.has(field[side])).slice(0, SHOWN.fields);
  const shown = new Set([...key, ...matching.fields[side], ...others.map((field) => field[side])]);
  return { side, stream: lane[side].stream.name, key, shown: [...shown], filter };
}

async function tallySide(
  { side, stream, key, shown, filter }: End,
  { source }: ConnectorSession,
  {
    matching,
    tally,
    onProgress,
    signal,
  }: Pick<SurveyOptions, 'tally' | 'onProgress' | 'signal'> & { matching: Matching },
): Promise<MatchReport['left']> {
  const report: MatchReport['left'] = { stream, rows: 0, unnamed: 0, unnamedSamples: [] };
  let cursor: string | null = null;
  do {
    const chunk = await source.snapshot({
      stream,
      fields: [...new Set([...shown, ...(filter?.reads ?? [])])],
      key,
      cursor,
      limit: CHUNK_ROWS,
    });
    const candidates = chunk.rows.flatMap((row) => {
      const hidden = isHidden({ filter }, row);
      const name = matching.nameOf(side, row);
      if (name !== null) return [{ side, digest: nameDigest(name), key: keyText(key, row), hidden }];
      if (hidden) return [];
      report.unnamed += 1;
      if (report.unnamedSamples.length < SHOWN.names) report.unnamedSamples.push(row);
      return [];
    });
    report.rows += chunk.rows.length;
    await tally.put(candidates);
    onProgress({ step: side, checked: report.rows });
    cursor = chunk.cursor;
  } while (cursor !== null && !signal.aborted);
  return report;
}

function keyText(key: string[], row: Row): string {
  return JSON.stringify(key.map((name) => row[name] ?? null));
}

/** Current rows of these records; those that are gone by now are left out. */
async function readRows(
  { stream, key }: End,
  { source }: ConnectorSession,
  keys: string[],
  fields: string[],
): Promise<Row[]> {
  if (keys.length === 0) return [];
  const wanted = keys.map((text) => {
    const values: (string | null)[] = JSON.parse(text);
    return Object.fromEntries(key.map((name, index) => [name, values[index] ?? null]));
  });
  return source.read({ stream, fields: [...new Set([...key, ...fields])], key, keys: wanted });
}

function byKey({ key }: End, rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [keyText(key, row), row]));
}
