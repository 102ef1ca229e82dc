import type { Look } from './faces';

/** Somebody invented. */
export interface Character {
  readonly username: string;
  readonly name: string;
  /** What they write when nothing else is asked for. */
  readonly language: Language;
  readonly look: Look;
  /** Who they are, in their words. */
  readonly about: string;
}

export type Language = 'en' | 'de' | 'es' | 'ar' | 'zh';

/** Who tries Confab signs in as one of them; they are there before everybody else, so the first is the admin. */
export const NEWCOMERS: readonly Character[] = [
  {
    username: 'robin',
    name: 'Robin Vale',
    language: 'en',
    about: 'New here.',
    look: { skin: '#e8b48f', hair: '#6b3f23', style: 'short', shirt: '#2f6f8f', sky: ['#ffd9a0', '#f59f6b'] },
  },
  {
    username: 'sasha',
    name: 'Sasha Quill',
    language: 'en',
    about: 'New here, too.',
    look: { skin: '#f0c8a8', hair: '#b7652c', style: 'bun', shirt: '#7a4fa3', sky: ['#cfe8ff', '#87b7e8'] },
  },
];

/** Who lives in the workspace and keeps it going. */
export const RESIDENTS: readonly Character[] = [
  {
    username: 'amara',
    name: 'Amara Okoye',
    language: 'en',
    about: 'I run the workshop in Lagos that makes the frames, and I count everything twice.',
    look: { skin: '#7a4a2b', hair: '#1d1412', style: 'curly', shirt: '#e0a526', sky: ['#ffe2b8', '#ff9d76'] },
  },
  {
    username: 'linyue',
    name: '林悦',
    language: 'zh',
    about: '我在成都画灯面，喜欢茶和猫。I paint the lantern screens.',
    look: { skin: '#f2cda9', hair: '#20191a', style: 'long', shirt: '#c2374b', sky: ['#ffe9ec', '#f7a8b8'] },
  },
  {
    username: 'layla',
    name: 'ليلى حداد',
    language: 'ar',
    about: 'أكتب القصص التي نقرؤها تحت الفوانيس. I write the stories we read under the lanterns.',
    look: { skin: '#d9a37c', hair: '#38607e', style: 'scarf', shirt: '#24455c', sky: ['#d9f2ea', '#7cc4ad'] },
  },
  {
    username: 'mateo',
    name: 'Mateo Rivas',
    language: 'es',
    about: 'Toco el bandoneón y llevo la música. I look after the music.',
    look: {
      skin: '#c98d63',
      hair: '#2a1c14',
      style: 'short',
      shirt: '#35785a',
      sky: ['#e5f3c9', '#a4c76a'],
      beard: true,
    },
  },
  {
    username: 'frieda',
    name: 'Frieda Kessel',
    language: 'de',
    about: 'Ich baue Lampen in Hamburg und lese jedes Datenblatt. I know where every cable goes.',
    look: {
      skin: '#f3cfb3',
      hair: '#c9a15a',
      style: 'bun',
      shirt: '#3d5a98',
      sky: ['#dfe7ff', '#9fb3ee'],
      glasses: true,
    },
  },
  {
    username: 'haru',
    name: 'Haru Minami',
    language: 'en',
    about: 'I fold paper in Osaka. If it has four corners, I have folded it.',
    look: {
      skin: '#efc79f',
      hair: '#2b2626',
      style: 'cap',
      shirt: '#4a4e57',
      sky: ['#fff1c9', '#f2c14e'],
      glasses: true,
    },
  },
  {
    username: 'priya',
    name: 'Priya Menon',
    language: 'en',
    about: 'I cook for two hundred people in Kochi and ask all of them whether they have eaten.',
    look: { skin: '#a86f45', hair: '#1b1413', style: 'long', shirt: '#d1495b', sky: ['#ffe0d1', '#ff8f6b'] },
  },
  {
    username: 'yusuf',
    name: 'يوسف كريم',
    language: 'ar',
    about: 'أصوّر المدينة ليلًا في القاهرة. I take photographs of the city at night.',
    look: {
      skin: '#b98258',
      hair: '#181312',
      style: 'curly',
      shirt: '#536b3a',
      sky: ['#e9e4d4', '#c4b284'],
      beard: true,
    },
  },
  {
    username: 'aroha',
    name: 'Aroha Tui',
    language: 'en',
    about: 'I sail, and I bring the boats of Wellington into line.',
    look: { skin: '#9a6844', hair: '#3b2318', style: 'long', shirt: '#0f8b8d', sky: ['#cdf5f6', '#59c3c3'] },
  },
  {
    username: 'eilidh',
    name: 'Eilidh Baird',
    language: 'en',
    about: 'I do the permits in Glasgow. Somebody has to like forms, and it is me.',
    look: { skin: '#f6d5c0', hair: '#b5482a', style: 'curly', shirt: '#31572c', sky: ['#e3f4dc', '#9bc995'] },
  },
  {
    username: 'ines',
    name: 'Inês Duarte',
    language: 'es',
    about: 'Faço o cartaz e o mapa em Lisboa. I draw the poster and the map.',
    look: { skin: '#dba77f', hair: '#4a2a1a', style: 'short', shirt: '#e76f51', sky: ['#fff0d6', '#f4a261'] },
  },
  {
    username: 'oskar',
    name: 'Oskar Lund',
    language: 'en',
    about: 'I watch the weather from Umeå. It is usually my fault.',
    look: {
      skin: '#f7dcc6',
      hair: '#d9c08a',
      style: 'cap',
      shirt: '#5b4b8a',
      sky: ['#e6e0ff', '#ab9ff2'],
      beard: true,
    },
  },
];
