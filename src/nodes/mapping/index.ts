import { ListTree } from 'lucide-react';
import type { NodeViews } from '../node-views.ts';
import { MappingCard } from './card.client.tsx';
import { MappingInspector } from './inspector.client.tsx';

export const mappingViews: NodeViews<'mapping'> = {
  Card: MappingCard,
  Inspector: MappingInspector,
  Icon: ListTree,
};
