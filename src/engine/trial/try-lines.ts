import { otherSide } from '#core/change/change-event.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { TriedChange } from '#core/trial/trial-report.ts';
import type { TrialTally } from '#core/trial/trial-tally.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { answered } from '../reconcile/answered.ts';
import { hasViews, type PastLane, type SeenLine, seeLines } from './see-lines.ts';
import { tryLine } from './try-line.ts';

export type TryLinesOptions = {
  /** Lanes of the tried version that join what they joined when the lines were written, by id. */
  lanes: ReadonlyMap<string, CompiledLane>;
  /** Lines in the order in which they are to be tried. */
  pages: AsyncIterable<LedgerRow[]>;
  /** The lanes of the versions that lines were written by, which are loaded for every page. */
  pastOf: (page: readonly LedgerRow[]) => Promise<PastLane>;
  tally: TrialTally;
  /** After every page, with the last commit time that was tried, microseconds since 1970. */
  onProgress: (through: number) => void;
  signal: AbortSignal;
};

/** Puts changes of the ledger through lanes, writing nowhere, and adds up how their outcomes differ. */
export async function tryLines({
  lanes,
  pages,
  pastOf,
  tally,
  onProgress,
  signal,
}: TryLinesOptions): Promise<void> {
  for await (const page of pages) {
    if (signal.aborted) return;
    const seen = await seePage(lanes, page, await pastOf(page));
    for (const line of page) {
      const lane = lanes.get(line.laneId);
      if (lane) tally.add(line, otherSide(line.side), await tried(lane, line, seen.get(line)));
      else tally.addMissing(line.laneId);
    }
    const last = page.at(-1);
    if (last) onProgress(last.commitTime);
  }
}

/** Lines as the lanes see them through code; a lane that code has no say in sees every line as it is. */
async function seePage(
  lanes: TryLinesOptions['lanes'],
  page: readonly LedgerRow[],
  past: PastLane,
): Promise<Map<LedgerRow, SeenLine>> {
  const seen = new Map<LedgerRow, SeenLine>();
  for (const lane of lanes.values()) {
    const lines = page.filter(({ laneId }) => laneId === lane.id);
    if (!hasViews([lane.plan, ...lines.map(past)])) continue;
    for (const [at, each] of (await seeLines(lane, lines, past)).entries())
      seen.set(lines[at] as LedgerRow, each);
  }
  return seen;
}

/** Where a rule of the lane is code, that is asked as it would be by the lane itself (E26). */
function tried(lane: CompiledLane, line: LedgerRow, seen?: SeenLine): TriedChange | Promise<TriedChange> {
  return lane.merges ? answered(lane, () => tryLine(lane, line, seen)) : tryLine(lane, line, seen);
}
