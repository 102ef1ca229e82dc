import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HeadersOptions {
  /** The origin people open. */
  readonly publicUrl: () => string;
  /** Another origin that files are fetched from; null: from here. */
  readonly fileOrigin: string | null;
  /** In development, Next evaluates code and writes styles into the page. */
  readonly production: boolean;
  /** Origins whose pages may show ours in a frame. */
  readonly embedOrigins: readonly string[];
}

/** What applies to every answer, whoever gives it: not guessed at, not framed, not told on, not read by other sites. */
const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // The microphone is for voice messages.
  'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()',
} as const;

/** Seconds for which a browser that has seen the site over https asks for it in no other way: a year. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** Procedures, sign-in, uploads and files are no pages; whoever is shown one as a page gets it without anything in it. */
const API_PREFIX = '/api/';
const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Bytes of a nonce: 128 bits, as CSP recommends. */
const NONCE_BYTES = 16;

/**
 * Sets the headers of an answer before anybody writes to it. Each page gets a nonce of its own, without which no script
 * runs in it; Next reads it from the request, where what the client may have put is overwritten.
 */
export function createHeaders({ publicUrl, fileOrigin, production, embedOrigins }: HeadersOptions) {
  const ancestors = embedOrigins.length > 0 ? `'self' ${embedOrigins.join(' ')}` : "'none'";
  return (request: IncomingMessage, response: ServerResponse): void => {
    const isApi = request.url?.startsWith(API_PREFIX);
    const policy = isApi ? API_POLICY : pagePolicy();
    request.headers['content-security-policy'] = policy;
    for (const [name, value] of Object.entries(ALWAYS)) response.setHeader(name, value);
    // It can name no origins; the policy can.
    if (!isApi && embedOrigins.length > 0) response.removeHeader('X-Frame-Options');
    response.setHeader('Content-Security-Policy', policy);
    if (isApi) response.setHeader('Cache-Control', 'no-store');
    if (publicUrl().startsWith('https:')) response.setHeader('Strict-Transport-Security', STRICT_TRANSPORT);
  };

  function pagePolicy(): string {
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    const files = fileOrigin ? ` ${fileOrigin}` : '';
    return [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${production ? '' : " 'unsafe-eval'"}`,
      `style-src 'self'${production ? '' : " 'unsafe-inline'"}`,
      `img-src 'self' blob: data:${files}`,
      `media-src 'self' blob:${files}`,
      // Older browsers do not count a socket as the page's own origin.
      `connect-src 'self' ${publicUrl().replace(/^http/, 'ws')}`,
      "frame-src 'none'",
      // The service worker.
      "worker-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${ancestors}`,
    ].join('; ');
  }
}
