import { Upload } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { bdi } from '~/components/ui/bdi';

/** Lies over a conversation while files are held over it. */
export function DropOverlay({ title }: { readonly title: string }) {
  const t = useTranslations('media');
  return (
    <div className="pointer-events-none absolute inset-0 z-20 grid animate-appear bg-canvas/80 p-3 backdrop-blur-xs md:p-5">
      <div className="grid place-content-center justify-items-center gap-3 rounded-2xl border-2 border-accent-text border-dashed bg-accent-soft/80 p-4 text-center">
        <Upload aria-hidden className="size-10 text-accent-text" />
        <p className="wrap-anything text-lg font-semibold">{t('drop')}</p>
        <p className="wrap-anything text-sm text-muted">{t.rich('dropTo', { title, bdi })}</p>
      </div>
    </div>
  );
}
