import { CodeNode } from '../flow/flow-graph.ts';
import type { BuiltIn } from './built-in/built-in.ts';
import { cleanUpContact } from './built-in/clean-up-contact.ts';
import { dropTestRecords } from './built-in/drop-test-records.ts';
import { gramsAndKilograms } from './built-in/grams-and-kilograms.ts';
import { mergeTags } from './built-in/merge-tags.ts';
import { splitFullName } from './built-in/split-full-name.ts';
import type { Template } from './template-body.ts';

export const builtIns: readonly BuiltIn[] = [
  cleanUpContact,
  splitFullName,
  dropTestRecords,
  mergeTags,
  gramsAndKilograms,
];

/** Templates that every workspace has: code for what most flows need at some time, with its tests. */
export const builtInTemplates: readonly Template[] = builtIns.map(({ id, name, description, node }) => ({
  id: `built-in:${id}`,
  name,
  description,
  body: {
    formatVersion: 1,
    nodes: [CodeNode.parse({ id, kind: 'code', label: name, ...node })],
    edges: [],
  },
}));
