import type { Attachment } from '~/contract/upload';

/** Whether the links of an attachment have come to their end. */
export function isOver({ expiresAt }: Attachment): boolean {
  return Date.parse(expiresAt) <= Date.now();
}
