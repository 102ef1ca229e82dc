'use client';

import type { ReactNode } from 'react';
import type { User } from '~/contract/user';
import { EngineProvider } from './engine-context';
import { Frame } from './frame';
import { FrameSkeleton } from './frame-skeleton';
import { IsAdmin } from './is-admin';
import { Toasts } from './toasts';
import { UploadLimit } from './upload-limit';
import { useEngineFor } from './use-engine-for';

interface ChatAppProps {
  readonly me: User;
  readonly uploadMaxBytes: number;
  readonly isAdmin?: boolean;
  readonly children: ReactNode;
}

/**
 * Everything behind the sign-in. It lives in the layout, so that the engine and its one socket stay while a person
 * moves between screens. `children` is what the server has to say about the address: nothing, or that it is unknown.
 */
export function ChatApp({ me, uploadMaxBytes, isAdmin = false, children }: ChatAppProps) {
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
        <IsAdmin value={isAdmin}>
          <Toasts>
            <Frame />
          </Toasts>
        </IsAdmin>
        {children}
      </UploadLimit>
    </EngineProvider>
  );
}
