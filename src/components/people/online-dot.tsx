import { useTranslations } from 'use-intl/react';
import type { Id } from '~/contract/primitives';
import { useIsOnline } from './use-presence';

/** On the edge of an avatar, which is to be positioned `relative`. */
export function OnlineDot({ userId }: { readonly userId: Id | null | undefined }) {
  const t = useTranslations('common');
  if (!useIsOnline(userId)) return null;
  return (
    <span
      role="img"
      aria-label={t('online')}
      title={t('online')}
      className="absolute end-0 bottom-0 size-3 rounded-full border-2 border-panel bg-live"
    />
  );
}
