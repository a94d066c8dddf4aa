import type { AuditFinding } from '#core/ledger/audit-report.ts';

/** Findings that are named; what goes beyond is counted. */
export const NAMED = 1000;

/** Collects what an audit finds. */
export class Finder {
  readonly named: AuditFinding[] = [];
  found = 0;

  add(finding: Pick<AuditFinding, 'laneId' | 'fault' | 'detail'> & Partial<AuditFinding>): void {
    this.found += 1;
    if (this.named.length >= NAMED) return;
    this.named.push({ block: null, at: null, seq: null, recordKey: null, ...finding });
  }

  /** How many of them may still be named. */
  get room(): number {
    return NAMED - this.named.length;
  }
}
