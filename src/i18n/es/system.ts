import type system from '../en/system';
import type { TextsOf } from '../texts';

export default {
  started: '{who, select, me {Has empezado la conversación} other {<bdi>{name}</bdi> ha empezado la conversación}}',
  createdGroup: '{who, select, me {Has creado el grupo} other {<bdi>{name}</bdi> ha creado el grupo}}',
  createdRoom: '{who, select, me {Has creado la sala} other {<bdi>{name}</bdi> ha creado la sala}}',
  joined: '{who, select, me {Te has unido} other {<bdi>{name}</bdi> se ha unido}}',
  left: '{who, select, me {Has salido} other {<bdi>{name}</bdi> ha salido}}',
  added:
    '{who, select, me {Has añadido a {whom, select, me {ti} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> ha añadido a {whom, select, me {ti} other {<bdi>{target}</bdi>}}}}',
  removed:
    '{who, select, me {Has quitado a {whom, select, me {ti} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> ha quitado a {whom, select, me {ti} other {<bdi>{target}</bdi>}}}}',
  madeOwner:
    '{who, select, me {Has hecho titular a {whom, select, me {ti} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> ha hecho titular a {whom, select, me {ti} other {<bdi>{target}</bdi>}}}}',
  madeAdmin:
    '{who, select, me {Has hecho admin a {whom, select, me {ti} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> ha hecho admin a {whom, select, me {ti} other {<bdi>{target}</bdi>}}}}',
  madeMember:
    '{who, select, me {Has hecho miembro a {whom, select, me {ti} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> ha hecho miembro a {whom, select, me {ti} other {<bdi>{target}</bdi>}}}}',
  renamed:
    '{who, select, me {Has cambiado el nombre {kind, select, room {de la sala} other {del grupo}} a «<bdi>{title}</bdi>»} other {<bdi>{name}</bdi> ha cambiado el nombre {kind, select, room {de la sala} other {del grupo}} a «<bdi>{title}</bdi>»}}',
  pinned: '{who, select, me {Has fijado un mensaje} other {<bdi>{name}</bdi> ha fijado un mensaje}}',
  unpinned:
    '{who, select, me {Has dejado de fijar un mensaje} other {<bdi>{name}</bdi> ha dejado de fijar un mensaje}}',
  retention:
    '{who, select, me {Has establecido que los mensajes se eliminen aquí después de {days, plural, one {# día} many {# de días} other {# días}}} other {<bdi>{name}</bdi> ha establecido que los mensajes se eliminen aquí después de {days, plural, one {# día} many {# de días} other {# días}}}}',
  retentionEnded:
    '{who, select, me {Has establecido que los mensajes se conserven aquí} other {<bdi>{name}</bdi> ha establecido que los mensajes se conserven aquí}}',
} satisfies TextsOf<typeof system>;
