import { Download } from 'lucide';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { useFormats } from '~/components/app/formats';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import { DocumentIcon } from './document-icon';
import { ProgressRing } from './progress-ring';
import { saveFile } from './save-file';
import type { ShownFile } from './shown-file';

const CARD = 'flex size-full items-center gap-3 rounded-xl px-1.5 text-start';

/** A document: what it is called, how large it is; a press downloads it. */
export function DocumentCard({ file }: { readonly file: ShownFile }) {
  const t = useTranslations('media');
  const { fileSize } = useFormats();
  const engine = useEngine();
  const { source, filename, size, progress } = file;
  const [failed, setFailed] = useState(false);
  const looks = (
    <>
      <span className="relative grid size-11 shrink-0 place-items-center rounded-lg bg-canvas/70 text-accent-text">
        <DocumentIcon filename={filename} className="size-5" />
        {progress && <ProgressRing progress={progress} size={size} className="absolute inset-0" />}
      </span>
      <span className="grid min-w-0 flex-1">
        <span className="wrap-anything line-clamp-2 text-sm leading-tight font-medium">
          <bdi>{filename}</bdi>
        </span>
        <span
          role={failed ? 'alert' : undefined}
          className={classNames('truncate text-xs', failed ? 'text-danger-text' : 'text-muted')}
        >
          {failed ? t('brokenAgain') : fileSize(size)}
        </span>
      </span>
    </>
  );
  if (source.type === 'local') return <div className={CARD}>{looks}</div>;
  return (
    <button
      type="button"
      title={t('download')}
      onClick={() =>
        saveFile(engine, source.attachment).then(
          () => setFailed(false),
          () => setFailed(true),
        )
      }
      className={`${CARD} hover:bg-canvas/50`}
    >
      {looks}
      <span className="sr-only">{t('download')}</span>
      <Icon of={Download} className="me-1 size-5 shrink-0 text-muted" />
    </button>
  );
}
