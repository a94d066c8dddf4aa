import type { Side } from '../change/change-event.ts';
import { codeTables } from '../code/assemble-program.ts';
import type { CodeTables } from '../code/code-program.ts';
import type { CodeShape } from '../code/code-shape.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { defaultBreaker } from './breaker.ts';
import { checkBreaker } from './check-breaker.ts';
import { checkCode, checkSharedCode } from './check-code.ts';
import { checkDecisions } from './check-decisions.ts';
import { checkFields } from './check-fields.ts';
import { checkFilters } from './check-filters.ts';
import { checkFolded, foldedRules } from './check-folded.ts';
import { checkLanesTogether } from './check-lanes-together.ts';
import { checkLink } from './check-link.ts';
import { checkMatch } from './check-match.ts';
import { checkMergeCode } from './check-merge-code.ts';
import { checkRules } from './check-rules.ts';
import { checkTables } from './check-tables.ts';
import { findPaths, type LanePath } from './find-paths.ts';
import { ConflictNode, type EndpointNode, type FlowGraph, type MappingNode } from './flow-graph.ts';
import { foldedFrom } from './fold-mapping.ts';
import type { Lane, LaneEnd } from './lane.ts';
import { laneIdOf } from './lane-id.ts';
import { type KeyPair, type LinkPath, linkKeys } from './link-paths.ts';
import { nodeTitle } from './node-title.ts';
import type { Problem } from './problem.ts';
import { ProblemList } from './problem-list.ts';
import { viewStream } from './view-stream.ts';

/**
 * The schema of a stream; `loading` while it is not known yet, `missing` where the connection has no
 * such stream, null where the workspace has no such connection.
 */
export type SchemaLookup = (
  connection: string,
  stream: string,
) => StreamSchema | 'loading' | 'missing' | null;

export type CompileOptions = {
  /** Does the connection say when a change was committed? Taken for granted where this is absent. */
  commitTimes?: (connection: string) => boolean;
};

/** What a flow comes to. It may be deployed if no problem is an error and no schema is `loading`. */
export type Compiled = {
  lanes: Lane[];
  problems: Problem[];
  /** What every code node is given and makes, as far as the schemas are known. */
  code: CodeShape[];
};

/**
 * Finds the lanes of a flow and everything that is wrong with it. A lane with problems is listed as
 * far as it makes sense; one whose schemas are not known is left out.
 */
export function compile(graph: FlowGraph, schemas: SchemaLookup, options: CompileOptions = {}): Compiled {
  const problems = new ProblemList();
  const paths = findPaths(graph, problems);
  const lanes: Lane[] = [];
  for (const node of graph.nodes) {
    if (node.kind === 'endpoint') resolveEnd(node, schemas, problems);
  }
  const shapes: CodeShape[] = [];
  const ends = paths.map((path) => {
    const end = (side: Side) => {
      const own = resolveEnd(path[side], schemas, problems);
      return own && viewedEnd(own, side, path, graph, shapes);
    };
    return { path, left: end('left'), right: end('right') };
  });
  const links = ends.flatMap(({ path, left, right }) => (left && right ? linkPathOf(path, left, right) : []));
  for (const { path, left, right } of ends) {
    const tables = codeTables(graph.tables);
    const lane =
      left && right ? compileLane({ path, left, right, links, tables, shapes }, problems, options) : null;
    if (!lane) continue;
    const merging = checkMergeCode(lane, path.conflict, graph, tables, problems);
    if (merging) lane.merges = merging.merges;
    shapes.push(...(merging?.shapes ?? []));
    lanes.push(lane);
  }
  checkLanesTogether(lanes, problems);
  checkTables(graph, problems);
  const code = checkSharedCode(shapes, problems);
  if (paths.length === 0 && !problems.hasErrors) {
    problems.error(
      'FLOW_INVALID',
      {},
      'The flow connects nothing yet.',
      'Add two endpoints and connect them over a mapping.',
    );
  }
  return { lanes, problems: problems.all(), code };
}

function resolveEnd(node: EndpointNode, schemas: SchemaLookup, problems: ProblemList): LaneEnd | null {
  const place = { nodeId: node.id };
  if (node.connection === '' || node.stream === '') {
    const lacks = node.connection === '' ? 'connection' : 'stream';
    problems.error(
      'ENDPOINT_INCOMPLETE',
      place,
      `${nodeTitle(node)} names no ${lacks}.`,
      `Choose a ${lacks} for the endpoint.`,
    );
    return null;
  }
  const schema = schemas(node.connection, node.stream);
  if (schema === 'loading') return null;
  if (schema === null) {
    problems.error(
      'NOT_FOUND',
      place,
      `The workspace has no connection named "${node.connection}".`,
      'Add the connection, or choose another one for the endpoint.',
    );
    return null;
  }
  if (schema === 'missing') {
    problems.error(
      'STREAM_MISSING',
      place,
      `${node.connection} has no stream "${node.stream}" that its user can see.`,
    );
    return null;
  }
  return { nodeId: node.id, connection: node.connection, stream: schema };
}

