import { z } from 'zod';

export const SignInForm = z.object({
  email: z.email('This is not an e-mail address.'),
  password: z.string().min(1, 'Enter your password.'),
});
export type SignInForm = z.infer<typeof SignInForm>;

/** The server refuses shorter ones. */
export const NewPassword = z.string().min(8, 'At least 8 characters.').max(128, 'At most 128 characters.');

export const SignUpForm = z.object({
  name: z.string().trim().min(1, 'Enter your name.').max(80),
  password: NewPassword,
});
export type SignUpForm = z.infer<typeof SignUpForm>;
