import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { figuresText } from '../figures-text.ts';
import { findFlow } from '../find-flow.ts';
import { parseMoment } from '../parse-moment.ts';

type Options = { since: string; until?: string; lane?: string; side?: 'left' | 'right' };

/** `flow figures`: lag, disagreement, throughput, errors, queues and target over a time. */
export function flowFigures(parent: Command, cli: Cli): void {
  parent
    .command('figures')
    .description('Lag, disagreement time, throughput, errors and target over a time')
    .argument('<name>', 'the flow')
    .option('--since <moment>', '15m, 2h, 3d, or a date', parseMoment, parseMoment('1h'))
    .option('--until <moment>', 'the same; now without it', parseMoment)
    .option('--lane <lane>', 'of this lane alone, e.g. crm-map-app')
    .addOption(new Option('--side <side>', 'of changes of this side alone').choices(['left', 'right']))
    .addHelpText(
      'after',
      examples('flow figures "CRM and App"', 'flow figures "CRM and App" --since 24h --side left --json'),
    )
    .action(
      cli.action<[string], Options>(async ({ api, output, ...session }, [name], options) => {
        const { workspace, id } = await findFlow({ api, output, ...session }, name);
        const [shown, burn] = await Promise.all([
          api.figures.show.query({
            workspace,
            id,
            from: options.since,
            to: options.until ?? new Date().toISOString(),
            ...(options.lane && { laneId: `${id}:${options.lane}` }),
            ...(options.side && { side: options.side }),
          }),
          api.figures.burn.query({ workspace, id }),
        ]);
        const { series, ...rest } = shown;
        output.result({ from: series.from, to: series.to, ...rest, burn, steps: series.steps }, () =>
          figuresText(shown, burn),
        );
        return undefined;
      }),
    );
}
