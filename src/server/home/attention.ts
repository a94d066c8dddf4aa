/** Something that a person should look at. */
export type Attention = {
  kind: AttentionKind;
  severity: 'error' | 'warning' | 'info';
  title: string;
  /** One or two sentences: what it means, and the remedy. */
  detail: string;
  /** Where to look at it. */
  href: string;
  /** What the link there says. */
  action: string;
};

/** In this order where they are as bad as each other. */
export const attentionKinds = [
  'runner-absent',
  'breaker-tripped',
  'flow-failing',
  'target-burning',
  'conflicts-held',
  'records-parked',
  'streams-changed',
  'log-retained',
  'verify-failed',
  'connection-failed',
  'draft-undeployed',
] as const;
export type AttentionKind = (typeof attentionKinds)[number];
