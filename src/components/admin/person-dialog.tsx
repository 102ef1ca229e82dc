import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Done } from '~/components/account/done';
import { useFormats } from '~/components/app/formats';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { buttonLook } from '~/components/ui/button-look';
import { CopyButton } from '~/components/ui/copy-button';
import { Dialog } from '~/components/ui/dialog';
import { INPUT } from '~/components/ui/text-field';
import type { AdminPerson, PasswordReset } from '~/contract/admin';
import { Confirm } from './confirm';

type PersonAct = 'disable' | 'enable' | 'resetPassword' | 'makeAdmin' | 'unmakeAdmin' | 'export' | 'erase';

type View =
  | { readonly at: 'person' | 'done' }
  | { readonly at: 'act'; readonly act: PersonAct }
  | { readonly at: 'reset'; readonly reset: PasswordReset }
  | { readonly at: 'export'; readonly url: string };

const DANGEROUS: readonly PersonAct[] = ['disable', 'erase'];

interface PersonDialogProps {
  readonly person: AdminPerson;
  readonly isMe: boolean;
  readonly onClose: () => void;
}

/** One person, and what can be done about them. Each act says what will happen before it does. */
export function PersonDialog({ person, isMe, onClose }: PersonDialogProps) {
  const t = useTranslations('admin');
  const [view, setView] = useState<View>({ at: 'person' });
  const run = usePersonActs(person, setView);
  return (
    <Dialog title={person.name} onClose={onClose}>
      {view.at === 'person' && (
        <div className="grid gap-4">
          <About person={person} />
          <div className="grid gap-2">
            {actsOn(person, isMe).map((act) => (
              <Button
                key={act}
                look={DANGEROUS.includes(act) ? 'wary' : 'plain'}
                onClick={() => setView({ at: 'act', act })}
              >
                {t('act', { act })}
              </Button>
            ))}
          </div>
        </div>
      )}
      {view.at === 'act' && (
        <Confirm
          action={t('act', { act: view.act })}
          dangerous={DANGEROUS.includes(view.act)}
          onConfirm={(reason) => run(view.act, reason)}
          onCancel={() => setView({ at: 'person' })}
        >
          {t('does', { act: view.act })}
        </Confirm>
      )}
      {view.at === 'reset' && <ResetLink {...view.reset} onClose={onClose} />}
      {view.at === 'export' && (
        <div className="grid gap-4">
          <p className="text-sm text-muted">{t('exportReady')}</p>
          <a href={view.url} download className={buttonLook('primary')}>
            {t('download')}
          </a>
        </div>
      )}
      {view.at === 'done' && <Done onClose={onClose}>{t('wasDone')}</Done>}
    </Dialog>
  );
}

function actsOn({ disabledAt, role }: AdminPerson, isMe: boolean): readonly PersonAct[] {
  if (isMe) return ['unmakeAdmin', 'export'];
  return [
    disabledAt ? 'enable' : 'disable',
    'resetPassword',
    ...(disabledAt ? [] : [role === 'admin' ? ('unmakeAdmin' as const) : ('makeAdmin' as const)]),
    'export',
    'erase',
  ];
}

function usePersonActs({ id: userId }: AdminPerson, show: (view: View) => void) {
  const utils = trpc.useUtils();
  const disable = trpc.admin.disable.useMutation();
  const enable = trpc.admin.enable.useMutation();
  const reset = trpc.admin.resetPassword.useMutation();
  const setRole = trpc.admin.setRole.useMutation();
  const exported = trpc.admin.exportPerson.useMutation();
  const erase = trpc.admin.erase.useMutation();

  async function outcomeOf(act: PersonAct, input: { userId: string; reason?: string }): Promise<View> {
    switch (act) {
      case 'disable':
        await disable.mutateAsync(input);
        break;
      case 'enable':
        await enable.mutateAsync(input);
        break;
      case 'makeAdmin':
        await setRole.mutateAsync({ ...input, platformRole: 'admin' });
        break;
      case 'unmakeAdmin':
        await setRole.mutateAsync({ ...input, platformRole: 'member' });
        break;
      case 'erase':
        await erase.mutateAsync(input);
        break;
      case 'resetPassword':
        return { at: 'reset', reset: await reset.mutateAsync(input) };
      case 'export':
        return { at: 'export', url: (await exported.mutateAsync(input)).url };
    }
    return { at: 'done' };
  }

  return async (act: PersonAct, reason: string | undefined) => {
    show(await outcomeOf(act, { userId, ...(reason !== undefined && { reason }) }));
    await utils.admin.invalidate();
  };
}

function About({ person }: { readonly person: AdminPerson }) {
  const t = useTranslations('admin');
  const { exactTime, fullDate, fileSize } = useFormats();
  return (
    <div className="wrap-anything grid gap-1 text-sm text-muted">
      <p>
        <bdi>@{person.username}</bdi> · <bdi>{person.email}</bdi>
      </p>
      <p>{t('since', { date: fullDate(person.createdAt) })}</p>
      <p>{person.lastSeenAt ? t('lastSeen', { time: exactTime(person.lastSeenAt) }) : t('neverSeen')}</p>
      <p>{t('filesTake', { size: fileSize(person.bytes) })}</p>
    </div>
  );
}

/** The only time the link is seen. */
function ResetLink({ path, expiresAt, onClose }: PasswordReset & { readonly onClose: () => void }) {
  const t = useTranslations('admin');
  const { exactTime } = useFormats();
  const link = window.location.origin + path;
  return (
    <Done onClose={onClose}>
      <span className="grid gap-3">
        <span className="text-sm">{t('resetReady', { time: exactTime(expiresAt) })}</span>
        <input
          readOnly
          dir="ltr"
          aria-label={t('link')}
          value={link}
          onFocus={(event) => event.currentTarget.select()}
          className={INPUT}
        />
        <CopyButton text={link} label={t('copyLink')} />
      </span>
    </Done>
  );
}
