import type { ComponentType } from 'react';
import type { Problem } from '#core/flow/problem.ts';
import type { NodeKind, NodeOfKind } from './node-definition.ts';
import type { NodeLive } from './node-live.ts';

/** What a node's card shows. */
export type CardProps<K extends NodeKind> = {
  node: NodeOfKind<K>;
  selected: boolean;
  problems: readonly Problem[];
  /** Null while the deployed version has no such node. */
  live: NodeLive | null;
};

/** What a node's inspector works on. */
export type InspectorProps<K extends NodeKind> = {
  node: NodeOfKind<K>;
  problems: readonly Problem[];
  live: NodeLive | null;
  readOnly: boolean;
  /** The mapping's pair to scroll to, after its problem was clicked. */
  focusField: number | null;
  /** The place of the node's code to go to, after its problem was clicked; another `request` goes there again. */
  focusPlace: (NonNullable<Problem['place']> & { request: number }) | null;
  /** The inspector covers the canvas. */
  wide: boolean;
  onWide: (wide: boolean) => void;
  /**
   * Changes the node in place; one call is one undo step.
   *
   * @param gesture named alike, consecutive calls are one undo step (typing in one field)
   */
  onEdit: (recipe: (node: NodeOfKind<K>) => void, gesture?: string) => void;
  /** Ends a run of calls with the same gesture; for `onBlur`. */
  onEditEnd: () => void;
};

/** How one kind of node is drawn. */
export type NodeViews<K extends NodeKind> = {
  Card: ComponentType<CardProps<K>>;
  Inspector: ComponentType<InspectorProps<K>>;
  Icon: ComponentType<{ className?: string }>;
};
