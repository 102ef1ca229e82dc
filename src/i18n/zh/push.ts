import type en from '../en/push';
import type { TextsOf } from '../texts';

export default {
  whenClosed: 'Confab 关闭时也通知我',
  whenClosedHint: '仅限此设备。消息经浏览器的推送服务加密传送，该服务无法读取内容。',
  showText: '在这些通知中显示姓名和文字',
  blocked: '此网站无权显示通知，请在浏览器设置中允许。',
  unsupported: '此浏览器在 Confab 关闭时无法接收通知。',
  homeScreen: '在 iPhone 或 iPad 上，请先将 Confab 添加到主屏幕，再从主屏幕打开。',
  failed: '无法开启，请稍后重试。',
  failedOff: '无法关闭，请重试。',
  newMessage: '新消息',
  fromSender: '{sender}：{text}',
  attached:
    '{kind, select, image {{count, plural, other {# 张照片}}} video {{count, plural, other {# 个视频}}} voice {{count, plural, other {# 条语音消息}}} audio {{count, plural, other {# 个音频文件}}} other {{count, plural, other {# 个文件}}}}',
} satisfies TextsOf<typeof en>;
