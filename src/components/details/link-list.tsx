import { Globe } from 'lucide';
import { linksIn } from '~/components/conversation/links';
import { Icon } from '~/components/ui/icon';
import type { MessageEntry } from '~/contract/entry';
import { Origin } from './origin';

/** Web addresses, by where they lead. */
export function LinkList({ messages }: { readonly messages: readonly MessageEntry[] }) {
  return (
    <ul className="-mx-1.5 grid gap-3">
      {messages.map((message) => (
        <li key={message.id} className="grid gap-0.5">
          {addressesIn(message.text).map((url) => (
            <a
              key={url.href}
              href={url.href}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="flex min-h-12 items-center gap-3 rounded-xl px-1.5 py-1 hover:bg-hover"
            >
              <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent-text">
                <Icon of={Globe} className="size-4" />
              </span>
              <span dir="ltr" className="grid min-w-0 flex-1">
                <span className="truncate text-sm font-medium">{url.host}</span>
                <span className="truncate text-xs text-muted">{url.pathname + url.search}</span>
              </span>
            </a>
          ))}
          <Origin message={message} />
        </li>
      ))}
    </ul>
  );
}

/** Each once. */
function addressesIn(text: string): URL[] {
  const hrefs = linksIn(text)
    .map(({ href }) => href)
    .filter((href) => href.startsWith('http') && URL.canParse(href));
  return [...new Set(hrefs)].map((href) => new URL(href));
}
