import { dayLabel } from '~/components/app/times';

export function DayLine({ day, today }: { readonly day: number; readonly today: number }) {
  return (
    <div className="flex items-center gap-3 pt-5 pb-1">
      <hr className="flex-1 border-line" />
      <h3 className="text-xs font-semibold text-muted">{dayLabel(day, today)}</h3>
      <hr className="flex-1 border-line" />
    </div>
  );
}
