import type { Metadata } from 'next';
import { APP_NAME } from '~/components/app/app-name';
import { NothingHere } from '~/components/app/nothing-here';
import { spoken } from './spoken';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${(await spoken('fault'))('notFound')} · ${APP_NAME}` };
}

export default function NotFound() {
  return <NothingHere />;
}
