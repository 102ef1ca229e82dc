import type { ReactNode } from 'react';
import { Avatar } from '~/components/ui/avatar';
import type { User } from '~/contract/user';

/** A person in a list: picture, name, username, and what else there is to say. */
export function UserLine({ user, children }: { readonly user: User; readonly children?: ReactNode }) {
  return (
    <>
      <Avatar id={user.id} name={user.name} url={user.avatarUrl} size="small" />
      <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] leading-tight">
        <span className="flex text-sm font-medium">
          <bdi className="truncate">{user.name}</bdi>
        </span>
        <span className="flex text-xs text-muted">
          <bdi className="truncate">@{user.username}</bdi>
        </span>
      </span>
      {children}
    </>
  );
}
