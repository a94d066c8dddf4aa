import { Database } from 'lucide-react';
import type { NodeViews } from '../node-views.ts';
import { EndpointCard } from './card.client.tsx';
import { EndpointInspector } from './inspector.client.tsx';

export const endpointViews: NodeViews<'endpoint'> = {
  Card: EndpointCard,
  Inspector: EndpointInspector,
  Icon: Database,
};
