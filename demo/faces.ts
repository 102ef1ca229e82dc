import { drawn } from './drawing';

export interface Look {
  readonly skin: string;
  readonly hair: string;
  readonly style: keyof typeof BEHIND;
  readonly shirt: string;
  /** The background, from above to below. */
  readonly sky: readonly [string, string];
  readonly glasses?: boolean;
  readonly beard?: boolean;
}

const SIDE_PX = 256;

/** What is behind the head, and what is before it. */
const BEHIND = {
  short: () => '',
  long: (hair: string) => `<path d="M66 120c0-80 124-80 124 0v86c0 14-124 14-124 0z" fill="${hair}"/>`,
  bun: (hair: string) => `<circle cx="128" cy="44" r="26" fill="${hair}"/>`,
  curly: (hair: string) =>
    [70, 92, 128, 164, 186]
      .map((x, at) => `<circle cx="${x}" cy="${[112, 78, 64, 78, 112][at]}" r="32" fill="${hair}"/>`)
      .join(''),
  scarf: (hair: string) => `<path d="M58 132c0-96 140-96 140 0 0 40 8 66 18 84H40c10-18 18-44 18-84z" fill="${hair}"/>`,
  cap: () => '',
} as const;

const BEFORE: Readonly<Record<Look['style'], (hair: string) => string>> = {
  short: (hair) => `<path d="M74 122c-6-84 114-84 108 0-8-30-28-40-54-40s-46 10-54 40z" fill="${hair}"/>`,
  long: (hair) => `<path d="M74 124c0-72 108-72 108 0-14-34-40-44-60-44-18 0-36 16-48 44z" fill="${hair}"/>`,
  bun: (hair) => `<path d="M74 118c-2-70 110-70 108 0-18-30-90-30-108 0z" fill="${hair}"/>`,
  curly: (hair) => `<path d="M78 104c12-34 88-34 100 0-24-18-76-18-100 0z" fill="${hair}"/>`,
  scarf: (hair) =>
    `<path d="M70 122c0-68 116-68 116 0-16-38-36-46-58-46s-42 8-58 46z" fill="${hair}"/><path d="M86 178c24 26 60 26 84 0l14 30H72z" fill="${hair}"/>`,
  cap: (hair) =>
    `<path d="M74 112c2-60 106-60 108 0z" fill="${hair}"/><rect x="68" y="104" width="120" height="14" rx="7" fill="#00000055"/>`,
};

/** A drawn portrait. */
export function portrait({ skin, hair, style, shirt, sky, glasses, beard }: Look): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="${SIDE_PX}" height="${SIDE_PX}">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/></linearGradient></defs>
    <rect width="256" height="256" fill="url(#sky)"/>
    ${BEHIND[style](hair)}
    <path d="M36 256c0-52 40-70 92-70s92 18 92 70z" fill="${shirt}"/>
    <path d="M106 168h44v28c-10 14-34 14-44 0z" fill="${skin}"/><path d="M106 172h44v8c-14 14-30 14-44 0z" fill="#00000022"/>
    <ellipse cx="128" cy="128" rx="54" ry="60" fill="${skin}"/>
    ${beard ? `<path d="M76 136c2 76 102 76 104 0-10 20-22 22-52 22s-42-2-52-22z" fill="${hair}"/>` : ''}
    ${BEFORE[style](hair)}
    <circle cx="108" cy="126" r="6" fill="#241a17"/><circle cx="148" cy="126" r="6" fill="#241a17"/>
    <circle cx="94" cy="146" r="9" fill="#ff5a4e33"/><circle cx="162" cy="146" r="9" fill="#ff5a4e33"/>
    <path d="M112 154c8 10 24 10 32 0" fill="none" stroke="${beard ? '#fff' : '#7a2f2a'}" stroke-width="5" stroke-linecap="round"/>
    ${glasses ? '<g fill="#ffffff33" stroke="#2b2b33" stroke-width="4"><circle cx="107" cy="127" r="17"/><circle cx="149" cy="127" r="17"/><path d="M124 126h8"/></g>' : ''}
  </svg>`;
  return drawn(drawing);
}
