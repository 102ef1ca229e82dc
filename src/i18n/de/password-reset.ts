import type en from '../en/password-reset';
import type { TextsOf } from '../texts';

export default {
  title: 'Neues Passwort setzen',
  explains: 'Der Link gilt einmal. Danach meldest du dich mit dem neuen Passwort an.',
  set: 'Passwort setzen',
  noLink: 'Dieser Link gilt nicht oder nicht mehr. Bitte um einen neuen bei denen, die diesen Chat betreiben.',
  isSet: 'Dein Passwort ist gesetzt.',
  signIn: 'Anmelden',
} satisfies TextsOf<typeof en>;
