/** What one run of the growth benchmark is like. */
export type GrowthCase = {
  name: string;
  /** Rows in the table. */
  rows: number;
  /** Columns of the table beside its key. */
  columns: number;
  /** Flows deployed, each with a table of its own; one of them carries the changes. */
  flows: number;
  /** Records that are parked meanwhile. */
  parked: number;
  /** Lines that the ledger holds already. */
  ledger: number;
};

/** Sizes of the benchmark at a scale, with the number of changes that are carried. */
export function growthCases(scale: number): { changes: number; base: GrowthCase; grown: GrowthCase[] } {
  const size = (full: number) => Math.max(1_000, Math.round(full * scale));
  const base: GrowthCase = {
    name: 'base',
    rows: size(100_000),
    columns: 8,
    flows: 1,
    parked: 0,
    ledger: size(100_000),
  };
  return {
    changes: Math.ceil(size(30_000) / 100) * 100,
    base,
    grown: [
      { ...base, name: 'rows-x10', rows: 10 * base.rows },
      { ...base, name: 'width-x10', columns: 10 * base.columns },
      { ...base, name: 'flows-10', flows: 10 },
      { ...base, name: 'flows-100', flows: 100 },
      { ...base, name: 'parked', parked: size(10_000) },
      { ...base, name: 'ledger-x10', ledger: 10 * base.ledger },
    ],
  };
}
