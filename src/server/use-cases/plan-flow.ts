import type { FilterMoves } from '#core/flow/filter-moves.ts';
import type { FlowChange } from '#core/flow/flow-change.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { planChanges } from '#core/flow/plan-changes.ts';
import type { Problem } from '#core/flow/problem.ts';
import type { PairRoundTrip } from '../flows/check-round-trips.ts';
import { compileFlow } from '../flows/compile-flow.ts';
import { countMoves } from '../flows/count-moves.ts';
import { type DraftLoss, draftLoss } from '../flows/draft-loss.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import { shownKeptRecords } from '../flows/shown-kept-records.ts';
import { pinDraft } from '../library/pin-draft.ts';
import { type OpenSuggestion, suggestForLanes } from '../mapping/suggest-for-lanes.ts';
import { type MissingTable, planMissing } from '../tables/plan-missing.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type FlowPlan = {
  exists: boolean;
  changes: FlowChange[];
  /** What applying it would take from the draft; null where nothing. */
  loses: DraftLoss | null;
  problems: Problem[];
  roundTrips: PairRoundTrip[];
  /** Streams that would have to be made for it. */
  tables: MissingTable[];
  /** Records that enter and leave lanes by changed filters. */
  moves: FilterMoves[];
  /** Fields that the graph does not map and that seem to belong together. */
  suggestions: OpenSuggestion[];
};

/** What applying and deploying a graph would change: against what is deployed, or else the draft. */
export async function planFlow(context: WorkspaceContext, given: FlowGraph): Promise<FlowPlan> {
  const flow = await context.store.flows.find({ name: given.name });
  const current = flow ? parseGraph(flow.deployment?.version.graph ?? flow.draft, flow.name) : null;
  const draft = flow && parseGraph(flow.draft, flow.name);
  const graph = await pinDraft(context, draft, given);
  const { lanes, problems, roundTrips } = await compileFlow(context, graph, { refresh: true });
  const tables = await planMissing(context, graph);
  const suggestions = await suggestForLanes(context, graph, lanes, flow?.id);
  const shown = await shownKeptRecords(context);
  const changes = shown.changes(planChanges(current, graph));
  const deployed = (flow?.deployment?.version.lanes ?? []) as unknown as Lane[];
  const moves = await countMoves(context, deployed, lanes);
  const lost = flow && draftLoss(flow, graph);
  const loses = lost && { ...lost, changes: shown.changes(lost.changes) };
  return { exists: flow !== null, changes, loses, problems, roundTrips, tables, moves, suggestions };
}
