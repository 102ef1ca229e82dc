import { OfflineStart } from '~/components/install/offline-start';

/** What the service worker keeps, and shows at every address of the application while the server is out of reach. */
export default function OfflinePage() {
  return <OfflineStart />;
}
