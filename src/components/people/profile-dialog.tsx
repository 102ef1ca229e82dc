import { Ban, MessageCircle } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { useFormats } from '~/components/app/formats';
import { conversationPath, goTo } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Avatar } from '~/components/ui/avatar';
import { bdi } from '~/components/ui/bdi';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import { Spinner } from '~/components/ui/spinner';
import type { Profile, User } from '~/contract/user';
import { useWordsFor } from './use-presence';

interface ProfileDialogProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** Who somebody is, and what one can do with them. */
export default function ProfileDialog({ user, onClose }: ProfileDialogProps) {
  return (
    <Dialog title={user.name} onClose={onClose}>
      <Requests>
        <ProfilePage user={user} onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function ProfilePage({ user, onClose }: ProfileDialogProps) {
  const common = useTranslations('common');
  const t = useTranslations('people');
  const { fullDate } = useFormats();
  const messageOf = useMessageOf();
  const profile = trpc.user.get.useQuery({ userId: user.id });
  const words = useWordsFor(profile.data);
  return (
    <div className="grid gap-5">
      <div className="grid justify-items-center gap-1 text-center">
        <Avatar id={user.id} name={user.name} url={user.avatarUrl} size="large" />
        <p className="wrap-anything mt-1 text-muted">
          <bdi>@{user.username}</bdi>
        </p>
        {words && <p className="text-sm">{words}</p>}
        {profile.data && (
          <p className="text-sm text-muted">{t('hereSince', { date: fullDate(profile.data.createdAt) })}</p>
        )}
      </div>
      {profile.isPending && <Spinner label={common('loading')} />}
      <FormError message={profile.isError ? messageOf(profile.error) : undefined} />
      {profile.data && <Acts profile={profile.data} onClose={onClose} />}
    </div>
  );
}

function Acts({ profile, onClose }: { readonly profile: Profile; readonly onClose: () => void }) {
  const t = useTranslations('people');
  const messageOf = useMessageOf();
  const engine = useEngine();
  const meId = useSync((state) => state.me.id);
  const utils = trpc.useUtils();
  const refresh = () => utils.user.get.invalidate({ userId: profile.id });
  const block = trpc.user.block.useMutation({ onSuccess: refresh });
  const unblock = trpc.user.unblock.useMutation({ onSuccess: refresh });
  const open = trpc.conversation.openDirect.useMutation({
    onSuccess(conversation) {
      engine.adopt(conversation);
      onClose();
      goTo(conversationPath(conversation.id));
    },
  });
  const failed = [open, block, unblock].find(({ isError }) => isError);
  return (
    <>
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="primary" busy={open.isPending} onClick={() => open.mutate({ userId: profile.id })}>
          <Icon of={MessageCircle} className="size-4" />
          {t('message')}
        </Button>
        {profile.id !== meId &&
          (profile.blocked ? (
            <Button busy={unblock.isPending} onClick={() => unblock.mutate({ userId: profile.id })}>
              {t('unblock')}
            </Button>
          ) : (
            <Button look="wary" busy={block.isPending} onClick={() => block.mutate({ userId: profile.id })}>
              <Icon of={Ban} className="size-4" />
              {t('block')}
            </Button>
          ))}
      </div>
      {profile.blocked && (
        <p role="status" className="text-center text-sm text-muted">
          {t.rich('blocked', { name: profile.name, bdi })}
        </p>
      )}
      <FormError message={failed?.isError ? messageOf(failed.error) : undefined} />
    </>
  );
}
