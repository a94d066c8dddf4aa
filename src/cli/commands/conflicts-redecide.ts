import { type Command, Option } from 'commander';
import type { ReDecide } from '#core/operations/bulk-action.ts';
import { actOnRecords, addBulkOptions, type BulkOptions } from '../act-on-records.ts';
import type { Cli } from '../cli.ts';
import { usageError } from '../cli-error.ts';
import {
  addConflictLogFilters,
  type ConflictLogOptions,
  conflictLogFilterOf,
} from '../conflict-log-options.ts';
import { examples } from '../examples.ts';
import { parseFieldRules, parseRule } from '../parse-rule.ts';

type Options = ConflictLogOptions &
  BulkOptions & { rule?: string; field?: string[]; deletes?: ReDecide['deletes']; makeRule?: boolean };

/** `conflicts redecide`: decides conflicts of the log by other rules. */
export function conflictsRedecide(parent: Command, cli: Cli): void {
  const command = parent
    .command('redecide')
    .description(
      'Decide conflicts of the log again by another rule, where nobody has changed the values since',
    )
    .option('--flow <name>', 'of this flow')
    .option('--rule <rule>', 'newest, oldest, merge, prefer:left, prefer:right, hold; newest:right for a tie')
    .option('--field <field=rule...>', 'the rule of one field, by its name on the left')
    .addOption(
      new Option('--deletes <rule>', 'records that one side deleted and the other changed').choices([
        'update',
        'delete',
        'hold',
      ]),
    )
    .option('--make-rule', "make it the flow's rule from now on, as a new version");
  addBulkOptions(addConflictLogFilters(command))
    .addHelpText(
      'after',
      examples(
        'conflicts redecide --flow "CRM and App" --decided-by prefer --rule newest --dry-run',
        'conflicts redecide --flow "CRM and App" --over email --field email=newest --yes --make-rule',
      ),
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const action = actionOf(options);
        const filter = await conflictLogFilterOf(session, options);
        const onStarted = async (operationId: string) => {
          if (!options.makeRule) return;
          const workspace = await session.workspace();
          const { version } = await session.api.conflict.makeRule.mutate({ workspace, operationId });
          session.output.note(`Version ${version} of the flow decides so from now on.`);
        };
        return actOnRecords(session, action, options, { filter, onStarted });
      }),
    );
}

function actionOf({ rule, field = [], deletes }: Options): ReDecide {
  if (rule === undefined && field.length === 0 && deletes === undefined) {
    throw usageError('No rule was given.', 'Give --rule, --field or --deletes.');
  }
  return {
    kind: 're-decide',
    ...(rule === undefined ? {} : { rule: parseRule(rule) }),
    ...(field.length > 0 ? { fields: parseFieldRules(field) } : {}),
    ...(deletes ? { deletes } : {}),
  };
}
