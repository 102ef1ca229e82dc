import type { Speaker } from '../load/conversation';
import { everybody, type Plan } from '../peers/scene';

/** Who talks to whom. */
export interface TalkingPlan {
  readonly name: string;
  readonly plan: Plan;
  /** The numbers of those who speak, and of the conversation each speaks in. */
  readonly speakers: readonly { readonly person: number; readonly conversation: number }[];
}

export const twoPeople: TalkingPlan = {
  name: 'two people',
  plan: { people: 2, conversations: [{ members: [0, 1] }] },
  speakers: [{ person: 0, conversation: 0 }],
};

/** Pairs of people, each with a conversation of their own. */
export const pairs = (count: number): TalkingPlan => ({
  name: `${count * 2} senders in ${count} conversations`,
  plan: {
    people: count * 2,
    conversations: everybody(count).map((pair) => ({ members: [pair * 2, pair * 2 + 1] })),
  },
  speakers: everybody(count * 2).map((person) => ({ person, conversation: Math.floor(person / 2) })),
});

export const oneRoom = (count: number): TalkingPlan => ({
  name: `${count} senders in one conversation`,
  plan: { people: count, conversations: [{ members: everybody(count) }] },
  speakers: everybody(count).map((person) => ({ person, conversation: 0 })),
});

/** As the load process takes them. */
export function speakersOf({ plan, speakers }: TalkingPlan, conversationIds: readonly string[]): Speaker[] {
  return speakers.map(({ person, conversation }) => ({
    line: person,
    conversationId: conversationIds[conversation]!,
    readers: plan.conversations[conversation]!.members.length - 1,
  }));
}
