/** The form that most values of a field have. */
export type ValueFormat =
  | 'e-mail address'
  | 'URL'
  | 'UUID'
  | 'IP address'
  | 'date'
  | 'date and time'
  | 'yes or no'
  | 'whole number'
  | 'number'
  | 'phone number'
  | 'country code'
  | 'currency code';

/** What the values of a field look like in a sample of its stream's rows. */
export type FieldProfile = {
  /** Rows in the sample, and those of them where the field is null or blank. */
  rows: number;
  empty: number;
  /** Null where the values have no form in common. */
  format: ValueFormat | null;
  /** Mean number of characters; 0 where all are empty. */
  length: number;
  /** The different values in a form in which equal ones of two systems are equal, cut to a bounded length. */
  values: ReadonlySet<string>;
  /** Smallest and largest value of numbers, else null. */
  range: { min: number; max: number } | null;
};
