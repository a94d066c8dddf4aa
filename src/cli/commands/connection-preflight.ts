import { type Command, Option } from 'commander';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import type { CliOutput } from '../cli-output.ts';
import { examples } from '../examples.ts';

type Options = { stream?: string[]; use: 'source' | 'target' | 'both' };

/** `connection preflight`: exit 1 when a finding would stop a deployment. */
export function connectionPreflight(parent: Command, cli: Cli): void {
  parent
    .command('preflight')
    .description('Find everything that stands in the way of syncing, each with what mends it')
    .argument('<name>', 'the connection')
    .option('--stream <name...>', 'look at these streams too')
    .addOption(
      new Option('--use <use>', 'what it shall be').choices(['source', 'target', 'both']).default('both'),
    )
    .addHelpText(
      'after',
      examples('connection preflight crm', 'connection preflight crm --stream public.contacts public.deals'),
    )
    .action(
      cli.action<[string], Options>(async ({ api, output, workspace }, [name], { stream = [], use }) => {
        const findings = await api.connection.preflight.query({
          workspace: await workspace(),
          name,
          streams: stream,
          use,
        });
        output.result(findings, () => findings.map((finding) => findingText(output, finding)).join('\n'));
        const stops = findings.some((finding) => finding.severity === 'error');
        return stops ? exitCodes.failure : exitCodes.success;
      }),
    );
}

const signs = { error: ['fail', '✗'], warning: ['warn', '!'], ok: ['ok', '✓'] } as const;

function findingText(output: CliOutput, finding: PreflightFinding): string {
  const [tone, sign] = signs[finding.severity];
  const about = finding.stream ? ` (${finding.stream})` : '';
  const lines = [`${output.tone(tone, sign)} ${finding.title}${about}`];
  if (finding.severity === 'ok') return lines[0] ?? '';
  if (finding.detail) lines.push(`    ${finding.detail}`);
  if (finding.fix) lines.push(...finding.fix.split('\n').map((line) => `    > ${line}`));
  return lines.join('\n');
}
