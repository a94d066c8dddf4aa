import type { Command } from 'commander';
import { parseRecordKey } from '#core/ledger/record-key.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { finishOperation } from '../finish-operation.ts';
import { parseNumber } from '../parse-number.ts';
import { toRecordKey } from '../to-record-key.ts';

type Options = { stream: string; from?: string; to?: string; rate?: number; detach?: boolean };

/** `resync`: meets the records of one stream anew while changes stream. */
export function resync(parent: Command, cli: Cli): void {
  parent
    .command('resync')
    .description('Meet the records of one stream anew, or of a range of its keys, while changes stream')
    .argument('<flow>', 'the flow')
    .requiredOption('--stream <name>', 'the stream, on either side')
    .option('--from <key>', 'the first key: 42, or ["42","de"] for a key of several fields')
    .option('--to <key>', 'the last key')
    .option('--rate <rows>', 'rows a second at most', parseNumber(1, 1_000_000))
    .option('--detach', 'start it and return')
    .addHelpText(
      'after',
      examples(
        'resync "CRM and App" --stream public.contacts',
        'resync "CRM and App" --stream public.contacts --from 1000 --to 1999 --rate 500',
      ),
    )
    .action(
      cli.action<[string], Options>(async (session, [name], { stream, from, to, rate, detach }) => {
        const { api } = session;
        const { workspace, id: flowId } = await findFlow(session, name);
        const { id } = await api.operation.startResync.mutate({
          workspace,
          flowId,
          stream,
          from: keyOf(from),
          to: keyOf(to),
          rate: rate ?? null,
        });
        return finishOperation(session, id, detach);
      }),
    );
}

function keyOf(text: string | undefined): string[] | null {
  return text === undefined ? null : parseRecordKey(toRecordKey(text)).map((part) => part ?? '');
}
