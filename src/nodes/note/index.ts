import { StickyNote } from 'lucide-react';
import type { NodeViews } from '../node-views.ts';
import { NoteCard } from './card.client.tsx';
import { NoteInspector } from './inspector.client.tsx';

export const noteViews: NodeViews<'note'> = { Card: NoteCard, Inspector: NoteInspector, Icon: StickyNote };
