import { requireSignIn } from '../../require-sign-in';

export default async function RoomPage({ params }: { readonly params: Promise<{ readonly slug: string }> }) {
  return requireSignIn(`/rooms/${(await params).slug}`);
}
