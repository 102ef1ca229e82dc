import type { Talk } from './story';

/** Chats of two. */
export const DIRECT: readonly Talk[] = [
  {
    key: 'amara-robin',
    kind: 'direct',
    members: ['amara', 'robin'],
    unseen: { robin: 0 },
    lines: [
      ['amara', 'Robin, glad that you are here. Do write to me whenever something is unclear.', { ago: '1d 3h' }],
      ['robin', 'Thank you! Who has the key of the boathouse?', { key: 'key' }],
      [
        'amara',
        'Aroha. And I have the other one, for when Aroha is at sea.',
        { to: 'key', reactions: { '👍': ['robin'] } },
      ],
    ],
  },
  {
    key: 'linyue-robin',
    kind: 'direct',
    members: ['linyue', 'robin'],
    unseen: { robin: 2 },
    lines: [
      ['robin', '你好林悦! I am learning, please be kind 🙂', { ago: '1d 2h', reactions: { '😊': ['linyue'] } }],
      ['linyue', '你好 Robin！你写得很好。'],
      ['robin', 'How do I say “lantern”?', {}],
      ['linyue', '灯笼 (dēnglong)。“The lantern is bright” 就是：灯笼很亮。', { reactions: { '🏮': ['robin'] } }],
      ['linyue', '我的猫也在学，它只会坐在画上。', { ago: '48m', files: ['cat'] }],
      ['linyue', '明天继续练习吧！', {}],
    ],
  },
  {
    key: 'layla-robin',
    kind: 'direct',
    members: ['layla', 'robin'],
    unseen: { robin: 1 },
    lines: [
      ['layla', 'مرحبًا روبن، هل تحب أن تقرأ دور الحارس في الحكاية؟', { ago: '23h', key: 'part' }],
      ['robin', 'I would love to, but my Arabic ends at “مرحبا”…', { to: 'part', reactions: { '😄': ['layla'] } }],
      ['layla', 'سنقرأ معًا: أنا بالعربية وأنت بالإنجليزية، سطرًا بعد سطر.'],
      ['robin', 'Then yes!', { reactions: { '🎉': ['layla'] } }],
      ['layla', 'أرسلتُ لك أول سطر: «في الميناء الذي لا ينام، كان هناك فانوس يخاف الظلام».', { ago: '27m' }],
    ],
  },
  {
    key: 'mateo-robin',
    kind: 'direct',
    members: ['mateo', 'robin'],
    lines: [
      ['mateo', '¿Tocas algún instrumento?', { ago: '19h' }],
      ['robin', 'Un poco de guitarra. Very poco.'],
      ['mateo', 'Perfecto, con eso alcanza. Ensayamos el jueves.', { reactions: { '🎸': ['robin'] } }],
    ],
  },
  {
    key: 'frieda-sasha',
    kind: 'direct',
    members: ['frieda', 'sasha'],
    unseen: { sasha: 1 },
    lines: [
      ['sasha', 'Hallo Frieda, do you have a spare soldering iron?', { ago: '9h' }],
      ['frieda', 'Drei. Welche Farbe?', { reactions: { '😂': ['sasha'] } }],
    ],
  },
  {
    key: 'robin-sasha',
    kind: 'direct',
    members: ['robin', 'sasha'],
    unseen: { robin: 0 },
    lines: [
      ['sasha', 'Did you find your way around?', { ago: '6h' }],
      [
        'robin',
        'Better by the hour. Everybody writes in their own language and it just works.',
        { reactions: { '💯': ['sasha'] } },
      ],
    ],
  },
];
