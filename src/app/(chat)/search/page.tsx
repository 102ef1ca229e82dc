import { requireSignIn } from '../require-sign-in';

export default function SearchPage() {
  return requireSignIn('/search');
}
