'use client';

import type { ReactNode } from 'react';
import type { User } from '~/contract/user';
import { EngineProvider } from './engine-context';
import { Frame } from './frame';
import { FrameSkeleton } from './frame-skeleton';
import { Toasts } from './toasts';
import { UploadLimit } from './upload-limit';
import { useEngineFor } from './use-engine-for';

interface ChatAppProps {
  readonly me: User;
  readonly uploadMaxBytes: number;
  readonly children: ReactNode;
}

/**
 * Everything behind the sign-in. It lives in the layout, so that the engine and its one socket stay while a person
 * moves between screens. `children` is what the server has to say about the address: nothing, or that it is unknown.
 */
export function ChatApp({ me, uploadMaxBytes, children }: ChatAppProps) {
  const running = useEngineFor(me);
  if (!running) {
    return (
      <>
        <FrameSkeleton />
        {children}
      </>
    );
  }
  return (
    <EngineProvider running={running}>
      <UploadLimit value={uploadMaxBytes}>
        <Toasts>
          <Frame />
        </Toasts>
        {children}
      </UploadLimit>
    </EngineProvider>
  );
}
