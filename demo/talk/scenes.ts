/** What residents say while somebody is there: a conversation of the story, and who says what in it. */
export interface Scene {
  readonly talk: string;
  readonly lines: readonly (readonly [username: string, text: string, reactions?: Readonly<Record<string, string>>])[];
}

export const SCENES: readonly Scene[] = [
  {
    talk: 'harbour',
    lines: [
      ['oskar', 'The wind turned. West, as promised. You are welcome.', { aroha: '💨', frieda: '😂' }],
      ['aroha', 'West is good, West brings the boats home.'],
      ['priya', 'And hungry. I am putting rice on.', { haru: '😋', robin: '👍' }],
    ],
  },
  {
    talk: 'crew',
    lines: [
      ['mateo', 'Probé el final más lento. Cuatro minutos y tres segundos.', { layla: '🎶' }],
      ['frieda', 'Drei Sekunden zu lang 🙂'],
      ['mateo', '¡Frieda! Tres segundos son un suspiro.', { frieda: '😂', amara: '❤️' }],
    ],
  },
  {
    talk: 'linyue-robin',
    lines: [['linyue', '今天的词：月亮 (yuèliang)，moon。造个句子吧！🌕']],
  },
  {
    talk: 'workshop',
    lines: [
      ['haru', 'One lantern fell off the table and landed standing.'],
      ['frieda', 'Das war Absicht, oder?', { haru: '😇' }],
      ['amara', '341, then. I had not counted that one.', { frieda: '😂', ines: '🏮' }],
    ],
  },
  {
    talk: 'harbour',
    lines: [
      ['layla', 'كم طفلًا سيحضر للحكاية؟'],
      ['eilidh', 'Forty have signed up, so sixty will come.', { priya: '😅', layla: '❤️' }],
      ['ines', 'I draw sixty tickets. Each one a little different 🎟️', { linyue: '😍' }],
    ],
  },
  {
    talk: 'kitchen',
    lines: [
      ['priya', 'Question of the day: coriander, yes or no?'],
      ['yusuf', 'نعم، دائمًا.', { layla: '👍' }],
      ['linyue', '香菜万岁！', { priya: '🌿' }],
      ['eilidh', 'It tastes of soap and I will not be taking questions.', { aroha: '😂', mateo: '😂' }],
    ],
  },
  {
    talk: 'layla-robin',
    lines: [['layla', 'السطر الثاني: «وكل ليلة كان يسأل البحر: هل تراني؟» ما رأيك؟']],
  },
  {
    talk: 'crew',
    lines: [
      ['aroha', 'Boats checked: five float, one floats after Frieda looked at it.', { frieda: '🛠️', amara: '👏' }],
      ['amara', 'Which one do I not get into?'],
      ['aroha', 'The red one. It is the prettiest, of course.', { mateo: '😂' }],
    ],
  },
  {
    talk: 'harbour',
    lines: [
      ['haru', 'Crane number 1,000 has a friend now. 1,001.'],
      ['linyue', '那只一定要放在最前面。', { haru: '🕊️' }],
      ['mateo', 'Se llama Milonga, decidido.', { haru: '❤️', ines: '😂' }],
    ],
  },
  {
    talk: 'sunday-walk',
    lines: [
      ['oskar', 'Sunday: dry until three. Cake must be reached by two.'],
      ['eilidh', 'A plan I can stand behind.', { ines: '🍰', haru: '👍' }],
    ],
  },
  {
    talk: 'mateo-robin',
    lines: [['mateo', '¿Listo para el jueves? Traé la guitarra, yo llevo el mate 🧉']],
  },
];
