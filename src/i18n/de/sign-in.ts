import type signIn from '../en/sign-in';
import type { TextsOf } from '../texts';

export default {
  signIn: 'Anmelden',
  newHere: 'Neu hier? <link>Konto erstellen</link>',
  createAccount: 'Konto erstellen',
  create: 'Konto erstellen',
  haveOne: 'Du hast schon eins? <link>Anmelden</link>',
  login: 'Benutzername oder E-Mail',
  password: 'Passwort',
  show: 'Anzeigen',
  hide: 'Verbergen',
  enterBoth: 'Gib deinen Benutzernamen oder deine E-Mail-Adresse und dein Passwort ein.',
  wrong: 'Benutzername oder Passwort stimmt nicht.',
  limited: 'Zu viele Versuche. Warte {wait}.',
  unavailable: 'Die Anmeldung hat nicht geklappt. Versuche es gleich noch einmal.',
  name: 'Name',
  nameHint: 'Das sehen andere.',
  username: 'Benutzername',
  usernameHint: 'Buchstaben, Ziffern, Punkte, Binde- und Unterstriche.',
  email: 'E-Mail',
  passwordHint: 'Mindestens 8 Zeichen.',
  description: 'Unterhaltungen, die mithalten.',
  disabled: 'Dieses Konto ist deaktiviert. Wende dich an die Leute, die diesen Chat betreiben.',
} satisfies TextsOf<typeof signIn>;
