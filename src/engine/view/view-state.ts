/**
 * The column that says how a view sees a row: null for a record like any other, what becomes of the record on the other
 * side where the code leaves it out (`FilterLeave`), or why it could not be made (`failedValue`).
 */
export const VIEW_STATE = 'syncline:view';
