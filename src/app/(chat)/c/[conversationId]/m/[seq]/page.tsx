import { requireSignIn } from '../../../../require-sign-in';

interface MessagePageProps {
  readonly params: Promise<{ readonly conversationId: string; readonly seq: string }>;
}

export default async function MessagePage({ params }: MessagePageProps) {
  const { conversationId, seq } = await params;
  return requireSignIn(`/c/${conversationId}/m/${seq}`);
}
