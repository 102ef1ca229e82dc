import type system from '../en/system';
import type { TextsOf } from '../texts';

export default {
  started:
    '{who, select, me {Du hast die Unterhaltung begonnen} other {<bdi>{name}</bdi> hat die Unterhaltung begonnen}}',
  createdGroup: '{who, select, me {Du hast die Gruppe erstellt} other {<bdi>{name}</bdi> hat die Gruppe erstellt}}',
  createdRoom: '{who, select, me {Du hast den Raum erstellt} other {<bdi>{name}</bdi> hat den Raum erstellt}}',
  joined: '{who, select, me {Du bist beigetreten} other {<bdi>{name}</bdi> ist beigetreten}}',
  left: '{who, select, me {Du bist gegangen} other {<bdi>{name}</bdi> ist gegangen}}',
  added:
    '{who, select, me {Du hast {whom, select, me {dich} other {<bdi>{target}</bdi>}} hinzugefügt} other {<bdi>{name}</bdi> hat {whom, select, me {dich} other {<bdi>{target}</bdi>}} hinzugefügt}}',
  removed:
    '{who, select, me {Du hast {whom, select, me {dich} other {<bdi>{target}</bdi>}} entfernt} other {<bdi>{name}</bdi> hat {whom, select, me {dich} other {<bdi>{target}</bdi>}} entfernt}}',
  madeOwner:
    '{who, select, me {Du hast {whom, select, me {dich} other {<bdi>{target}</bdi>}} zum Hauptadmin gemacht} other {<bdi>{name}</bdi> hat {whom, select, me {dich} other {<bdi>{target}</bdi>}} zum Hauptadmin gemacht}}',
  madeAdmin:
    '{who, select, me {Du hast {whom, select, me {dich} other {<bdi>{target}</bdi>}} zum Admin gemacht} other {<bdi>{name}</bdi> hat {whom, select, me {dich} other {<bdi>{target}</bdi>}} zum Admin gemacht}}',
  madeMember:
    '{who, select, me {Du hast {whom, select, me {dich} other {<bdi>{target}</bdi>}} zum Mitglied gemacht} other {<bdi>{name}</bdi> hat {whom, select, me {dich} other {<bdi>{target}</bdi>}} zum Mitglied gemacht}}',
  renamed:
    '{who, select, me {Du hast {kind, select, room {den Raum} other {die Gruppe}} in „<bdi>{title}</bdi>“ umbenannt} other {<bdi>{name}</bdi> hat {kind, select, room {den Raum} other {die Gruppe}} in „<bdi>{title}</bdi>“ umbenannt}}',
  pinned:
    '{who, select, me {Du hast eine Nachricht angeheftet} other {<bdi>{name}</bdi> hat eine Nachricht angeheftet}}',
  unpinned: '{who, select, me {Du hast eine Nachricht gelöst} other {<bdi>{name}</bdi> hat eine Nachricht gelöst}}',
  retention:
    '{who, select, me {Du hast festgelegt, dass Nachrichten hier nach {days, plural, one {# Tag} other {# Tagen}} gelöscht werden} other {<bdi>{name}</bdi> hat festgelegt, dass Nachrichten hier nach {days, plural, one {# Tag} other {# Tagen}} gelöscht werden}}',
  retentionEnded:
    '{who, select, me {Du hast festgelegt, dass Nachrichten hier erhalten bleiben} other {<bdi>{name}</bdi> hat festgelegt, dass Nachrichten hier erhalten bleiben}}',
} satisfies TextsOf<typeof system>;
