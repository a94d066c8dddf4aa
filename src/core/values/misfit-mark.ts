/**
 * Opens the text of a value that is none of its field's type (a word in a column of whole numbers, on a system
 * that lets it stand there). What follows is the value as the system's own literal. No cast takes such a text and
 * no target may write it, but one of the same system as the value it was: the record fails where people see it,
 * and nothing is changed in silence. PostgreSQL refuses it by itself, since its texts hold no NUL.
 */
export const MISFIT_MARK = '\0misfit\0';
