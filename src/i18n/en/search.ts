/** Searching messages. */
export default {
  title: 'Search',
  inTitle: 'Search in {title}',
  messages: 'Search messages',
  placeholder: 'Words, or how they begin',
  searching: 'Searching',
  failed: 'The search did not work',
  none: 'No message holds “{query}”.',
  found: 'Messages found',
  more: 'More messages',
  where: 'in <bdi>{title}</bdi>',
} as const;
