import { SquareCode } from 'lucide-react';
import type { NodeViews } from '../node-views.ts';
import { CodeCard } from './card.client.tsx';
import { CodeInspector } from './inspector.client.tsx';

export const codeViews: NodeViews<'code'> = { Card: CodeCard, Inspector: CodeInspector, Icon: SquareCode };
