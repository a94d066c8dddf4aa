/** Directions in words. */
export const ways = { both: 'both ways', forward: 'left to right', backward: 'right to left' } as const;
