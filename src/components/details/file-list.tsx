import { AudioPlayer } from '~/components/media/audio-player';
import { DocumentCard } from '~/components/media/document-card';
import { shownAttachments } from '~/components/media/shown-file';
import type { MessageEntry } from '~/contract/entry';
import { Origin } from './origin';

/** Documents to download, and what sounds, to be heard here. */
export function FileList({ messages }: { readonly messages: readonly MessageEntry[] }) {
  return (
    <ul className="-mx-1.5 grid gap-3">
      {messages.map((message) => (
        <li key={message.id} className="grid gap-0.5">
          {shownAttachments(message.attachments).map((file) =>
            file.kind === 'audio' ? (
              <div key={file.key} className={file.wave ? 'h-14' : 'h-19'}>
                <AudioPlayer file={file} />
              </div>
            ) : (
              file.kind === 'file' && (
                <div key={file.key} className="h-14">
                  <DocumentCard file={file} />
                </div>
              )
            ),
          )}
          <Origin message={message} />
        </li>
      ))}
    </ul>
  );
}
