/** Notifications while Confab is closed: their switch, and what they say. */
export default {
  whenClosed: 'Notify me also when Confab is closed',
  whenClosedHint:
    'On this device only. Your browser’s push service carries the messages encrypted and cannot read them.',
  showText: 'Show names and text in these notifications',
  blocked: 'This site may not show notifications. Allow them in the settings of your browser.',
  unsupported: 'This browser cannot receive notifications while Confab is closed.',
  homeScreen: 'On an iPhone or iPad, add Confab to the home screen first and open it from there.',
  failed: 'It could not be turned on. Try again later.',
  failedOff: 'It could not be turned off. Try again.',
  newMessage: 'New message',
  fromSender: '{sender}: {text}',
  attached:
    '{kind, select, image {{count, plural, one {Photo} other {# photos}}} video {{count, plural, one {Video} other {# videos}}} voice {{count, plural, one {Voice message} other {# voice messages}}} audio {{count, plural, one {Audio} other {# audio files}}} other {{count, plural, one {File} other {# files}}}}',
} as const;
