import type { Page } from 'playwright-core';
import { WORKER_PATH } from '~/contract/worker';
import { aProxyTo } from '../../support/proxy';

/** A site that is replaced by another version of itself, as far as its service worker tells. */
export interface Renewing extends AsyncDisposable {
  readonly url: string;
  renew(version: string): void;
}

export async function aRenewing(target: string): Promise<Renewing> {
  const proxy = await aProxyTo(target);
  return {
    url: proxy.url,
    renew(version) {
      const answer = `onmessage = ({ data, ports: [port] }) => data === 'version' && port.postMessage('${version}');`;
      proxy.appended.set(WORKER_PATH, `\n${answer}`);
    },
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

/** What controls the page says of itself, once it was renewed. */
export function versionOf(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data);
        navigator.serviceWorker.controller?.postMessage('version', [port2]);
      }),
  );
}
