import { Split } from 'lucide-react';
import type { NodeViews } from '../node-views.ts';
import { RouterCard } from './card.client.tsx';
import { RouterInspector } from './inspector.client.tsx';

export const routerViews: NodeViews<'router'> = {
  Card: RouterCard,
  Inspector: RouterInspector,
  Icon: Split,
};
