import { Fragment } from 'react';
import { useTranslations } from 'use-intl/react';
import { Dialog } from '~/components/ui/dialog';
import { KeyNames } from './key-names';
import type { Keys } from './keys';
import { SHORTCUTS } from './shortcuts';

type Scope = keyof typeof SHORTCUTS;
type NameIn<S extends Scope> = keyof (typeof SHORTCUTS)[S] & string;
type Name = { readonly [S in Scope]: NameIn<S> }[Scope];

/** Every shortcut there is, read from the tables that bind them. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('keyboard');
  return (
    <Dialog title={t('title')} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll what has the focus. */}
      <div tabIndex={0}>
        {(Object.keys(SHORTCUTS) as Scope[]).map((scope) => (
          <section key={scope} className="mb-5 last:mb-0">
            <h3 className="mb-1 text-sm font-semibold text-muted">{t(scope)}</h3>
            <dl>
              {(Object.entries(SHORTCUTS[scope]) as [Name, readonly Keys[]][]).map(([name, alternatives]) => (
                <div
                  key={name}
                  className="flex min-h-9 items-center justify-between gap-4 border-b border-line last:border-0"
                >
                  <dt className="text-sm">{t(name)}</dt>
                  <dd className="flex shrink-0 items-center gap-2 text-sm text-muted">
                    {alternatives.map((keys, index) => (
                      <Fragment key={keys}>
                        {index > 0 && t('or')}
                        <KeyNames keys={keys} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
