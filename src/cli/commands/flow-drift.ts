import type { Command } from 'commander';
import { askYes } from '../ask-yes.ts';
import type { Cli, Session } from '../cli.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../cli-error.ts';
import { type DriftItem, driftText } from '../drift-lines.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';

const actions = ['accept', 'ignore', 'consider'] as const;
type Action = (typeof actions)[number];

/** `flow drift`: what changed in a flow's streams since it was deployed, and what to do about it. */
export function flowDrift(parent: Command, cli: Cli): void {
  parent
    .command('drift')
    .description("Say what has changed in a flow's streams, and decide what to do about it")
    .argument('<name>', 'the flow')
    .argument('[action]', `${actions.join(', ')}: take a proposal up, set it aside, or take that back`)
    .argument('[id]', 'of the proposal, as flow drift shows it')
    .option('--option <number>', 'accept: which of its ways out', '1')
    .option('--yes', 'accept: run statements without asking')
    .addHelpText(
      'after',
      examples(
        'flow drift "CRM and App"',
        'flow drift "CRM and App" accept 0b1c9e',
        'flow drift "CRM and App" ignore 0b1c9e',
      ),
    )
    .action(
      cli.action<[string, string?, string?], { option: string; yes?: boolean }>(
        async (session, [name, action, id], { option, yes }) => {
          const flow = await findFlow(session, name);
          const drifts = await session.api.drift.list.query({ workspace: flow.workspace, flowId: flow.id });
          if (action === undefined) {
            session.output.result(drifts, () => listText(session, name, drifts));
            return undefined;
          }
          const known = actions.find((each) => each === action);
          if (!known || id === undefined) {
            throw usageError(`"${action}" needs a proposal's id.`, 'Write flow drift NAME accept ID.');
          }
          return decide(session, flow.workspace, {
            action: known,
            drift: find(drifts, id),
            option,
            yes: yes === true,
          });
        },
      ),
    );
}

function listText(session: Session, name: string, drifts: DriftItem[]): string {
  if (drifts.length === 0) return `The streams of ${name} are as they were when it was deployed.`;
  return drifts.map((drift) => driftText(session.output, drift)).join('\n\n');
}

/** The start of an id is enough where it names one. */
function find(drifts: DriftItem[], id: string): DriftItem {
  const found = drifts.filter((drift) => drift.id.startsWith(id));
  if (found.length === 1 && found[0]) return found[0];
  throw new CliError(
    'NOT_FOUND',
    `${found.length === 0 ? 'No' : 'More than one'} proposal starts with ${id}.`,
    {
      remedy: 'Look with syncline flow drift NAME; it may have passed by itself.',
    },
  );
}

async function decide(
  session: Session,
  workspace: string,
  { action, drift, option, yes }: { action: Action; drift: DriftItem; option: string; yes: boolean },
): Promise<ExitCode | undefined> {
  const { api, output } = session;
  if (action !== 'accept') {
    await api.drift.ignore.mutate({ workspace, id: drift.id, ignore: action === 'ignore' });
    output.result({ id: drift.id, action }, () => (action === 'ignore' ? 'Set aside.' : 'Taken back up.'));
    return undefined;
  }
  const place = Number(option) - 1;
  if (!Number.isInteger(place) || place < 0)
    throw usageError(`"${option}" is no option.`, 'Write --option 1.');
  const chosen = drift.options[place];
  const sql =
    chosen?.kind === 'create'
      ? await agreedSql(session, workspace, { id: drift.id, option: place, yes })
      : undefined;
  if (sql === null) {
    output.note('Nothing was run.');
    return exitCodes.failure;
  }
  const { version } = await api.drift.accept.mutate({ workspace, id: drift.id, option: place, sql });
  const label = chosen?.label ?? '';
  output.result({ id: drift.id, action, version }, () =>
    version === null
      ? `${label}: the pair goes on within moments.`
      : `${label}: version ${version} runs now.`,
  );
  return undefined;
}

/** The statements that an option runs, once somebody has agreed to them; null where nobody did. */
async function agreedSql(
  session: Session,
  workspace: string,
  { id, option, yes }: { id: string; option: number; yes: boolean },
): Promise<string | null> {
  const { connection, statements, findings } = await session.api.drift.plan.query({ workspace, id, option });
  const sql = statements.map((statement) => `${statement.sql};`).join('\n');
  session.output.note(`On ${connection}:\n${sql}`);
  for (const { code, title, fix } of findings)
    session.output.note(`${code}  ${title}${fix ? `\n    > ${fix}` : ''}`);
  return yes || (await askYes(session, `Run this on ${connection}?`, 'syncline flow drift')) ? sql : null;
}
