import { requireSignIn } from './require-sign-in';

export default function HomePage() {
  return requireSignIn('/');
}
