import { Check, Hash, type IconNode, ImagePlus, Link, UserRoundSearch, X } from 'lucide';
import { Suspense, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { lazily } from '~/components/app/lazily';
import { goTo, ROOMS } from '~/components/app/navigation';
import { useToast } from '~/components/app/toasts';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import { IconButton } from '~/components/ui/icon-button';
import { onboardingState, setOnboardingState } from './onboarding-state';

const ProfileForm = lazily(() => import('~/components/account/profile-form'));

interface FirstStepsProps {
  /** Begins a conversation. */
  readonly onNew: () => void;
  readonly onOver: () => void;
}

/** What leads somebody new to the first conversation. It goes by itself when all is done. */
export default function FirstSteps({ onNew, onOver }: FirstStepsProps) {
  const t = useTranslations('welcome');
  const toast = useToast();
  const me = useSync((state) => state.me);
  const conversations = useSync((state) => state.conversations);
  const [isProfileOpen, setProfileOpen] = useState(false);
  const [invited, setInvited] = useState(() => onboardingState(me.id) === 'invited');
  const kinds = new Set([...conversations.values()].map(({ kind }) => kind));
  const done = {
    picture: me.avatarUrl !== null,
    people: kinds.has('direct') || kinds.has('group'),
    rooms: kinds.has('room'),
    invite: invited,
  };
  const count = Object.values(done).filter(Boolean).length;
  const all = Object.keys(done).length;
  const isOver = count === all;

  useEffect(() => {
    if (!onboardingState(me.id)) setOnboardingState(me.id, 'open');
  }, [me.id]);
  useEffect(() => {
    if (!isOver) return;
    setOnboardingState(me.id, 'over');
    onOver();
  }, [isOver, me.id, onOver]);

  async function invite() {
    const link = `${window.location.origin}/sign-up`;
    try {
      await navigator.clipboard.writeText(link);
      toast({ words: t('copied') });
    } catch {
      toast({ words: t('copyByHand', { link }) });
    }
    setOnboardingState(me.id, 'invited');
    setInvited(true);
  }

  return (
    <section
      aria-labelledby="first-steps"
      className="m-3 grid gap-3 rounded-2xl border border-line bg-raised p-3 shadow-sm"
    >
      <header className="flex items-start gap-2 ps-2">
        <div className="grid min-w-0 flex-1 gap-0.5 pt-1.5">
          <h2 id="first-steps" className="wrap-anything font-semibold">
            {t('title', { name: me.name })}
          </h2>
          <p className="text-note text-muted">{t('lead')}</p>
        </div>
        <IconButton
          label={t('dismiss')}
          icon={<Icon of={X} className="size-5" />}
          onClick={() => {
            setOnboardingState(me.id, 'over');
            onOver();
          }}
        />
      </header>
      <ul className="grid gap-0.5">
        <Step
          icon={ImagePlus}
          title={t('picture')}
          hint={t('pictureHint')}
          done={done.picture}
          onSelect={() => setProfileOpen(true)}
        />
        <Step icon={UserRoundSearch} title={t('people')} hint={t('peopleHint')} done={done.people} onSelect={onNew} />
        <Step icon={Hash} title={t('rooms')} hint={t('roomsHint')} done={done.rooms} onSelect={() => goTo(ROOMS)} />
        <Step
          icon={Link}
          title={t('invite')}
          hint={t('inviteHint')}
          done={done.invite}
          onSelect={() => void invite()}
        />
      </ul>
      <p className="px-2 text-xs text-muted">{t('progress', { done: count, all })}</p>
      {isProfileOpen && (
        <Suspense>
          <ProfileForm onClose={() => setProfileOpen(false)} />
        </Suspense>
      )}
    </section>
  );
}

interface StepProps {
  readonly icon: IconNode;
  readonly title: string;
  readonly hint: string;
  readonly done: boolean;
  readonly onSelect: () => void;
}

function Step({ icon, title, hint, done, onSelect }: StepProps) {
  const t = useTranslations('welcome');
  const shown = done ? Check : icon;
  return (
    <li>
      <button
        type="button"
        onClick={onSelect}
        className="flex min-h-13 w-full items-center gap-3 rounded-xl px-2 py-1.5 text-start hover:bg-hover"
      >
        <span
          className={classNames(
            'grid size-9 shrink-0 place-items-center rounded-full',
            done ? 'bg-accent text-on-accent' : 'bg-accent-soft text-accent-text',
          )}
        >
          <Icon of={shown} aria-hidden className="size-4" />
        </span>
        <span className="grid min-w-0 flex-1">
          <span className="text-sm font-medium">{title}</span>
          <span className="text-xs text-muted">{done ? t('done') : hint}</span>
        </span>
      </button>
    </li>
  );
}
