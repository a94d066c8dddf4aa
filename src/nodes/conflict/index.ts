import { GitMerge } from 'lucide-react';
import type { NodeViews } from '../node-views.ts';
import { ConflictCard } from './card.client.tsx';
import { ConflictInspector } from './inspector.client.tsx';

export const conflictViews: NodeViews<'conflict'> = {
  Card: ConflictCard,
  Inspector: ConflictInspector,
  Icon: GitMerge,
};
