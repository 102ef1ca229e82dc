import { Check, Copy } from 'lucide';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from './button';
import { Icon } from './icon';

/** How long it says that it has copied. */
const SAID_MS = 2_000;

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const t = useTranslations('common');
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  }

  return (
    <Button onClick={() => void copy()}>
      {outcome === 'copied' ? <Icon of={Check} className="size-4" /> : <Icon of={Copy} className="size-4" />}
      <span aria-live="polite">
        {outcome === 'copied' ? t('copied') : outcome === 'refused' ? t('copyYourself') : label}
      </span>
    </Button>
  );
}
