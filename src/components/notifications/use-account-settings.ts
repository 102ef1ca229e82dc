import { useEffect, useState } from 'react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { proceduresFor } from '~/components/app/procedures';
import type { NotificationSettings } from '~/contract/notification';

/** What the person has set for all devices: read when the line stands, and as the feed tells from then on. */
export function useAccountSettings(): NotificationSettings | null {
  const engine = useEngine();
  const meId = engine.getState().me.id;
  const told = useSync((state) => state.notifications);
  const isLive = useSync((state) => state.connection.phase === 'live');
  const [settings, setSettings] = useState<NotificationSettings | null>(null);

  useEffect(() => {
    if (!isLive) return;
    let isOver = false;
    proceduresFor(meId)
      .account.notifications.query()
      .then((answer) => isOver || setSettings(answer))
      .catch(() => {});
    return () => {
      isOver = true;
    };
  }, [meId, isLive]);

  useEffect(() => {
    if (told) setSettings(told);
  }, [told]);

  return settings;
}
