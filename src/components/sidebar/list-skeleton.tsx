import { Skeleton } from '~/components/ui/skeleton';

const ROWS = ['w-2/5', 'w-1/2', 'w-1/3', 'w-3/5', 'w-2/5', 'w-1/2'];

export function ListSkeleton() {
  return (
    <div aria-hidden className="grid p-2">
      {ROWS.map((width, index) => (
        <div key={index} className="flex h-17 items-center gap-3 px-2.5">
          <Skeleton className="size-10 rounded-full" />
          <div className="grid flex-1 gap-2">
            <Skeleton className={`h-3.5 rounded ${width}`} />
            <Skeleton className="h-3 w-4/5 rounded" />
          </div>
        </div>
      ))}
    </div>
  );
}
