import type { ComponentProps, MouseEvent } from 'react';
import { goTo, goUp } from './navigation';

interface GoLinkProps extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  readonly href: string;
  /** It leads to the screen above this one. */
  readonly up?: boolean;
  /** Called as it is followed within the application. */
  readonly onFollow?: () => void;
}

/** A link to another screen of the application. Opening it in a new tab works as with any link. */
export function GoLink({ href, up = false, onFollow, children, ...rest }: GoLinkProps) {
  function follow(event: MouseEvent) {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onFollow?.();
    if (up) goUp(href);
    else goTo(href);
  }
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}
