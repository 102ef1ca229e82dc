import type en from '../en/exports';
import type { TextsOf } from '../texts';

export default {
  yourData: 'Tus datos',
  explains: 'Un archivo con tu perfil, tus conversaciones, mensajes, reacciones y archivos.',
  make: 'Descargar tus datos',
  begun: 'La descarga empieza. Puede tardar un rato.',
  reports: 'Tus denuncias',
  noReports: 'No has denunciado nada.',
  administration: 'Administración',
} satisfies TextsOf<typeof en>;
