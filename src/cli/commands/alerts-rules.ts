import type { Command } from 'commander';
import { describeCondition } from '#core/alerts/describe-condition.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { textTable } from '../text-table.ts';

/** `alerts rules` */
export function alertsRules(parent: Command, cli: Cli): void {
  parent
    .command('rules')
    .description('List the alert rules')
    .addHelpText('after', examples('alerts rules'))
    .action(
      cli.action<[], object>(async ({ api, output, workspace }) => {
        const rules = await api.alert.rules.query({ workspace: await workspace() });
        output.result(rules, () => {
          if (rules.length === 0) return 'No alert rules.';
          const rows = rules.map((rule) => [
            rule.name,
            rule.enabled ? (rule.muted ? 'muted' : 'on') : 'off',
            rule.severity,
            describeCondition(rule),
            rule.flowName ?? 'every flow',
            rule.firing,
          ]);
          return textTable(['rule', 'is', 'severity', 'condition', 'flow', 'firing'], rows, [5]);
        });
        return undefined;
      }),
    );
}
