import { requireSignIn } from '../require-sign-in';

export default function RoomsPage() {
  return requireSignIn('/rooms');
}
