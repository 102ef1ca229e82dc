import { use, useEffect, useRef, useState } from 'react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { MISSING_EVENT } from '~/components/app/lazily';
import { goTo } from '~/components/app/navigation';
import { UploadLimit } from '~/components/app/upload-limit';
import { renewPush } from '~/components/push/subscription';
import { forgetHistory } from './forget-history';
import { keepAhead } from './keep-ahead';
import { rememberPerson } from './known-person';
import { UpdateNotice } from './update-notice';
import { startWorker, type Worker } from './worker';

/** What the application does beside what is on the screen, so that it starts without the server and learns of new versions. */
export default function Background() {
  const engine = useEngine();
  const me = useSync((state) => state.me);
  const phase = useSync((state) => state.connection.phase);
  const userId = me.id;
  const uploadMaxBytes = use(UploadLimit);
  const worker = useRef<Worker | null>(null);
  const [why, setWhy] = useState<'update' | 'missing' | null>(null);

  useEffect(() => {
    if (phase === 'signedOut') void forgetHistory();
    else rememberPerson({ me, uploadMaxBytes });
  }, [phase, me, uploadMaxBytes]);

  useEffect(() => {
    let isOver = false;
    void startWorker({ onUpdate: () => setWhy('update'), onGoTo: goTo }).then((started) => {
      if (isOver) started?.close();
      else worker.current = started;
      if (started && !isOver) void renewPush(userId);
    });
    return () => {
      isOver = true;
      worker.current?.close();
    };
  }, [userId]);

  useEffect(() => {
    if (phase !== 'live') return;
    worker.current?.lookSoon();
    return keepAhead(engine);
  }, [engine, phase]);

  useEffect(() => {
    // Without the server nothing can be loaded, and that is said elsewhere.
    const onMissing = () => engine.getState().connection.phase === 'live' && setWhy('missing');
    window.addEventListener(MISSING_EVENT, onMissing);
    return () => window.removeEventListener(MISSING_EVENT, onMissing);
  }, [engine]);

  if (!why) return null;
  const reload = () => (worker.current ? worker.current.takeOver() : window.location.reload());
  return <UpdateNotice why={why} onReload={reload} onLater={() => setWhy(null)} />;
}
