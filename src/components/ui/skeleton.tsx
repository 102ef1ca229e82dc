import { classNames } from './class-names';

/** A grey stand-in for something on its way. */
export function Skeleton({ className }: { readonly className: string }) {
  return <div className={classNames('animate-breathe bg-line', className)} />;
}
