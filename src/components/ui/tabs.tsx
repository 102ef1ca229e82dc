import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { classNames } from './class-names';
import { inlineStep } from './inline-step';

interface Tab {
  readonly label: string;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly initial?: number;
}

/** One panel at a time; the arrow keys go from tab to tab. A panel left is forgotten. */
export function Tabs({ label, tabs, initial = 0 }: TabsProps) {
  const [selected, setSelected] = useState(initial);
  const id = useId();

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const step = inlineStep(event);
    if (step === 0) return;
    const next = (selected + step + tabs.length) % tabs.length;
    setSelected(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  }

  return (
    <>
      <div
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="mb-4 grid auto-cols-[minmax(max-content,1fr)] grid-flow-col gap-1 overflow-x-auto rounded-xl bg-hover p-1 [scrollbar-width:none]"
      >
        {tabs.map((tab, index) => (
          <button
            key={tab.label}
            type="button"
            role="tab"
            id={`${id}-tab-${index}`}
            aria-selected={index === selected}
            aria-controls={`${id}-panel`}
            tabIndex={index === selected ? 0 : -1}
            onClick={() => setSelected(index)}
            className={classNames(
              'min-h-10 rounded-lg px-2 text-sm font-medium focus-visible:outline-offset-[-2px]',
              index === selected ? 'bg-canvas text-ink shadow-sm' : 'text-muted hover:text-ink',
            )}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${selected}`} key={selected}>
        {tabs[selected]?.content}
      </div>
    </>
  );
}
