import { useFormats } from '~/components/app/formats';

export function DayLine({ day, today }: { readonly day: number; readonly today: number }) {
  const { dayLabel } = useFormats();
  return (
    <div className="flex items-center gap-3 pt-5 pb-1">
      <hr className="flex-1 border-line" />
      <h2 className="text-xs font-semibold text-muted">{dayLabel(day, today)}</h2>
      <hr className="flex-1 border-line" />
    </div>
  );
}
