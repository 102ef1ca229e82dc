import { readdir, stat } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';
import type { Id } from '~/contract/primitives';
import type { CreateUploadInput, Upload, UploadTicket } from '~/contract/upload';
import type { TestFile } from './files';
import type { Person } from './people';

/** Somebody, and the server they talk to. */
export interface At {
  readonly person: Person;
  readonly url: string;
}

export const openUpload = (
  { person }: At,
  file: TestFile,
  more: Partial<CreateUploadInput> = {},
): Promise<UploadTicket> =>
  person.api.upload.create.mutate({
    filename: file.filename,
    mimeType: file.mimeType,
    size: file.bytes.length,
    ...more,
  });

/** A request of the tus protocol, as anybody or nobody. */
export function tus(
  origin: string,
  method: string,
  {
    path,
    token,
    body,
    headers = {},
  }: { path: string; token?: string | undefined; body?: Buffer; headers?: Record<string, string> },
): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });
}

export const patch = ({ person, url }: At, path: string, body: Buffer, offset = 0): Promise<Response> =>
  tus(url, 'PATCH', {
    path,
    token: person.token,
    body,
    headers: { 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' },
  });

/** A PATCH that is begun and not ended; it announces all that is left from the offset on, or with `null` nothing. */
export function beginPatch(
  { person, url }: At,
  path: string,
  { offset = 0, announced }: { offset?: number; announced: number | null },
): ClientRequest {
  const sending = request(`${url}${path}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${person.token}`,
      'tus-resumable': '1.0.0',
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
      ...(announced === null ? { 'transfer-encoding': 'chunked' } : { 'content-length': announced - offset }),
    },
  });
  return sending.on('error', () => {});
}

/** How much has arrived, by the server's word. */
export async function offsetOf({ person, url }: At, path: string): Promise<number> {
  const response = await tus(url, 'HEAD', { path, token: person.token });
  if (!response.ok) throw new Error(`HEAD ${path}: ${response.status}`);
  return Number(response.headers.get('upload-offset'));
}

/** The whole way of a file; throws unless it ends `ready`. */
export async function uploaded(at: At, file: TestFile, more: Partial<CreateUploadInput> = {}): Promise<Upload> {
  const { uploadId, url } = await openUpload(at, file, more);
  const response = await patch(at, url, file.bytes);
  if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
  return uploadOf(at, uploadId);
}

export const uploadOf = ({ person }: At, uploadId: Id): Promise<Upload> => person.api.upload.get.query({ uploadId });

/** What a server says to a file it does not take. */
export async function refusedWith(
  at: At,
  file: TestFile,
): Promise<{ status: number; appCode: string; message: string; uploadId: Id }> {
  const { uploadId, url } = await openUpload(at, file);
  const response = await patch(at, url, file.bytes);
  return { status: response.status, ...(await response.json()), uploadId };
}

/** Paths and sizes of all files below a folder. */
export async function filesIn(folder: string): Promise<Record<string, number>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map(async (path) => [path.slice(folder.length + 1), (await stat(path)).size] as const),
  );
  return Object.fromEntries(sizes.sort());
}
