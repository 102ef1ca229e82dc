import { type ReactNode, useMemo } from 'react';
import { linksIn } from './links';

/** As it was written: line breaks stay, links can be followed, and nothing in it is ever markup. */
export function MessageText({ text }: { readonly text: string }) {
  const parts = useMemo(() => withLinks(text), [text]);
  return (
    <p dir="auto" className="wrap-anything flex-auto whitespace-pre-wrap text-[15px] leading-snug">
      {parts}
    </p>
  );
}

function withLinks(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const link of linksIn(text)) {
    parts.push(
      text.slice(at, link.start),
      <a
        key={link.start}
        href={link.href}
        target="_blank"
        rel="noopener noreferrer"
        className="text-accent-text underline underline-offset-2"
      >
        {text.slice(link.start, link.end)}
      </a>,
    );
    at = link.end;
  }
  parts.push(text.slice(at));
  return parts;
}
