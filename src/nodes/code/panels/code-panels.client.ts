'use client';

import { CasesPanel } from './cases.client.tsx';
import type { CodePanel } from './code-panel.ts';
import { LawsPanel } from './laws.client.tsx';
import { ProblemsPanel } from './problems.client.tsx';
import { SettingsPanel } from './settings.client.tsx';
import { TryPanel } from './try.client.tsx';

/** The tabs beside the code, in their order. */
export const codePanels: readonly CodePanel[] = [
  {
    id: 'problems',
    label: 'Problems',
    count: ({ findings, problems }) => findings.length + problems.length,
    Panel: ProblemsPanel,
  },
  { id: 'try', label: 'Try', Panel: TryPanel },
  { id: 'cases', label: 'Cases', count: ({ node }) => node.cases?.length ?? 0, Panel: CasesPanel },
  { id: 'laws', label: 'Laws', forms: ['lens'], Panel: LawsPanel },
  { id: 'settings', label: 'Settings', Panel: SettingsPanel },
];
