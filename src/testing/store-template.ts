/** The migrated, empty store that every test store is copied from. */
export const storeTemplate = 'syncline_template';
