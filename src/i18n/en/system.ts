/** What happened to a conversation itself, as a line among its messages. `who` and `whom` are `me` or anybody else. */
export default {
  started: '{who, select, me {You started the conversation} other {<bdi>{name}</bdi> started the conversation}}',
  createdGroup: '{who, select, me {You created the group} other {<bdi>{name}</bdi> created the group}}',
  createdRoom: '{who, select, me {You created the room} other {<bdi>{name}</bdi> created the room}}',
  joined: '{who, select, me {You joined} other {<bdi>{name}</bdi> joined}}',
  left: '{who, select, me {You left} other {<bdi>{name}</bdi> left}}',
  added:
    '{who, select, me {You added {whom, select, me {you} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> added {whom, select, me {you} other {<bdi>{target}</bdi>}}}}',
  removed:
    '{who, select, me {You removed {whom, select, me {you} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> removed {whom, select, me {you} other {<bdi>{target}</bdi>}}}}',
  madeOwner:
    '{who, select, me {You made {whom, select, me {you} other {<bdi>{target}</bdi>}} an owner} other {<bdi>{name}</bdi> made {whom, select, me {you} other {<bdi>{target}</bdi>}} an owner}}',
  madeAdmin:
    '{who, select, me {You made {whom, select, me {you} other {<bdi>{target}</bdi>}} an admin} other {<bdi>{name}</bdi> made {whom, select, me {you} other {<bdi>{target}</bdi>}} an admin}}',
  madeMember:
    '{who, select, me {You made {whom, select, me {you} other {<bdi>{target}</bdi>}} a member} other {<bdi>{name}</bdi> made {whom, select, me {you} other {<bdi>{target}</bdi>}} a member}}',
  renamed:
    '{who, select, me {You renamed the {kind, select, room {room} other {group}} to “<bdi>{title}</bdi>”} other {<bdi>{name}</bdi> renamed the {kind, select, room {room} other {group}} to “<bdi>{title}</bdi>”}}',
  pinned: '{who, select, me {You pinned a message} other {<bdi>{name}</bdi> pinned a message}}',
  unpinned: '{who, select, me {You unpinned a message} other {<bdi>{name}</bdi> unpinned a message}}',
  retention:
    '{who, select, me {You set messages here to be deleted after {days, plural, one {# day} other {# days}}} other {<bdi>{name}</bdi> set messages here to be deleted after {days, plural, one {# day} other {# days}}}}',
  retentionEnded:
    '{who, select, me {You set messages here to be kept} other {<bdi>{name}</bdi> set messages here to be kept}}',
} as const;
