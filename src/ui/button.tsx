import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent font-semibold hover:bg-accent-hover border border-transparent',
  secondary: 'bg-surface text-ink font-medium border border-line hover:bg-surface-2',
  ghost: 'text-ink-2 font-medium border border-transparent hover:bg-surface-2 hover:text-ink',
  danger: 'bg-surface text-fail font-medium border border-line hover:bg-fail-bg hover:border-fail/40',
};

const sizes: Record<ButtonSize, string> = {
  sm: 'h-6 px-2 text-sm gap-1 rounded-sm [&_svg]:size-3.5',
  md: 'h-7 px-2.5 text-base gap-1.5 rounded-md [&_svg]:size-4',
  lg: 'h-8 px-3.5 text-base gap-2 rounded-md [&_svg]:size-4',
};

/** Classes of a button, for links that look like one. */
export function buttonClasses(variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string {
  return classNames(
    'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap transition-colors',
    'disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50',
    variants[variant],
    sizes[size],
  );
}

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Shows a spinner and takes no clicks. */
  loading?: boolean;
  /** Renders its single child (a link) with the button's looks; `icon` and `loading` do not apply. */
  asChild?: boolean;
};

/** A button, 28 px high unless told otherwise. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  loading = false,
  asChild = false,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  const classes = classNames(buttonClasses(variant, size), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type}
      className={classes}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      {...rest}
    >
      {loading ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
      {children}
    </button>
  );
}
