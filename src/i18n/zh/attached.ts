import type attached from '../en/attached';
import type { TextsOf } from '../texts';

export default {
  image: '{count, plural, =1 {图片} other {# 张图片}}',
  video: '{count, plural, =1 {视频} other {# 个视频}}',
  voice: '{count, plural, =1 {语音消息} other {# 条语音消息}}',
  audio: '{count, plural, =1 {音频} other {# 个音频}}',
  file: '{count, plural, =1 {文件} other {# 个文件}}',
} satisfies TextsOf<typeof attached>;
