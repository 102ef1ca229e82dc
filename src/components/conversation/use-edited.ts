import { useState } from 'react';
import type { Composing } from './composing';

/** The new text of a message that is being edited; null while none is. */
export function useEdited(composing: Composing) {
  const target = composing.kind === 'edit' ? composing.target : null;
  const [edited, setEdited] = useState({ target, text: target?.text ?? '' });
  if (edited.target !== target) setEdited({ target, text: target?.text ?? '' });
  if (!target) return null;
  return {
    text: edited.target === target ? edited.text : target.text,
    write: (text: string) => setEdited({ target, text }),
  };
}
