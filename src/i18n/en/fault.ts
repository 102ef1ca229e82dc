/** What is shown in the place of something that broke. */
export default {
  title: 'Something went wrong',
  page: 'The page could not be shown. What you have written is kept on this device.',
  part: 'This could not be shown',
  partKept: 'Something went wrong on this page. What you have written is kept.',
  notFound: 'Not found',
  nothingHere: 'There is nothing at this address',
  mistyped: 'It may have been mistyped, or what was here is gone.',
  toConversations: 'To your conversations',
} as const;
