import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { Button } from '~/components/ui/button';
import type { Id } from '~/contract/primitives';

/** Stands above the first message held when those before it could not be loaded. */
export function OlderFailed({ conversationId }: { readonly conversationId: Id }) {
  const common = useTranslations('common');
  const t = useTranslations('conversation');
  const engine = useEngine();
  return (
    <>
      {t('olderNotLoaded')}
      <Button onClick={() => void engine.loadOlder(conversationId)}>{common('retry')}</Button>
    </>
  );
}
