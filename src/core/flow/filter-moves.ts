import type { Side } from '../change/change-event.ts';
import type { FilterLeave } from './flow-graph.ts';

/** What a changed filter of a lane does to the records that are there when it is deployed. */
export type FilterMoves = {
  /** The lane's mapping, and the side whose records they are. */
  nodeId: string;
  side: Side;
  /** The stream of that side, and the one on the other side. */
  stream: string;
  other: string;
  /** Records that the filter lets through from then on. */
  enter: number;
  /** Records that it lets through no more, by what becomes of them on the other side. */
  leave: Record<FilterLeave, number>;
  /** Records that were looked at; where that is not all of them, the numbers are estimates for all. */
  looked: number;
  all: boolean;
};

const number = (count: number) => count.toLocaleString('en');

/** As a sentence; what is no exact count says so. */
export function describeMoves({ stream, other, enter, leave, looked, all }: FilterMoves): string {
  const about = all ? '' : 'about ';
  const parts = [
    leave.delete > 0 ? `${about}${number(leave.delete)} leave and are deleted in ${other}` : '',
    leave.keep > 0 ? `${about}${number(leave.keep)} leave and stay as they are in ${other}` : '',
    enter > 0 ? `${about}${number(enter)} enter` : '',
  ].filter(Boolean);
  const what = parts.length === 0 ? 'none enters or leaves' : parts.join(', ');
  const how = all ? '' : ` (estimated from ${number(looked)} of them)`;
  return `Of the records of ${stream}, ${what}${how}.`;
}
