import { RouterNode } from '#core/flow/flow-graph.ts';
import { OTHERWISE } from '#core/flow/router-branches.ts';
import { CARD_SIZE, type NodeDefinition } from '../node-definition.ts';

/** Height of a branch on the card. */
export const BRANCH_HEIGHT = 26;
/** Where the branches begin on the card. */
export const BRANCHES_TOP = CARD_SIZE.height - 30;

export const routerDefinition: NodeDefinition<'router'> = {
  kind: 'router',
  label: 'Router',
  description: 'Sends each record to the first branch that it meets',
  keywords: ['branch', 'split', 'switch', 'case', 'route', 'if', 'else', 'condition', 'segment'],
  inLane: true,
  inspectorWidth: 460,
  widens: false,
  next: ['mapping', 'filter'],
  create: (id) =>
    RouterNode.parse({ id, kind: 'router', branches: [{ id: 'branch_1', name: 'Branch 1', condition: '' }] }),
  size: (node) => ({
    width: CARD_SIZE.width,
    height: CARD_SIZE.height + BRANCH_HEIGHT * (node.branches.length + 1),
  }),
  outlets: (node) =>
    [...node.branches, { id: OTHERWISE, name: 'Otherwise' }].map(({ id, name }, index) => ({
      id,
      name,
      top: BRANCHES_TOP + BRANCH_HEIGHT * (index + 0.5),
    })),
  title: (node) => node.label || 'Router',
  subtitle: (node) => {
    const count = node.branches.length;
    return count === 1 ? '1 branch' : `${count} branches`;
  },
};
