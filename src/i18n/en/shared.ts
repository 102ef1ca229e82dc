/** What a conversation holds beside its words: the tabs of its details. */
export default {
  tabs: 'Details of the conversation',
  about: 'About',
  media: 'Media',
  files: 'Files',
  links: 'Links',
  pins: 'Pins',
  search: 'Search here',
  noMedia: 'Pictures and videos that are sent here will be found in this place.',
  noFiles: 'Documents and voice messages that are sent here will be found in this place.',
  noLinks: 'Addresses that are sent here will be found in this place.',
  noPins: 'Nothing is pinned. Pin what is to be found again from the menu of a message.',
  loading: 'Loading',
  failed: 'This could not be loaded.',
  more: 'Show more',
  show: 'Show in the conversation',
  open: 'Open {name}',
} as const;
