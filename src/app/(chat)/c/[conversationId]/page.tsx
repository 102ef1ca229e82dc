import { requireSignIn } from '../../require-sign-in';

interface ConversationPageProps {
  readonly params: Promise<{ readonly conversationId: string }>;
}

export default async function ConversationPage({ params }: ConversationPageProps) {
  return requireSignIn(`/c/${(await params).conversationId}`);
}
