import { classNames } from './class-names';

export type Look = 'primary' | 'plain' | 'quiet' | 'danger' | 'wary';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent not-disabled:hover:bg-accent-strong',
  plain: 'border border-line bg-raised text-ink not-disabled:hover:bg-hover',
  quiet: 'text-accent-text not-disabled:hover:bg-hover',
  /** Leads to something that takes a decision, and does not do it yet. */
  wary: 'border border-line bg-raised text-danger-text not-disabled:hover:bg-danger-soft',
  danger: 'bg-danger text-white not-disabled:hover:opacity-90',
};

const SHAPE =
  'inline-flex min-h-10 items-center justify-center gap-2 rounded-lg px-4 text-sm font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55';

/** The look of a button, also for links that act like one. */
export function buttonLook(look: Look, more?: string): string {
  return classNames(SHAPE, LOOKS[look], more);
}
