/** A side's clock against ours, microseconds: its time minus ours, and how sure that is (E14). */
export type Clock = { offset: number; uncertainty: number };