/** The end as the mapping sees it, through the code that stands on its side. */
function viewedEnd(own: LaneEnd, side: Side, path: LanePath, graph: FlowGraph, shapes: CodeShape[]): LaneEnd {
  const { steps, mapping } = path;
  const folded = foldedFrom(path);
  if (folded !== null && folded !== side) return own;
  const last = steps[side].findLastIndex(({ kind }) => kind === 'code');
  if (last < 0) return own;
  const matched = mapping.match.map(([left, right]) => (side === 'left' ? left : right));
  const key = mapping.link?.[side];
  const finding = [...new Set([...own.stream.key, ...matched, ...(key === undefined ? [] : [key])])];
  const viewed = viewStream(
    own.stream,
    side,
    steps[side].slice(0, last + 1),
    finding,
    codeTables(graph.tables),
  );
  shapes.push(...viewed.shapes);
  return { ...own, stream: viewed.stream, view: viewed.view };
}

/** The field pairs that find a record: those of the match, or the two keys that links tie. */
function checkKeys(lane: Lane, mapping: MappingNode, links: LinkPath[], problems: ProblemList): KeyPair[] {
  if (!mapping.link) return checkMatch(lane, mapping, links, problems);
  const checked = checkLink(lane, { ...mapping, link: mapping.link }, problems);
  if (!checked) return [];
  lane.link = checked.link;
  return [checked.keys];
}

const defaults = ConflictNode.parse({ id: 'default', kind: 'conflict' });

function linkPathOf(path: LanePath, left: LaneEnd, right: LaneEnd): LinkPath[] {
  const keys = path.mapping.link ? linkKeys(path.mapping, left.stream, right.stream) : null;
  return keys ? [{ lane: laneIdOf(path), mappingNodeId: path.mapping.id, left, right, keys }] : [];
}

/** A path with both its ends as its mapping sees them. */
type PathEnds = {
  path: LanePath;
  left: LaneEnd;
  right: LaneEnd;
  links: LinkPath[];
  tables: CodeTables;
  /** To which those of code behind the mapping are added. */
  shapes: CodeShape[];
};

function compileLane(
  { path, left, right, links, tables, shapes }: PathEnds,
  problems: ProblemList,
  options: CompileOptions,
): Lane | null {
  const { mapping, conflict } = path;
  if (left.connection === right.connection && left.stream.name === right.stream.name) {
    problems.error(
      'LANE_CYCLE',
      { nodeId: mapping.id },
      `Both ends of the mapping are the same stream, ${left.stream.name} of ${left.connection}.`,
      'Choose another stream for one of the two endpoints.',
    );
    return null;
  }
  const { rule, deletes, first } = conflict ?? defaults;
  const lane: Lane = {
    id: laneIdOf(path),
    left,
    right,
    mappingNodeId: mapping.id,
    conflictNodeId: conflict?.id ?? null,
    edgeIds: path.edgeIds,
    direction: mapping.direction,
    fields: [],
    rule,
    deletes,
    first,
    breaker: conflict?.breaker ?? defaultBreaker,
  };
  const keys = checkKeys(lane, mapping, links, problems);
  checkDecisions(lane, mapping, problems);
  const from = foldedFrom(path);
  const folded = from && checkFolded(lane, path, { from, keys, links, tables }, problems);
  if (folded) shapes.push(...folded.shapes);
  const ruled = folded ? foldedRules(folded, conflict) : conflict;
  if (folded) Object.assign(lane, folded.ends, { first: ruled?.first ?? first });
  const pairs = folded?.pairs ?? checkFields(lane, mapping, keys, links, problems);
  lane.fields = pairs.map((field) => ({ ...field, rule: ruled?.fields[field.left] ?? rule }));
  for (const side of ['left', 'right'] as const) {
    const seen = from ?? side;
    checkCode(lane[seen], seen, path.steps[side], lane.direction, problems);
  }
  const filters = checkFilters(lane, path.steps, problems);
  if (filters) lane.filters = filters;
  checkRules(lane, ruled, problems, options.commitTimes ?? (() => true));
  checkBreaker(lane, conflict, problems);
  return lane;
}
