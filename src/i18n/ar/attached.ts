import type attached from '../en/attached';
import type { TextsOf } from '../texts';

export default {
  image: '{count, plural, zero {لا صور} one {صورة} two {صورتان} few {# صور} many {# صورة} other {# صورة}}',
  video: '{count, plural, zero {لا فيديو} one {فيديو} two {فيديوهان} few {# فيديوهات} many {# فيديو} other {# فيديو}}',
  voice:
    '{count, plural, zero {لا رسائل صوتية} one {رسالة صوتية} two {رسالتان صوتيتان} few {# رسائل صوتية} many {# رسالة صوتية} other {# رسالة صوتية}}',
  audio:
    '{count, plural, zero {لا ملفات صوتية} one {ملف صوتي} two {ملفان صوتيان} few {# ملفات صوتية} many {# ملفًا صوتيًا} other {# ملف صوتي}}',
  file: '{count, plural, zero {لا ملفات} one {ملف} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}',
} satisfies TextsOf<typeof attached>;
