import { type Command, Option } from 'commander';
import { Severity } from '#core/alerts/alert-rule.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { figures } from '../format-figures.ts';
import { parseNumber } from '../parse-number.ts';
import { textTable } from '../text-table.ts';

type Options = {
  state?: 'pending' | 'firing' | 'resolved';
  severity?: Severity;
  flow?: string;
  limit: number;
};

/** `alerts list` */
export function alertsList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List what alert rules found, newest first')
    .addOption(new Option('--state <state>', 'as it stands now').choices(['pending', 'firing', 'resolved']))
    .addOption(new Option('--severity <severity>', 'as bad as this').choices(Severity.options))
    .option('--flow <name>', 'of this flow')
    .option('--limit <count>', 'so many at most', parseNumber(1, 200), 50)
    .addHelpText('after', examples('alerts list --state firing', 'alerts list --flow "CRM and App" --json'))
    .action(
      cli.action<[], Options>(async (session, _, { state, severity, flow, limit }) => {
        const workspace = await session.workspace();
        const flowId = flow === undefined ? undefined : (await findFlow(session, flow)).id;
        const filter = { state, severity, flowId };
        const page = await session.api.alert.incidents.query({ workspace, filter, limit });
        session.output.result(page, () => {
          if (page.incidents.length === 0) return 'No alerts.';
          const rows = page.incidents.map((incident) => [
            incident.state,
            incident.severity,
            incident.rule,
            incident.flowName,
            incident.detail,
            figures.moment(incident.since),
          ]);
          return textTable(['state', 'severity', 'rule', 'flow', 'what', 'since'], rows);
        });
        return undefined;
      }),
    );
}
