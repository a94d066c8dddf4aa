'use client';

import { NodeSettings } from '../node-settings.client.tsx';
import type { CodePanelProps } from './code-panel.ts';

/** Form, fields, and what becomes of dropped records, beside the code. */
export function SettingsPanel(props: CodePanelProps) {
  return <NodeSettings {...props} />;
}
