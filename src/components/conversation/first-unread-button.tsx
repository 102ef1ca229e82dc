import { ArrowUp } from 'lucide-react';

interface FirstUnreadButtonProps {
  readonly seq: number;
  readonly onJump: (seq: number) => void;
}

/** Leads to where unread messages begin, when that is further back than what is held. */
export function FirstUnreadButton({ seq, onJump }: FirstUnreadButtonProps) {
  return (
    <button
      type="button"
      onClick={() => onJump(seq)}
      className="absolute inset-x-0 top-3 mx-auto flex h-10 w-fit animate-appear items-center gap-2 rounded-full border border-line bg-raised px-4 text-sm font-medium shadow-lg hover:bg-hover"
    >
      <ArrowUp aria-hidden className="size-4" />
      To the first unread message
    </button>
  );
}
