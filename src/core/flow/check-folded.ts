import { otherSide, type Side } from '../change/change-event.ts';
import type { CodeTables } from '../code/code-program.ts';
import type { CodeShape } from '../code/code-shape.ts';
import { checkFields } from './check-fields.ts';
import type { LanePath, PathStep } from './find-paths.ts';
import type { ConflictNode } from './flow-graph.ts';
import { type Folded, foldMapping } from './fold-mapping.ts';
import type { Lane, LaneField } from './lane.ts';
import type { KeyPair, LinkPath } from './link-paths.ts';
import { openTarget } from './mapped-input.ts';
import { laneNames, pairFields } from './pair-title.ts';
import { ProblemList } from './problem-list.ts';

/** A lane whose mapping is followed by code, in what the last code makes. */
export type FoldedLane = {
  ends: Pick<Lane, Side>;
  pairs: Omit<LaneField, 'rule'>[];
  shapes: CodeShape[];
  origins: Folded['origins'];
};

/** How a field gets a value that the written side needs. */
const REQUIRED =
  'Map a field to it, or let the code make it: name it among the fields of the last code node. Or give it a default.';

type Known = { from: Side; keys: KeyPair[]; links: LinkPath[]; tables: CodeTables };

/**
 * Checks the pairs of a mapping behind which code stands against what the code may be given, and what the code
 * makes against the side that is written.
 *
 * @param lane as its mapping sees both sides
 */
export function checkFolded(
  lane: Lane,
  path: LanePath,
  { from, keys, links, tables }: Known,
  problems: ProblemList,
): FoldedLane {
  const to = otherSide(from);
  const { mapping, steps } = path;
  const [last] = steps[to] as [PathStep, ...PathStep[]];
  const named = mapping.fields.map(({ transform, ...pair }) => ({
    ...laneNames({ left: pairFields(pair, 'left'), right: pairFields(pair, 'right') }),
    ...(transform ? { transform } : {}),
  }));
  const makesOwn = steps[to].some((node) => node.kind === 'code' && node.fields !== undefined);
  const open = { ...lane, [to]: openTarget(lane, named, to, makesOwn) };
  const pairs = checkFields(open, mapping, keys, links, problems);
  const folded = foldMapping(open, pairs, path, from, tables);
  checkMade(lane, folded, last, problems);
  const ends = { left: lane.left, right: lane.right, [from]: folded.end };
  const told = new ProblemList();
  const outer = checkFields({ ...lane, ...ends }, writable(lane[to], folded), keys, links, told);
  const known = new Set(problems.all().map(({ code, message }) => `${code} ${message}`));
  for (const { severity, code, message, remedy } of told.all()) {
    if (known.has(`${code} ${message}`)) continue;
    problems[severity](code, { nodeId: last.id }, message, code === 'FIELD_REQUIRED' ? REQUIRED : remedy);
  }
  return { ends, pairs: outer, shapes: folded.shapes, origins: folded.origins };
}

/** What the code makes that the written side has a field for. */
function writable({ stream }: Lane['left'], { mapping, from }: Folded): Folded['mapping'] {
  const to = otherSide(from);
  return {
    ...mapping,
    fields: mapping.fields.filter((pair) => stream.fields.some(({ name }) => name === pair[to])),
  };
}

function checkMade(lane: Lane, { end, from }: Folded, last: PathStep, problems: ProblemList): void {
  const [source, target] = [lane[from], lane[otherSide(from)].stream];
  const place = { nodeId: last.id };
  const passing = new Set(end.view?.passing);
  const [names, twice] = [new Set<string>(), new Set<string>()];
  for (const { name } of end.stream.fields) {
    if (names.has(name)) twice.add(name);
    names.add(name);
  }
  for (const name of twice) {
    problems.error(
      'CODE_INVALID',
      place,
      `${name} finds records of ${source.stream.name}, and the code behind the mapping makes another field of that name.`,
      `Put the code before the mapping, or leave ${name} out of what it makes.`,
    );
  }
  for (const name of names) {
    if (passing.has(name) || target.fields.some((field) => field.name === name)) continue;
    problems.error(
      'FIELD_MISSING',
      place,
      `What comes out behind the mapping has ${name}, which ${target.name} does not have.`,
      'Take it out of the fields that the last code makes, or choose a field that exists.',
    );
  }
  if (source.view?.several) {
    problems.error(
      'CODE_ONE_WAY',
      place,
      `Code before the mapping makes several records of each of ${source.stream.name}, and behind the mapping nothing tells them apart.`,
      'Let the code before the mapping do this work as well.',
    );
  }
  const lost = source.view && end.view?.passing.find((name) => !source.view?.passing.includes(name));
  if (lost !== undefined) {
    problems.error(
      'CODE_ONE_WAY',
      place,
      `${lost} goes to ${target.name} by the links of its records, past all code, and code before the mapping makes it.`,
      'Let the code before the mapping do this work as well.',
    );
  }
}

/** The rules of a conflict node under the names that the lane's pairs have: a field that the mapping read goes by what is written for it. */
export function foldedRules(
  { pairs, origins }: FoldedLane,
  conflict: ConflictNode | null,
): ConflictNode | null {
  if (!conflict) return null;
  const rename = <T>(rules: Record<string, T>): Record<string, T> => {
    const known = new Set(pairs.map(({ left }) => left));
    const moved = Object.entries(rules).flatMap(([name, rule]) => {
      const written = known.has(name)
        ? [name]
        : [...origins].filter(([, read]) => read.includes(name)).map(([to]) => to);
      return (written.length > 0 ? written : [name]).map((to): [string, T] => [to, rule]);
    });
    // Its own name comes before what it is read from.
    return Object.fromEntries([...moved, ...Object.entries(rules).filter(([name]) => known.has(name))]);
  };
  const { fields: met } = conflict.first;
  return {
    ...conflict,
    fields: rename(conflict.fields),
    first: { ...conflict.first, ...(met ? { fields: rename(met) } : {}) },
  };
}
