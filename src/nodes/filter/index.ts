import { Funnel } from 'lucide-react';
import type { NodeViews } from '../node-views.ts';
import { FilterCard } from './card.client.tsx';
import { FilterInspector } from './inspector.client.tsx';

export const filterViews: NodeViews<'filter'> = {
  Card: FilterCard,
  Inspector: FilterInspector,
  Icon: Funnel,
};
