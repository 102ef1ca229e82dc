import { requireSignIn } from '../../../require-sign-in';

interface ConversationSearchPageProps {
  readonly params: Promise<{ readonly conversationId: string }>;
}

export default async function ConversationSearchPage({ params }: ConversationSearchPageProps) {
  return requireSignIn(`/c/${(await params).conversationId}/search`);
}
