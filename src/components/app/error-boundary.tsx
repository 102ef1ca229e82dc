import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';
import { Notice } from '~/components/ui/notice';

/** Keeps a fault in one region from taking the others with it. Give it a key: a new one starts afresh. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <Failed onRetry={() => this.setState({ failed: false })} />;
  }
}

function Failed({ onRetry }: { readonly onRetry: () => void }) {
  const t = useTranslations('fault');
  const common = useTranslations('common');
  return (
    <Notice
      role="alert"
      icon={<TriangleAlert aria-hidden className="size-7" />}
      title={t('part')}
      actions={
        <Button look="primary" onClick={onRetry}>
          {common('retry')}
        </Button>
      }
    >
      {t('partKept')}
    </Notice>
  );
}
