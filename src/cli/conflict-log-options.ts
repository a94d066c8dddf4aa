import { type Command, Option } from 'commander';
import type { ConflictFilter } from '#core/ledger/conflict-filter.ts';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { Session } from './cli.ts';
import { findFlow } from './find-flow.ts';
import { parseMoment } from './parse-moment.ts';

/** The filters of the log of decided conflicts, as options of a command. */
export type ConflictLogOptions = {
  flow?: string;
  over?: string;
  decidedBy?: string;
  winner?: 'left' | 'right' | 'merged';
  by?: 'rule' | 'person';
  side?: 'left' | 'right';
  operation?: string;
  since?: string;
  until?: string;
};

/** Adds the filters of the log; `--flow` is the command's own. */
export function addConflictLogFilters(command: Command): Command {
  return command
    .option('--over <field>', 'over this field, by its name on the left; "*" for deletes against changes')
    .option('--decided-by <rule>', 'that this rule decided, e.g. prefer, newest, "first meeting, prefer"')
    .addOption(new Option('--winner <side>', 'that came out so').choices(['left', 'right', 'merged']))
    .addOption(new Option('--by <who>', 'that a rule or a person decided').choices(['rule', 'person']))
    .addOption(
      new Option('--side <side>', 'whose last change came from this side').choices(['left', 'right']),
    )
    .option('--operation <id>', 'that this bulk action decided')
    .option('--since <moment>', '15m, 2h, 3d, or a date', parseMoment)
    .option('--until <moment>', 'the same', parseMoment);
}

/** What the options ask for, as a filter of the ledger. */
export async function conflictLogFilterOf(
  session: Session,
  options: ConflictLogOptions,
): Promise<LedgerFilter & { conflict: ConflictFilter }> {
  const flow = options.flow === undefined ? null : await findFlow(session, options.flow);
  return {
    flowId: flow?.id,
    side: options.side,
    operationId: options.operation,
    from: options.since,
    to: options.until,
    conflict: {
      field: options.over,
      rule: options.decidedBy,
      winner: options.winner,
      decidedBy: options.by,
    },
  };
}
