import { type Command, Option } from 'commander';
import { ErrorCode } from '#core/errors/codes.ts';
import { LedgerCause, LedgerOp, LedgerStatus } from '#core/ledger/ledger-entry.ts';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { Session } from './cli.ts';
import { findFlow } from './find-flow.ts';
import { issueIdOf } from './issue-id-of.ts';
import { parseChoices } from './parse-choices.ts';
import { parseDuration } from './parse-duration.ts';
import { parseMoment } from './parse-moment.ts';
import { parseNumber } from './parse-number.ts';
import { toRecordKey } from './to-record-key.ts';

/** The filters of the Records page, as options of a command. */
export type RecordFilterOptions = {
  flow?: string;
  status?: LedgerStatus[];
  code?: ErrorCode[];
  side?: 'left' | 'right';
  op?: LedgerOp[];
  record?: string;
  text?: string;
  operation?: string;
  field?: string;
  transaction?: string;
  cause?: LedgerCause;
  flowVersion?: number;
  issue?: string;
  slowerThan?: number;
  fasterThan?: number;
  since?: string;
  until?: string;
};

/** What stands below the examples of a command with these filters. */
export const repeatable =
  '\n\n--status, --code and --op may be repeated or hold several values with commas between.';

/** Adds the filters of the Records page to a command. */
export function addRecordFilters(command: Command): Command {
  return command
    .option('--flow <name>', 'of this flow')
    .option('--status <status>', `${LedgerStatus.options.join(', ')}`, parseChoices(LedgerStatus.options))
    .option('--code <code>', 'with these codes, e.g. CAST_FAILED', parseChoices(ErrorCode.options))
    .addOption(new Option('--side <side>', 'that came from this side').choices(['left', 'right']))
    .option('--op <op>', `${LedgerOp.options.join(', ')}`, parseChoices(LedgerOp.options))
    .option('--record <key>', 'of this record')
    .option('--text <text>', 'with this text in the key or in a value')
    .option('--field <name>', 'that changed this field, by its name on the side that changed')
    .option('--transaction <position>', 'of the transaction at this position of its log')
    .option('--operation <id>', 'that this bulk action wrote')
    .addOption(new Option('--cause <cause>', 'that came about so').choices(LedgerCause.options))
    .option('--flow-version <number>', 'that this version of the flow wrote', parseNumber(1, 1_000_000_000))
    .option('--issue <id>', 'of this issue, as issues list shows it')
    .option(
      '--slower-than <time>',
      'carried so long after its commit or later, e.g. 250ms, 2s',
      parseDuration,
    )
    .option('--faster-than <time>', 'carried sooner than that', parseDuration)
    .option('--since <moment>', '15m, 2h, 3d, or a date', parseMoment)
    .option('--until <moment>', 'the same', parseMoment);
}

function tookOf({ slowerThan, fasterThan }: RecordFilterOptions): Pick<LedgerFilter, 'took'> {
  if (slowerThan === undefined && fasterThan === undefined) return {};
  return { took: { least: slowerThan, under: fasterThan } };
}

/** What the options ask for, as a filter of the ledger. */
export async function recordFilterOf(session: Session, options: RecordFilterOptions): Promise<LedgerFilter> {
  const flow = options.flow === undefined ? null : await findFlow(session, options.flow);
  return {
    flowId: flow?.id,
    status: options.status,
    code: options.code,
    side: options.side,
    op: options.op,
    recordKey: options.record === undefined ? undefined : toRecordKey(options.record),
    text: options.text,
    operationId: options.operation,
    field: options.field,
    position: options.transaction,
    cause: options.cause,
    version: options.flowVersion,
    issueId: options.issue === undefined ? undefined : await issueIdOf(session, options.issue),
    ...tookOf(options),
    from: options.since,
    to: options.until,
  };
}
