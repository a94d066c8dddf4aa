'use client';

import { createContext, useContext } from 'react';
import type { ConditionItem } from '#core/expression/condition-tree.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { ConditionPath } from './edit-condition.ts';

/** What the lines of a condition need to know, and may do. */
export type ConditionEditing = {
  fields: readonly Field[];
  /** A value of each field as the sample has it, by the field's name. */
  examples: ReadonlyMap<string, string>;
  readOnly: boolean;
  change: (path: ConditionPath, item: ConditionItem, gesture?: string) => void;
  changeEnd: () => void;
  remove: (path: ConditionPath) => void;
  /** Adds an item at the end of the group. */
  add: (group: ConditionPath, item: ConditionItem) => void;
  step: (path: ConditionPath, by: -1 | 1) => void;
  dropped: (from: ConditionPath, to: ConditionPath) => void;
};

const Context = createContext<ConditionEditing | null>(null);

export const ConditionEditingProvider = Context.Provider;

/** The condition that a line is part of. */
export function useConditionEditing(): ConditionEditing {
  const editing = useContext(Context);
  if (!editing) throw new Error('A line of a condition was drawn outside of a condition.');
  return editing;
}
