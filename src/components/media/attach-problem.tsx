import { X } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { Icon } from '~/components/ui/icon';
import { IconButton } from '~/components/ui/icon-button';
import { refusalWords } from './chosen-files';
import type { AttachProblem as Problem } from './use-attaching';

interface AttachProblemProps {
  readonly problem: Problem;
  readonly onDismiss: () => void;
}

/** Why something was not attached. */
export function AttachProblem({ problem, onDismiss }: AttachProblemProps) {
  const formats = useFormats();
  const t = useTranslations('media');
  return (
    <div className="mt-2 flex items-center gap-1 rounded-lg bg-danger-soft ps-3 text-danger-text">
      <p role="alert" className="wrap-anything flex-1 py-2 text-sm">
        {problem.kind === 'microphone'
          ? t('microphone', { why: problem.why })
          : refusalWords(problem.refused, problem.maxBytes, { t, formats })}
      </p>
      <IconButton
        label={t('dismiss')}
        icon={<Icon of={X} className="size-4" />}
        onClick={onDismiss}
        className="text-danger-text"
      />
    </div>
  );
}
