import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
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
    return (
      <Notice
        role="alert"
        icon={<TriangleAlert aria-hidden className="size-7" />}
        title="This could not be shown"
        actions={
          <Button look="primary" onClick={() => this.setState({ failed: false })}>
            Try again
          </Button>
        }
      >
        Something went wrong on this page. What you have written is kept.
      </Notice>
    );
  }
}
