import type { FlowNode } from '#core/flow/flow-graph.ts';

export type NodeKind = FlowNode['kind'];
export type NodeOfKind<K extends NodeKind> = Extract<FlowNode, { kind: K }>;

/** The size of a node on the canvas, in canvas pixels. Sizes are fixed so that nothing has to be measured. */
export type NodeSize = { width: number; height: number };

/** What the editor knows of one kind of node, without drawing it. */
export type NodeDefinition<K extends NodeKind> = {
  kind: K;
  /** The kind's name in menus, e.g. `Endpoint`. */
  label: string;
  /** One sentence for the menu. */
  description: string;
  /** Words that find it in the menu. */
  keywords: readonly string[];
  /** Whether a lane runs through it: it then has a handle on either side. */
  inLane: boolean;
  /** Width of its inspector, in pixels. */
  inspectorWidth: number;
  /** Its inspector can be opened in full, over the canvas. */
  widens: boolean;
  /** The kinds that usually come next, the likeliest first. */
  next: readonly NodeKind[];
  create(id: string): NodeOfKind<K>;
  size(node: NodeOfKind<K>): NodeSize;
  /** The ways out of it, where there are several: edges name theirs. `top`: pixels from the card's upper edge. */
  outlets?(node: NodeOfKind<K>): readonly { id: string; name: string; top: number }[];
  /** The label a person gave it, or what it does. */
  title(node: NodeOfKind<K>): string;
  subtitle(node: NodeOfKind<K>): string;
};

/** Every lane node has this size. */
export const CARD_SIZE: NodeSize = { width: 240, height: 84 };
