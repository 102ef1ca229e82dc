import type en from '../en/welcome';
import type { TextsOf } from '../texts';

export default {
  title: 'Willkommen bei Confab, {name}',
  lead: 'Ein paar Schritte bis zur ersten Unterhaltung.',
  picture: 'Bild und Namen festlegen',
  pictureHint: 'Damit andere wissen, wer schreibt.',
  people: 'Leute finden',
  peopleHint: 'Schreib jemandem, der schon hier ist.',
  rooms: 'Räume ansehen',
  roomsHint: 'Räume stehen allen offen.',
  invite: 'Andere einladen',
  inviteHint: 'Schick ihnen den Link zur Anmeldung.',
  copied: 'Link kopiert',
  copyByHand: 'Markiere und kopiere ihn: {link}',
  done: 'Erledigt',
  dismiss: 'Nicht jetzt',
  progress: '{done, number} von {all, number} erledigt',
} satisfies TextsOf<typeof en>;
