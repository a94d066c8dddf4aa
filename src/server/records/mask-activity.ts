import type { ActivityRow } from '../api/activity/list-activity.ts';
import type { Masker } from './masker.ts';

/** What somebody did, without the keys of records that are masked for the caller: they stand in the record's name. */
export function maskActivity(masker: Masker, row: ActivityRow): ActivityRow {
  if (!masker.visible || row.target.kind !== 'record') return row;
  const laneId = typeof row.detail?.laneId === 'string' ? row.detail.laneId : '';
  if (masker.visible.lanes.get(laneId)?.key) return row;
  const at = row.target.name.indexOf(' [');
  const name = at < 0 ? row.target.name : `${row.target.name.slice(0, at)} masked`;
  return { ...row, target: { ...row.target, name } };
}
