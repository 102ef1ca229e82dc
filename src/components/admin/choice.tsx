import { useId } from 'react';
import { INPUT } from '~/components/ui/text-field';

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly (readonly [value: V, words: string])[];
  readonly onChoose: (value: V) => void;
}

/** One of a few. */
export function Choice<V extends string>({ label, value, options, onChoose }: ChoiceProps<V>) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChoose(event.target.value as V)} className={INPUT}>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
