import type problems from '../en/problems';
import type { TextsOf } from '../texts';

export default {
  empty: 'Darf nicht leer sein.',
  nameLong: 'Darf höchstens 80 Zeichen lang sein.',
  controlCharacters: 'Darf keine Steuerzeichen enthalten.',
  username: 'Muss aus 2 bis 32 Buchstaben (a–z), Ziffern, Punkten, Binde- oder Unterstrichen bestehen.',
  usernameTaken: 'Dieser Benutzername ist schon vergeben.',
  slug: 'Muss aus 1 bis 48 Buchstaben (a–z), Ziffern oder Bindestrichen bestehen.',
  email: 'Muss eine E-Mail-Adresse sein.',
  emailTaken: 'Mit dieser E-Mail-Adresse gibt es schon ein Konto.',
  passwordShort: 'Muss mindestens 8 Zeichen lang sein.',
  passwordLong: 'Darf höchstens 200 Zeichen lang sein.',
  passwordWrong: 'Das Passwort stimmt nicht.',
  textLong: 'Darf höchstens 10.000 Zeichen lang sein.',
  halfCharacter: 'Darf keine halben Zeichen enthalten.',
  other: 'Daran stimmt etwas nicht.',
} satisfies TextsOf<typeof problems>;
