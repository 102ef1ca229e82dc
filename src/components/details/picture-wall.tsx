import { Suspense, useMemo, useState } from 'react';
import { useLocale } from 'use-intl/react';
import { lazily } from '~/components/app/lazily';
import { PictureTile } from '~/components/media/picture-tile';
import { type ShownFile, shownAttachments } from '~/components/media/shown-file';
import type { MessageEntry } from '~/contract/entry';

const Lightbox = lazily(() => import('~/components/media/lightbox'));

/** Pictures and films in small, month by month; each opens among all of them. */
export function PictureWall({ messages }: { readonly messages: readonly MessageEntry[] }) {
  const locale = useLocale();
  const [opened, setOpened] = useState<{ readonly files: readonly ShownFile[]; readonly at: number } | null>(null);
  const files = useMemo(() => messages.flatMap(picturesOf), [messages]);
  const months = useMemo(() => byMonth(files, locale), [files, locale]);
  return (
    <>
      {months.map(({ name, places }) => (
        <section key={name} aria-label={name} className="grid gap-2">
          <h3 className="text-xs font-semibold text-muted">{name}</h3>
          <ul className="grid grid-cols-3 gap-1 sm:max-lg:grid-cols-6">
            {places.map((at) => (
              <li key={files[at]!.key} className="relative aspect-square overflow-hidden rounded-lg">
                <PictureTile file={files[at]!} onOpen={() => setOpened({ files, at })} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {opened && (
        <Suspense>
          <Lightbox {...opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  );
}

interface Picture extends ShownFile {
  readonly sentAt: string;
}

function picturesOf({ id, at, attachments }: MessageEntry): Picture[] {
  return shownAttachments(attachments)
    .filter(({ kind }) => kind === 'image' || kind === 'video')
    .map((file) => ({ ...file, key: `${id} ${file.key}`, sentAt: at }));
}

/** Which of the pictures, by place, belong to each month; in their order. */
function byMonth(files: readonly Picture[], locale: string) {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
  const months = new Map<string, number[]>();
  for (const [at, { sentAt }] of files.entries()) {
    const name = format.format(new Date(sentAt));
    months.set(name, [...(months.get(name) ?? []), at]);
  }
  return [...months].map(([name, places]) => ({ name, places }));
}
