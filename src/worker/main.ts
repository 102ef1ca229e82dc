import type { Build, ToWorker } from '~/contract/worker';
import { createNotices } from './notices';
import type { WorkerScope } from './scope';
import { createShell } from './shell';

declare const confabBuild: Build;

const scope = self as unknown as WorkerScope;

const shell = createShell({
  scope,
  build: confabBuild,
  after: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});
const notices = createNotices(scope);

scope.addEventListener('install', (event) => event.waitUntil(shell.install()));
scope.addEventListener('activate', (event) => event.waitUntil(shell.activate().then(() => scope.clients.claim())));
scope.addEventListener('fetch', (event) => {
  const answer = shell.answer(event.request);
  if (answer) event.respondWith(answer);
});
scope.addEventListener('message', (event) => {
  const asked = event.data as ToWorker;
  if (asked === 'takeOver') event.waitUntil(scope.skipWaiting());
  else if (asked === 'keepShell') event.waitUntil(shell.keepShell());
});
scope.addEventListener('push', (event) => event.waitUntil(notices.pushed(event.data?.json())));
scope.addEventListener('notificationclick', (event) => event.waitUntil(notices.clicked(event.notification)));
