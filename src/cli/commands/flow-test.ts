import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { problemOfCode } from '#core/code/problem-of-code.ts';
import { updatedCases } from '#core/code/updated-cases.ts';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import type { Cli, Session } from '../cli.ts';
import { exitCodes, usageError } from '../cli-error.ts';
import { codeTestText, isSound, type TestedNode } from '../code-test-text.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { readFlowFile } from '../read-flow-file.ts';

type Options = { node?: string; update?: boolean };

/** `flow test`: exit 1 where the code of a node does not fit, a case fails, or a lens breaks a law without a reason. */
export function flowTest(parent: Command, cli: Cli): void {
  parent
    .command('test')
    .description('Check code nodes, run their cases, and hold lenses to their laws, changing nothing')
    .argument(
      '<what>',
      'a file with flows, - for standard input, or the name of a flow, whose draft is tested',
    )
    .option('--node <id>', 'this code node alone')
    .option('--update', 'write what cases come to now into the file or the draft, as what they expect')
    .addHelpText(
      'after',
      examples(
        'flow test contacts.json',
        'flow test "CRM and App" --node names',
        'flow test contacts.json --update',
      ),
    )
    .action(
      cli.action<[string], Options>(async (session, [what], { node, update = false }) => {
        if (update && what === '-') {
          throw usageError('Standard input cannot be written to.', 'Give a file, or the name of a flow.');
        }
        const subject = await read(session, what);
        const results: { name: string; passed: boolean; updated: number; nodes: TestedNode[] }[] = [];
        const graphs: FlowGraph[] = [];
        for (const graph of subject.graphs) {
          const nodes = await testGraph(session, subject.workspace, graph, node);
          const failing = nodes.flatMap(({ cases }) => cases.filter(({ passed }) => !passed)).length;
          const passed = nodes.every((each) => isSound(update ? { ...each, cases: [] } : each));
          results.push({ name: graph.name, passed, updated: update ? failing : 0, nodes });
          graphs.push(updatedCases(graph, new Map(nodes.map(({ nodeId, cases }) => [nodeId, cases]))));
        }
        if (results.some(({ updated }) => updated > 0)) await subject.write(graphs);
        session.output.result(results, () =>
          results
            .map(({ name, nodes, updated }) => {
              const text = codeTestText(session.output, name, nodes);
              if (updated === 0) return text;
              return `${text}\n${updated === 1 ? '1 case expects' : `${updated} cases expect`} what they come to now.`;
            })
            .join('\n\n'),
        );
        return results.every(({ passed }) => passed) ? exitCodes.success : exitCodes.failure;
      }),
    );
}

type Subject = {
  workspace: string;
  graphs: FlowGraph[];
  /** Puts the changed flows where they came from. */
  write: (graphs: FlowGraph[]) => Promise<void>;
};

/** A file where there is one of that name, else the draft of a flow. */
async function read(session: Session, what: string): Promise<Subject> {
  if (what === '-' || existsSync(what) || what.endsWith('.json')) {
    const graphs = await readFlowFile(what, session.stdin);
    return {
      workspace: await session.workspace(),
      graphs,
      write: (changed) =>
        writeFile(what, `${JSON.stringify(changed.length === 1 ? changed[0] : changed, null, 2)}\n`),
    };
  }
  const { workspace, id } = await findFlow(session, what);
  const { draft, draftRevision } = await session.api.flow.get.query({ workspace, id });
  return {
    workspace,
    graphs: [draft],
    write: async ([graph]) => {
      if (graph) await session.api.flow.saveDraft.mutate({ workspace, id, graph, revision: draftRevision });
    },
  };
}

/** Code that does not fit is told as such; the cases and laws of a flow are tried where all of its code fits. */
async function testGraph(
  { api }: Session,
  workspace: string,
  graph: FlowGraph,
  only: string | undefined,
): Promise<TestedNode[]> {
  const nodes = graph.nodes.filter(
    (node): node is CodeNode => node.kind === 'code' && (only === undefined || node.id === only),
  );
  const checked: TestedNode[] = [];
  for (const node of nodes.filter((each) => each.source.trim() !== '' && isWired(graph, each))) {
    const { problems } = await api.code.check.mutate({ workspace, graph, nodeId: node.id });
    if (problems.length === 0) continue;
    const told = problems.map((problem) => problemOfCode(node, problem).message);
    checked.push({ ...plainNode(node), problems: told });
  }
  if (checked.length > 0) return checked;
  const ran = await api.code.runCases.mutate({
    workspace,
    graph,
    ...(only === undefined ? {} : { nodeId: only }),
  });
  const tested: TestedNode[] = [];
  for (const node of nodes) {
    const cases = ran.find(({ nodeId }) => nodeId === node.id)?.outcomes ?? [];
    const laws =
      node.form === 'lens' ? await api.code.laws.mutate({ workspace, graph, nodeId: node.id }) : null;
    if (cases.length > 0 || laws) tested.push({ ...plainNode(node), cases, laws });
  }
  return tested;
}

function plainNode(node: CodeNode): TestedNode {
  const lawless = node.lawless?.reason ?? null;
  return { nodeId: node.id, title: nodeTitle(node), problems: [], cases: [], laws: null, lawless };
}

/** What stands by itself, or what no rule names, is given nothing: nobody knows its types. */
function isWired({ nodes, edges }: FlowGraph, { id }: CodeNode): boolean {
  const isNamed = (node: FlowGraph['nodes'][number]) =>
    node.kind === 'conflict' &&
    [
      node.rule,
      node.first.differ,
      ...Object.values(node.fields),
      ...Object.values(node.first.fields ?? {}),
    ].some((rule) => rule.kind === 'code' && rule.node === id);
  return edges.some(({ source, target }) => source === id || target === id) || nodes.some(isNamed);
}
