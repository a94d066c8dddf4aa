import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { Naming } from '#core/tables/apply-naming.ts';
import { askYes } from '../ask-yes.ts';
import type { Cli, Session } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { createdText, planSql, tablePlanText } from '../table-plan-text.ts';

type Options = {
  from: string;
  stream?: string[];
  naming?: Naming;
  plan?: boolean;
  sql?: string;
  yes?: boolean;
};

/** `connection create-tables`: exit 3 with `--plan` where there is something to make, 1 where something stands in the way. */
export function connectionCreateTables(parent: Command, cli: Cli): void {
  parent
    .command('create-tables')
    .description('Make streams of another connection in this one: shows the exact statements, then runs them')
    .argument('<name>', 'the connection to make them in')
    .requiredOption('--from <connection>', 'where the streams are')
    .option('--stream <name...>', 'only these; every stream where none is named')
    .addOption(
      new Option('--naming <naming>', "how names are written (like the target's own)").choices(
        Naming.options,
      ),
    )
    .option('--plan', 'only show what would be made')
    .option('--sql <file>', 'run these statements in place of the proposed ones; - reads standard input')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      examples(
        'connection create-tables app --from crm --stream public.contacts --plan',
        'connection create-tables app --from crm --naming camel --yes',
      ),
    )
    .action(
      cli.action<[string], Options>(async (session, [name], options) => {
        const { api, output } = session;
        const tables = (options.stream ?? []).map((stream) => ({ stream }));
        const workspace = await session.workspace();
        const request = {
          workspace,
          from: { name: options.from },
          to: { name },
          tables,
          naming: options.naming,
        };
        const plan = await api.table.plan.mutate(request);
        const shown = tablePlanText(output, plan);
        if (options.plan) {
          output.result({ ...plan, sql: planSql(plan) }, () => shown);
          if (plan.findings.length > 0) return exitCodes.failure;
          return plan.statements.length > 0 ? exitCodes.difference : exitCodes.success;
        }
        const sql = options.sql === undefined ? planSql(plan) : await readSql(options.sql, session);
        if (!options.yes) {
          output.note(`${options.sql === undefined ? shown : sql}\n`);
          if (!(await askYes(session, `Run this on ${name}?`, '--plan'))) {
            output.note('Nothing was run.');
            return exitCodes.failure;
          }
        }
        const made = await api.table.create.mutate({ ...request, sql });
        output.result(made, () => createdText(output, made));
        return made.report.failed ? exitCodes.failure : exitCodes.success;
      }),
    );
}

function readSql(path: string, { stdin }: Session): Promise<string> {
  return path === '-' ? text(stdin) : readFile(path, 'utf8');
}
