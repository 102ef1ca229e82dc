import { useTranslations } from 'use-intl/react';
import { roomPath } from '~/components/app/navigation';
import { CopyButton } from '~/components/ui/copy-button';

/** Leads whoever follows it into the room, or to its door. */
export function RoomLink({ slug }: { readonly slug: string }) {
  const t = useTranslations('details');
  const link = window.location.origin + roomPath(slug);
  return (
    <section aria-label={t('linkTo')} className="grid gap-2">
      <h3 className="text-sm font-semibold">{t('link')}</h3>
      <p dir="ltr" className="wrap-anything rounded-lg bg-panel px-3 py-2 text-sm select-all">
        {link}
      </p>
      <div>
        <CopyButton text={link} label={t('copyLink')} />
      </div>
    </section>
  );
}
