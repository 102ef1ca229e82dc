import type { Talk } from './story';

/** Groups that people were asked into. */
export const GROUPS: readonly Talk[] = [
  {
    key: 'crew',
    kind: 'group',
    name: 'Lantern Night crew',
    picture: 'sign',
    members: ['amara', 'robin', 'frieda', 'linyue', 'mateo', 'layla', 'aroha', 'sasha'],
    set: { robin: { pinned: true }, sasha: { pinned: true } },
    unseen: { robin: 1, sasha: 2 },
    lines: [
      [
        'amara',
        'This is the small circle: the eight of us open the evening and close it.',
        { ago: '5d', reactions: { '🏮': ['linyue', 'mateo', 'layla'] } },
      ],
      [
        'frieda',
        'Programme, version 3. Bitte einmal gegenlesen.',
        {
          ago: '2d 5h',
          key: 'programme',
          files: ['programme'],
          pinnedBy: 'amara',
          reactions: { '👍': ['amara', 'robin', 'aroha'] },
        },
      ],
      ['layla', 'قرأته. الحكاية قبل الموسيقى أم بعدها؟', { to: 'programme', key: 'order' }],
      [
        'mateo',
        'Primero el cuento, después el bandoneón. Así nadie habla encima de Layla.',
        { to: 'order', reactions: { '❤️': ['layla', 'amara'] } },
      ],
      [
        'aroha',
        'Can we light them from the east row to the west, with the tide? It takes four minutes, I walked it.',
        { ago: '4h', key: 'tide', reactions: { '🌊': ['linyue', 'mateo', 'frieda', 'layla'] } },
      ],
      [
        'robin',
        'Four minutes is exactly the length of the melody.',
        { to: 'tide', reactions: { '🤯': ['mateo', 'aroha', 'amara', 'layla'] } },
      ],
      ['mateo', '¡Robin! ¡Eso es!', { reactions: { '🎉': ['aroha', 'linyue'] } }],
      [
        'mateo',
        'Así suena el final, medio dormido y sin afinar:',
        {
          files: ['melody'],
          key: 'melody',
          reactions: { '🎶': ['layla', 'linyue', 'aroha', 'robin'], '😍': ['amara'] },
        },
      ],
      ['linyue', '听了三遍，停不下来。', { to: 'melody', reactions: { '❤️': ['mateo'] } }],
      [
        'frieda',
        'Dann dimme ich Reihe für Reihe. 16 Reihen, 15 Sekunden pro Reihe. Das geht.',
        { edited: 'Dann dimme ich Reihe für Reihe: 16 Reihen, 15 Sekunden pro Reihe. Das geht auf.' },
      ],
      [
        'amara',
        'Then it is decided. @robin you give the sign at nine, from the quay.',
        { ago: '14m', reactions: { '✨': ['layla', 'linyue', 'frieda'] } },
      ],
    ],
  },
  {
    key: 'sunday-walk',
    kind: 'group',
    name: 'Sunday walk',
    picture: 'trail',
    members: ['eilidh', 'robin', 'oskar', 'haru', 'ines', 'sasha'],
    lines: [
      [
        'eilidh',
        'Seven miles, one hill, one tearoom. Meet at the station at nine.',
        { ago: '3d 7h', key: 'walk', reactions: { '🥾': ['oskar', 'haru', 'robin'] } },
      ],
      ['ines', 'How high is “one hill”?', { to: 'walk' }],
      ['oskar', 'I looked it up. It is a mountain.', { reactions: { '😂': ['ines', 'haru', 'robin', 'sasha'] } }],
      [
        'haru',
        'Proof from last year. Eilidh said “gentle”, too.',
        { files: ['trail'], reactions: { '😍': ['ines', 'robin'], '⛰️': ['oskar'] } },
      ],
      ['sasha', 'I am in, if there is cake.', { ago: '1d 6h' }],
      ['eilidh', 'There is always cake.', { reactions: { '🍰': ['sasha', 'ines', 'haru', 'robin'] } }],
    ],
  },
  {
    key: 'spring-fair',
    kind: 'group',
    name: 'Spring fair (done)',
    members: ['amara', 'robin', 'priya', 'eilidh'],
    set: { robin: { archived: true } },
    lines: [
      [
        'eilidh',
        'All permits are handed back. Nobody was fined.',
        { ago: '8d 4h', reactions: { '🎉': ['amara', 'priya'] } },
      ],
      ['priya', '212 plates. I have never been so tired and so happy.'],
      [
        'amara',
        'Thank you all. Closing this one until next spring.',
        { reactions: { '❤️': ['priya', 'eilidh', 'robin'] } },
      ],
    ],
  },
];
