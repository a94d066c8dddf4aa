import { FlowStatus } from '#core/ledger/lane-status.ts';
import { connectionNames } from '../connections/flows-using.ts';

/** A deployed flow: the graph that runs, and what the runner last said of it. */
type Deployed = { graph: unknown; status: unknown };

/**
 * When connections were last known to answer since a flow was live over them, by name, microseconds since 1970: a flow
 * is not live while one of its systems is away.
 */
export function lastAnswers(deployed: readonly Deployed[]): Map<string, number> {
  const answers = new Map<string, number>();
  for (const { graph, status } of deployed) {
    const told = FlowStatus.safeParse(status);
    if (!told.success || told.data.phase !== 'live' || told.data.error !== null) continue;
    for (const name of connectionNames(graph)) {
      answers.set(name, Math.max(told.data.at, answers.get(name) ?? 0));
    }
  }
  return answers;
}
