/** The mark of `icon.svg`. */
export function Logo({ className }: { readonly className: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        className="fill-white"
        d="M16 7c-5.5 0-10 3.6-10 8.2 0 2.6 1.5 5 3.8 6.5-.1 1-.5 2.2-1.3 3.2-.2.3 0 .7.4.6 1.9-.2 3.5-.9 4.7-1.8.8.1 1.6.2 2.4.2 5.5 0 10-3.7 10-8.3S21.5 7 16 7z"
      />
      <g className="fill-accent">
        <circle cx="11.7" cy="15.3" r="1.5" />
        <circle cx="16" cy="15.3" r="1.5" />
        <circle cx="20.3" cy="15.3" r="1.5" />
      </g>
    </svg>
  );
}
