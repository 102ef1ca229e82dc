import { requireSignIn } from '../../../require-sign-in';

interface DetailsPageProps {
  readonly params: Promise<{ readonly conversationId: string }>;
}

export default async function DetailsPage({ params }: DetailsPageProps) {
  return requireSignIn(`/c/${(await params).conversationId}/details`);
}
