import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { useFormats } from '~/components/app/formats';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { AttachedIcon } from '~/components/media/attached-icon';
import { Avatar } from '~/components/ui/avatar';
import { bdi } from '~/components/ui/bdi';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';
import type { MessageEntry } from '~/contract/entry';
import { attachedKindOf } from '~/contract/preview';
import type { Instant } from '~/contract/primitives';
import type { MessageReceipt } from '~/contract/receipt';
import { nameOf } from '~/sync/selectors';

interface InfoDialogProps {
  readonly message: MessageEntry;
  readonly onClose: () => void;
}

/** Who has a message, who has read it, and since when. */
export default function InfoDialog({ message, onClose }: InfoDialogProps) {
  const t = useTranslations('message');
  return (
    <Dialog title={t('info')} onClose={onClose}>
      <Requests>
        <Receipts message={message} />
      </Requests>
    </Dialog>
  );
}

function Receipts({ message: { conversationId, id, at, attachments } }: Pick<InfoDialogProps, 'message'>) {
  const t = useTranslations('message');
  const { exactTime, fileSize } = useFormats();
  const messageOf = useMessageOf();
  const info = trpc.message.info.useQuery({ conversationId, messageId: id }, { staleTime: 0 });
  const { refetch } = info;
  const receipts = useSync((state) => state.receipts.get(conversationId));

  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody has come further.
  useEffect(() => void refetch(), [receipts, refetch]);

  if (info.isPending) return <Spinner label={t('loadingInfo')} />;
  if (!info.data) return <FormError message={messageOf(info.error)} />;
  const read = info.data.filter((one) => one.read);
  const delivered = info.data.filter((one) => one.delivered && !one.read);
  const waiting = info.data.filter((one) => !one.delivered);
  return (
    <div className="grid gap-4">
      <div className="grid gap-1 text-sm text-muted">
        <p>{t('sentAt', { time: exactTime(at) })}</p>
        {attachments.map((file) => (
          <p key={file.id} className="wrap-anything">
            <AttachedIcon kind={attachedKindOf(file)} />
            {t.rich('fileAbout', { filename: file.filename, size: fileSize(file.size), bdi })}
          </p>
        ))}
      </div>
      <People title={t('readBy')} people={read} atOf={(one) => one.readAt} />
      {delivered.length > 0 && <People title={t('deliveredTo')} people={delivered} atOf={(one) => one.deliveredAt} />}
      {waiting.length > 0 && <People title={t('notDelivered')} people={waiting} atOf={() => null} />}
    </div>
  );
}

interface PeopleProps {
  readonly title: string;
  readonly people: readonly MessageReceipt[];
  readonly atOf: (receipt: MessageReceipt) => Instant | null;
}

function People({ title, people, atOf }: PeopleProps) {
  const common = useTranslations('common');
  const t = useTranslations('message');
  const { exactTime } = useFormats();
  const users = useSync((state) => state.users);
  return (
    <section aria-label={title} className="grid gap-1">
      <h3 className="text-sm font-semibold">
        {title} <span className="font-normal text-muted">({people.length})</span>
      </h3>
      {people.length === 0 && <p className="text-sm text-muted">{t('nobodyYet')}</p>}
      <ul className="grid">
        {people.map((receipt) => {
          const name = nameOf({ users }, receipt.userId, common('somebody'));
          const at = atOf(receipt);
          return (
            <li key={receipt.userId} className="flex min-h-11 items-center gap-3">
              <Avatar id={receipt.userId} name={name} url={users.get(receipt.userId)?.avatarUrl} size="small" />
              <span className="flex min-w-0 flex-1 text-sm font-medium">
                <bdi className="truncate">{name}</bdi>
              </span>
              {at && (
                <time dateTime={at} className="shrink-0 text-xs text-muted">
                  {exactTime(at)}
                </time>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
