import { useEffect } from 'react';
import { APP_NAME } from './app-name';

export function usePageTitle(title: string | null): void {
  useEffect(() => {
    document.title = title ? `${title} · ${APP_NAME}` : APP_NAME;
  }, [title]);
}
