import { z } from 'zod';

/** Of which rows the values of two-way pairs are taken to the other side and back before a flow is deployed. */
export const RoundTripRows = z.enum(['samples', 'all']);
export type RoundTripRows = z.infer<typeof RoundTripRows>;
