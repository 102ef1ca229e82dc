import { Button } from '~/components/ui/button';
import { Notice } from '~/components/ui/notice';
import { messageOf } from './error-words';

interface RetryNoticeProps {
  readonly title: string;
  readonly error: Parameters<typeof messageOf>[0];
  readonly onRetry: () => unknown;
}

/** Says why a region has nothing to show, and asks for it again. */
export function RetryNotice({ title, error, onRetry }: RetryNoticeProps) {
  return (
    <Notice
      role="alert"
      title={title}
      actions={
        <Button look="primary" onClick={() => void onRetry()}>
          Try again
        </Button>
      }
    >
      {messageOf(error)}
    </Notice>
  );
}
