'use client';

import type { CodePanel } from './code-panel.ts';
import { ProblemsPanel } from './problems.client.tsx';
import { SettingsPanel } from './settings.client.tsx';

/** The tabs beside the code, in their order. */
export const codePanels: readonly CodePanel[] = [
  {
    id: 'problems',
    label: 'Problems',
    count: ({ findings, problems }) => findings.length + problems.length,
    Panel: ProblemsPanel,
  },
  { id: 'settings', label: 'Settings', Panel: SettingsPanel },
];
