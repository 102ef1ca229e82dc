import type { Random } from '../../chaos/random';
import type { Character, Language } from '../people';

const INTENTS = ['greeting', 'thanks', 'who', 'laugh', 'bye', 'file', 'question', 'other'] as const;
type Intent = (typeof INTENTS)[number];

/** The first that fits is meant. A word is looked for from its beginning, in any of the languages. */
const HEARD: readonly (readonly [Intent, RegExp])[] = [
  ['thanks', /\b(thank|thx|danke|gracias)|شكر|谢谢|多谢/i],
  ['who', /\b(who are you|about you|wer bist|qui[eé]n eres)|من أنت|你是谁/i],
  ['greeting', /^\W*(hi|hey|hello|hallo|moin|hola|buenas|good (morning|evening))\b|^\W*(مرحب|سلام|أهلا)|你好|大家好/i],
  ['bye', /\b(bye|good night|see you|tsch[uü]s|adi[oó]s|hasta)\b|مع السلامة|再见|晚安/i],
  ['laugh', /\b(ha){2,}|\blol\b|😂|🤣|😄|哈哈|هه/i],
  ['question', /[?？؟]\s*$/],
];

const SAID: Readonly<Record<Language, Readonly<Record<Intent, readonly string[]>>>> = {
  en: {
    greeting: ['Hello {name}! Good to see you here 👋', 'Hi {name}! You came at the right moment.'],
    thanks: ['Any time, {name}.', 'With pleasure 🙂'],
    who: ['{about}'],
    laugh: ['I knew you would like that 😄', 'Glad that somebody laughs!'],
    bye: ['See you, {name}! The lanterns stay on.', 'Good night, {name} 🌙'],
    file: ['Oh, that is lovely. May I show it to the others?', 'Saved. That goes on the wall of the boathouse.'],
    question: [
      'Good question. I would say yes, but ask Amara, she counts everything.',
      'Let me look… I think so. Give me until tomorrow?',
      'That depends on the tide, like most things here.',
    ],
    other: ['Makes sense to me.', 'I like how you put that, {name}.', 'Noted! I add it to the list for Saturday.'],
  },
  de: {
    greeting: ['Moin {name}! Schön, dass du da bist.', 'Hallo {name}!'],
    thanks: ['Gern geschehen.', 'Nicht dafür 🙂'],
    who: ['{about}'],
    laugh: ['Das war ernst gemeint 😄', 'Freut mich!'],
    bye: ['Bis morgen, {name}!', 'Gute Nacht 🌙'],
    file: ['Sehr schön! Darf ich das ausdrucken?', 'Das hänge ich in die Werkstatt.'],
    question: ['Gute Frage. Ich messe nach.', 'Im Datenblatt steht: ja.'],
    other: ['Klingt gut.', 'Alles klar, kommt auf die Liste.', 'Passt. Danke, {name}!'],
  },
  es: {
    greeting: ['¡Hola {name}! ¿Todo bien?', '¡Buenas, {name}! 👋'],
    thanks: ['¡De nada!', 'Un placer, {name}.'],
    who: ['{about}'],
    laugh: ['¡Jajaja!', 'Así me gusta 😄'],
    bye: ['¡Hasta mañana, {name}!', 'Descansa 🌙'],
    file: ['¡Qué belleza! Lo guardo.', '¡Me encanta!'],
    question: ['Buena pregunta. Yo digo que sí.', 'Depende de la marea, como todo aquí.'],
    other: ['¡Me gusta!', 'Tiene sentido, {name}.', 'Dale, cuenta conmigo.'],
  },
  ar: {
    greeting: ['أهلًا {name}! سعيدة بوجودك معنا 🌿', 'مرحبًا {name}!'],
    thanks: ['على الرحب والسعة.', 'العفو 🙂'],
    who: ['{about}'],
    laugh: ['ههه، أسعدتني!', 'الضحك أول الحكاية 😄'],
    bye: ['تصبح على خير 🌙', 'إلى اللقاء، {name}!'],
    file: ['ما أجملها! سأحتفظ بها.', 'هذه تستحق فانوسًا خاصًا بها.'],
    question: ['سؤال جميل. أظن أن الجواب نعم.', 'دعني أفكر حتى الغد.'],
    other: ['كلام جميل.', 'اتفقنا يا {name}.', 'سأكتب هذا في الدفتر.'],
  },
  zh: {
    greeting: ['你好 {name}！欢迎你 👋', '嗨，{name}！'],
    thanks: ['不客气！', '应该的 🙂'],
    who: ['{about}'],
    laugh: ['哈哈哈！', '你笑了我就放心了 😄'],
    bye: ['晚安，{name} 🌙', '明天见！'],
    file: ['真好看！我可以照着画一盏灯吗？', '收藏了！'],
    question: ['好问题！我觉得可以。', '我想一想，明天告诉你。'],
    other: ['有道理。', '我也这么想，{name}。', '记下来了！'],
  },
};

/** Words that give a language away; others are written in letters that do. */
const SPOKEN: readonly (readonly [Language, RegExp])[] = [
  ['ar', /\p{Script=Arabic}/u],
  ['zh', /\p{Script=Han}/u],
  ['de', /\b(ich|und|nicht|danke|hallo|moin|wie|bist|das|wer)\b/i],
  ['es', /[¿¡ñ]|\b(hola|gracias|qu[eé]|buenas|est[aá]s?|muy|quién)\b/i],
  ['en', /\b(the|you|is|are|hello|hi|hey|thank|thanks|what|how|where|when|who|can|good|my)\b/i],
];

export interface Heard {
  readonly text: string;
  readonly hasFiles: boolean;
  /** The first name of who said it. */
  readonly name: string;
}

/** What somebody answers: in the language they were spoken to in, else in their own. */
export function answer(to: Heard, by: Pick<Character, 'language' | 'about'>, chance: Random): string {
  const language = SPOKEN.find(([, words]) => words.test(to.text))?.[0] ?? by.language;
  const intent = HEARD.find(([, words]) => words.test(to.text))?.[0] ?? (to.hasFiles ? 'file' : 'other');
  return chance.pick(SAID[language][intent]).replaceAll('{name}', to.name).replaceAll('{about}', by.about);
}

const LIKED = ['👍', '❤️', '😄', '🎉', '🏮', '👏'] as const;

/** An emoji that goes with it. */
export const reactionTo = ({ text }: Heard, chance: Random): string =>
  /[?？؟]\s*$/.test(text) ? '🤔' : chance.pick(LIKED);
