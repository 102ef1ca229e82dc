import type en from '../en/welcome';
import type { TextsOf } from '../texts';

export default {
  title: 'Te damos la bienvenida a Confab, {name}',
  lead: 'Unos pasos hasta la primera conversación.',
  picture: 'Pon tu foto y tu nombre',
  pictureHint: 'Para que los demás sepan quién escribe.',
  people: 'Encuentra a gente',
  peopleHint: 'Escribe a alguien que ya esté aquí.',
  rooms: 'Explora las salas',
  roomsHint: 'Las salas están abiertas a todo el mundo.',
  invite: 'Invita a otras personas',
  inviteHint: 'Envíales el enlace para registrarse.',
  copied: 'Enlace copiado',
  copyByHand: 'Selecciónalo y cópialo: {link}',
  done: 'Hecho',
  dismiss: 'Ahora no',
  progress: '{done, number} de {all, number} hechos',
} satisfies TextsOf<typeof en>;
