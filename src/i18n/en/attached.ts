/** Files in words, where there is no room to show them. */
export default {
  image: '{count, plural, one {Photo} other {# photos}}',
  video: '{count, plural, one {Video} other {# videos}}',
  voice: '{count, plural, one {Voice message} other {# voice messages}}',
  audio: '{count, plural, one {Audio} other {# audio files}}',
  file: '{count, plural, one {File} other {# files}}',
} as const;
