import type { CodeForm } from '#core/code/code-form.ts';

/** What each form is called and what its code is asked, in the order of the choice. */
export const codeForms: Readonly<Record<CodeForm, { label: string; sentence: string }>> = {
  transform: {
    label: 'Transform',
    sentence: 'Makes of each record another, several, or none; it goes one way.',
  },
  lens: {
    label: 'Two-way lens',
    sentence: 'Goes both ways: backward undoes what forward does.',
  },
  batch: { label: 'Batch', sentence: 'Like a transform, for many records in one call.' },
  filter: { label: 'Filter', sentence: 'Says of each record whether it goes through.' },
  merge: {
    label: 'Merge',
    sentence: 'Decides a conflict from base, left and right. Rules name it; no edge does.',
  },
};

/** Whether code of the form can let a record go no further. */
export const dropsRecords = (form: CodeForm) => form !== 'lens' && form !== 'merge';

/** Whether code of the form makes records with fields of its own. */
export const makesFields = (form: CodeForm) => form !== 'filter' && form !== 'merge';
