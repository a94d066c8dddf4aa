/** How the whole flow is brought into view: never larger than life, and clear of the toolbar at the bottom. */
export const fitOptions = { padding: { x: '24px', top: '24px', bottom: '80px' }, maxZoom: 1 } as const;
