/** What is said about Confab as an application: when it is installed, offline or replaced. */
export default {
  description: 'Conversations that keep up.',
  rooms: 'Rooms',
  search: 'Search',
  update: 'A new version is ready.',
  missing: 'A part of Confab could not be loaded. A new version may be ready.',
  reload: 'Reload',
  later: 'Later',
  offlineTitle: 'You are offline',
  offline: 'This device has kept nothing to show for now. Connect to a network and try again.',
} as const;
