/** Syncline's mark: two lines that go both ways. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <span
      aria-hidden
      className="inline-flex shrink-0 items-center justify-center rounded-md bg-accent text-on-accent"
      style={{ width: size, height: size }}
    >
      <svg
        aria-hidden="true"
        width={size * 0.64}
        height={size * 0.64}
        viewBox="0 0 14 14"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M4.5 1.5 2 4l2.5 2.5M2 4h10M9.5 7.5 12 10l-2.5 2.5M12 10H2" />
      </svg>
    </span>
  );
}
