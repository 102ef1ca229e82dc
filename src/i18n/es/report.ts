import type en from '../en/report';
import type { TextsOf } from '../texts';

export default {
  report: 'Denunciar…',
  title: 'Denunciar este mensaje',
  explains: 'Quienes llevan este chat ven lo que dice ahora y que lo denuncias tú. A quien lo escribió no se le avisa.',
  why: '¿Por qué?',
  reason:
    '{reason, select, spam {Publicidad o spam} abuse {Insulto, amenaza o acoso} illegal {Contra la ley} other {Otra cosa}}',
  note: '¿Qué deberían saber? (opcional)',
  send: 'Denunciar',
  sent: 'Gracias. Verás en qué queda en «Tus datos», en el menú de la cuenta.',
  outcome:
    '{outcome, select, dismissed {Revisado, sin cambios} deleted {El mensaje se borró} disabled {Se desactivó al autor} other {Pendiente}}',
  retention: 'Los mensajes de aquí se borran después de {days, plural, one {# día} many {# de días} other {# días}}',
  retentionNone: 'Los mensajes de aquí se conservan',
  retentionChange: 'Cuánto se conservan los mensajes',
  retentionLongest: 'Lo máximo posible',
  retentionDays: '{days, plural, one {# día} many {# de días} other {# días}}',
  retentionHint:
    'Lo más antiguo se borra para todos, con sus archivos. No se puede deshacer. Los demás ven que lo has puesto.',
} satisfies TextsOf<typeof en>;
