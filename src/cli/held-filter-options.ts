import { type Command, Option } from 'commander';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { Session } from './cli.ts';
import { findFlow } from './find-flow.ts';
import { issueIdOf } from './issue-id-of.ts';
import { parseMoment } from './parse-moment.ts';
import { toRecordKey } from './to-record-key.ts';

/** Which held records, as options of a command. */
export type HeldFilterOptions = {
  all?: boolean;
  flow?: string;
  record?: string;
  changed?: string;
  side?: 'left' | 'right';
  text?: string;
  issue?: string;
  since?: string;
  until?: string;
};

/** Adds the filters of held records to a command. */
export function addHeldFilters(command: Command): Command {
  return command
    .option('--all', 'in place of one: every record that is held')
    .option('--flow <name>', 'those of this flow')
    .option('--record <key>', 'those of this key')
    .option(
      '--changed <field>',
      'those whose last change was of this field, by its name on the side that changed',
    )
    .addOption(new Option('--side <side>', 'those that changed last on this side').choices(['left', 'right']))
    .option('--text <text>', 'those with this text in the key or in a value')
    .option('--issue <id>', 'those of this issue')
    .option('--since <moment>', 'those that changed since: 15m, 2h, 3d, or a date', parseMoment)
    .option('--until <moment>', 'the same', parseMoment);
}

/** What the options ask for, as a filter of the ledger; null where they name no held records at all. */
export async function heldFilterOf(
  session: Session,
  { all = false, flow, record, changed, side, text, issue, since, until }: HeldFilterOptions,
): Promise<LedgerFilter | null> {
  const given = [flow, record, changed, side, text, issue, since, until];
  if (!all && given.every((each) => each === undefined)) return null;
  return {
    flowId: flow === undefined ? undefined : (await findFlow(session, flow)).id,
    status: ['held'],
    recordKey: record === undefined ? undefined : toRecordKey(record),
    field: changed,
    side,
    text,
    issueId: issue === undefined ? undefined : await issueIdOf(session, issue),
    from: since,
    to: until,
  };
}
