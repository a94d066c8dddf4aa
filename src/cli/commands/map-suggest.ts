import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Cli, Session } from '../cli.ts';
import { CliError, usageError } from '../cli-error.ts';
import { draftFlow } from '../draft-flow.ts';
import { examples } from '../examples.ts';
import { suggestInFlow } from '../suggest-in-flow.ts';
import { type FoundPairs, suggestionText } from '../suggestion-text.ts';
import { textTable } from '../text-table.ts';

type Options = {
  flow?: string;
  node?: string;
  threshold?: number;
  values: boolean;
  write?: string;
  apply?: boolean;
};

/** `map suggest`: which streams or fields belong together, and a draft mapping of those that are sure. */
export function mapSuggest(parent: Command, cli: Cli): void {
  parent
    .command('suggest')
    .description('Suggest which streams of two connections, or which fields of two streams, belong together')
    .argument('[names...]', 'two connections; or connection, stream, connection, stream')
    .option('--flow <name>', 'suggest for the mappings of this flow instead')
    .option('--node <id>', 'only for this mapping of the flow')
    .option('--threshold <share>', 'accept from this confidence (the setting of the workspace)', parseShare)
    .option('--no-values', 'look at names, types and keys alone, at no values')
    .option('--write <file>', 'write a flow with the accepted pairs there, as flow apply takes it')
    .option('--apply', "with --flow: save the accepted pairs in the flow's draft")
    .addHelpText(
      'after',
      examples(
        'map suggest crm app',
        'map suggest crm public.contacts app public.people --write contacts.json',
        'map suggest --flow "CRM and App" --threshold 0.9 --apply',
      ),
    )
    .action(
      cli.action<[string[]], Options>(async (session, [names], options) => {
        if (options.flow !== undefined) await inFlow(session, names, options.flow, options);
        else if (names.length === 2) await streams(session, names as [string, string]);
        else await fields(session, names, options);
        return undefined;
      }),
    );
}

/** Which streams of two connections hold the same things. */
async function streams({ api, workspace, output }: Session, [left, right]: [string, string]): Promise<void> {
  const found = await api.mapping.suggestStreams.query({ workspace: await workspace(), left, right });
  output.result(found, () => {
    if (found.length === 0) return `Nothing of ${left} seems to be in ${right}.`;
    const rows = found.map((each) => [each.left, each.right, percent(each.confidence), each.reason]);
    return textTable([left, right, 'sure', 'why'], rows, [2]);
  });
}

async function fields(session: Session, names: string[], options: Options): Promise<void> {
  const [connection, stream, otherConnection, otherStream, ...more] = names;
  if (!connection || !stream || !otherConnection || !otherStream || more.length > 0) {
    throw usageError(
      'Name two connections, or two streams with their connections.',
      'Write syncline map suggest crm public.contacts app public.people.',
    );
  }
  if (options.apply) throw usageError('--apply needs --flow.', 'Write --flow NAME, or --write FILE.');
  const workspace = await session.workspace();
  const left = { connection, stream };
  const right = { connection: otherConnection, stream: otherStream };
  const input = { workspace, left, right, values: options.values };
  const suggestions = await session.api.mapping.suggestFields.query(input);
  const found: FoundPairs = { left, right, ...withThreshold(suggestions, options.threshold) };
  if (options.write !== undefined) {
    const [a, b] = await Promise.all([
      schemaOf(session, workspace, left),
      schemaOf(session, workspace, right),
    ]);
    await writeGraph(options.write, draftFlow({ ...left, schema: a }, { ...right, schema: b }, found));
  }
  report(session, [found], options.write);
}

async function inFlow(session: Session, names: string[], name: string, options: Options): Promise<void> {
  if (names.length > 0) throw usageError('--flow names the streams already.', 'Leave the others out.');
  const workspace = await session.workspace();
  const flow = await session.api.flow.find.query({ workspace, name });
  const { found, graph, taken } = await suggestInFlow(session, workspace, flow, {
    node: options.node,
    values: options.values,
    threshold: (suggestions) => withThreshold(suggestions, options.threshold),
  });
  if (options.write !== undefined) await writeGraph(options.write, graph);
  if (options.apply && taken > 0) {
    await session.api.flow.saveDraft.mutate({
      workspace,
      id: flow.id,
      graph,
      revision: flow.draftRevision,
    });
  }
  report(session, found, options.write);
  if (options.apply) session.output.note(`${taken} ${taken === 1 ? 'pair' : 'pairs'} saved in the draft.`);
}

function report({ output }: Session, found: FoundPairs[], file: string | undefined): void {
  output.result(found.length === 1 ? found[0] : found, () =>
    found.map((each) => suggestionText(output, each)).join('\n\n'),
  );
  if (file !== undefined) {
    output.note(`Written to ${file}. Look it through, then: syncline flow plan ${file}`);
  }
}

async function schemaOf(session: Session, workspace: string, side: { connection: string; stream: string }) {
  const all = await session.api.connection.streams.query({ workspace, name: side.connection });
  const schema = all.find(({ name }) => name === side.stream);
  if (schema) return schema;
  throw new CliError('STREAM_MISSING', `The connection "${side.connection}" has no stream ${side.stream}.`);
}

async function writeGraph(file: string, graph: FlowGraph): Promise<void> {
  await writeFile(file, `${JSON.stringify(graph, null, 2)}\n`);
}

/** The suggestions with another threshold of acceptance; what is shown never is surer than what is accepted. */
function withThreshold<T extends { thresholds: { accept: number; review: number } }>(
  suggestions: T,
  accept: number | undefined,
): T {
  if (accept === undefined) return suggestions;
  const review = Math.min(accept, suggestions.thresholds.review);
  return { ...suggestions, thresholds: { accept, review } };
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() === '' || !(share >= 0 && share <= 1)) {
    throw new InvalidArgumentError('Write a number from 0 to 1.');
  }
  return share;
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
