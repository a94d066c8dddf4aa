import type { Position } from './position.ts';

/** Which history a system's positions belong to. */
export type SystemHistory = {
  /** Names the server and the database on it; a copy of both has the same name. */
  system: string;
  /** Names the stretch of its history that it is in: each failover begins another one. */
  timeline: string;
  /** Earlier stretches, each with the position where it was left. */
  earlier: { timeline: string; until: Position }[];
  /** Its log goes as far as this. */
  head: Position;
  /**
   * Whether its log has held the position that was asked about, where the position itself tells: whichever server this
   * is, it goes on there, or never held it, and why, in a sentence.
   */
  log: { state: 'held' | 'unknown' } | { state: 'refuted'; detail: string };
};

/**
 * Why positions of a known history mean nothing to a system any more; null where its log goes on from there.
 *
 * @param known the history that the positions are of.
 * @param position the furthest of them.
 */
export function brokenHistory(
  known: Pick<SystemHistory, 'system' | 'timeline'>,
  position: Position,
  now: SystemHistory,
): string | null {
  if (now.log.state === 'held') return null;
  if (now.log.state === 'refuted') return now.log.detail;
  // Earlier versions kept the server alone.
  if (now.system !== known.system && !now.system.startsWith(`${known.system}/`)) {
    return `It is another server or database: its identifier is ${now.system}, and was ${known.system}.`;
  }
  if (now.timeline !== known.timeline) {
    const left = now.earlier.find(({ timeline }) => timeline === known.timeline);
    if (!left) {
      return `It is on timeline ${now.timeline}, which does not come from timeline ${known.timeline}.`;
    }
    if (position > left.until) {
      return `It left timeline ${known.timeline} at ${left.until}, and ${position} had been read of it.`;
    }
  }
  if (position > now.head) return `Its log ends at ${now.head}, and ${position} had been read of it.`;
  return null;
}
