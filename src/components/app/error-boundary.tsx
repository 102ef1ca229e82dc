import { Component, type ReactNode, Suspense } from 'react';
import { useTranslations } from 'use-intl/react';
import { lazilyOffline } from './lazily';

const Failed = lazilyOffline((parts) => parts.Failed);

/** Keeps a fault in one region from taking the others with it. Give it a key: a new one starts afresh. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <Fault onRetry={() => this.setState({ failed: false })} />;
  }
}

function Fault({ onRetry }: { readonly onRetry: () => void }) {
  const t = useTranslations('fault');
  return (
    <Suspense>
      <Failed fault title={t('part')} onRetry={onRetry}>
        {t('partKept')}
      </Failed>
    </Suspense>
  );
}
