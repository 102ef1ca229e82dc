import sharp from 'sharp';
import { random } from '../chaos/random';
import { drawn } from './drawing';

const WIDTH_PX = 1200;
const HEIGHT_PX = 800;

const lantern = (x: number, y: number, size: number, colour: string) => `
  <circle cx="${x}" cy="${y}" r="${size * 2.4}" fill="${colour}" opacity=".18"/>
  <ellipse cx="${x}" cy="${y}" rx="${size}" ry="${size * 1.2}" fill="${colour}"/>
  <ellipse cx="${x}" cy="${y}" rx="${size * 0.4}" ry="${size * 1.2}" fill="#fff" opacity=".35"/>
  <rect x="${x - size * 0.4}" y="${y - size * 1.4}" width="${size * 0.8}" height="${size * 0.3}" fill="#5b2a1d"/>
  <rect x="${x - size * 0.4}" y="${y + size * 1.1}" width="${size * 0.8}" height="${size * 0.3}" fill="#5b2a1d"/>`;

const WARM = ['#ffb347', '#ff7f50', '#ffd166', '#f25f5c', '#ffe08a'] as const;

function harbour(): string {
  const chance = random('harbour');
  const hang = Array.from({ length: 22 }, (_, at) => {
    const x = 30 + at * 55;
    return lantern(x, 210 + Math.sin(at / 2.2) * 44 + chance.next() * 18, 17, chance.pick(WARM));
  });
  const shine = Array.from({ length: 60 }, () => {
    const x = chance.next() * WIDTH_PX;
    const y = 520 + chance.next() * 260;
    const width = 30 + chance.next() * 90;
    return `<rect x="${x}" y="${y}" width="${width}" height="4" rx="2" fill="${chance.pick(WARM)}" opacity=".35"/>`;
  });
  const houses = Array.from({ length: 15 }, (_, at) => {
    const height = 70 + chance.next() * 130;
    const window = `<rect x="${at * 82 + 20}" y="${530 - height}" width="16" height="20" fill="#ffe08a"/>`;
    return `<rect x="${at * 82}" y="${500 - height}" width="78" height="${height + 10}" fill="#2b2250"/>${window}`;
  });
  return `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="#1b1745"/><stop offset=".6" stop-color="#7c3f7d"/><stop offset="1" stop-color="#f2845c"/></linearGradient>
    <rect width="1200" height="510" fill="url(#sky)"/><circle cx="930" cy="120" r="46" fill="#fff3d1"/>
    ${houses.join('')}<rect y="505" width="1200" height="295" fill="#241d4d"/>${shine.join('')}
    <path d="M0 190 Q300 330 600 210 T1200 240" fill="none" stroke="#120e2e" stroke-width="3"/>${hang.join('')}
    <path d="M180 640h260l-40 54H220z" fill="#120e2e"/><path d="M310 470v160h-90z" fill="#f5e6c8" opacity=".9"/>
    <path d="M760 690h300l-46 60H806z" fill="#120e2e"/><path d="M910 500v180h-104z" fill="#f5e6c8" opacity=".75"/>`;
}

function trail(): string {
  const chance = random('trail');
  const trees = Array.from({ length: 40 }, () => {
    const [x, y, size] = [chance.next() * WIDTH_PX, 600 + chance.next() * 160, 18 + chance.next() * 26];
    return `<path d="M${x} ${y}l${size} ${size * 2.6}h${-size * 2}z" fill="${chance.pick(['#1f6650', '#2a7f62', '#17513f'])}"/>`;
  });
  return `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="#8fd3ff"/><stop offset="1" stop-color="#fff4d9"/></linearGradient>
    <rect width="1200" height="800" fill="url(#sky)"/><circle cx="250" cy="170" r="64" fill="#fff" opacity=".9"/>
    <path d="M0 560L230 260 400 460 620 160 860 470 1010 320 1200 540V800H0z" fill="#7d93b8"/>
    <path d="M620 160l86 112-52 22-38-30-46 34-30-42z" fill="#fff"/><path d="M230 260l60 72-40 16-30-22-36 26-20-28z" fill="#fff"/>
    <path d="M0 640L300 500 560 600 840 480 1200 620V800H0z" fill="#4f9d69"/>${trees.join('')}
    <path d="M560 800C640 700 520 660 620 590c40-30 20-50 60-80" fill="none" stroke="#f3dfa6" stroke-width="22" stroke-linecap="round"/>`;
}

function dumplings(): string {
  const chance = random('dumplings');
  const dumpling = (x: number, y: number, turn: number) =>
    `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M-84 30C-84-60 84-60 84 30 50 54-50 54-84 30z" fill="#eccf96"/><path d="M-80 22c30-30 130-30 160 0" fill="none" stroke="#b88f4f" stroke-width="6" stroke-dasharray="22 12"/></g>`;
  const ring = Array.from({ length: 8 }, (_, at) => {
    const angle = (at / 8) * 2 * Math.PI;
    return dumpling(560 + Math.cos(angle) * 210, 400 + Math.sin(angle) * 190, chance.next() * 50 - 25);
  });
  const onions = Array.from(
    { length: 30 },
    () =>
      `<circle cx="${340 + chance.next() * 440}" cy="${190 + chance.next() * 420}" r="9" fill="none" stroke="#6fae4a" stroke-width="6"/>`,
  );
  return `<rect width="1200" height="800" fill="#8a4b2d"/><path d="M0 200h1200M0 420h1200M0 650h1200" stroke="#79401f" stroke-width="6"/>
    <circle cx="560" cy="410" r="352" fill="#22384a"/><circle cx="560" cy="400" r="340" fill="#e9f1f4"/><circle cx="560" cy="400" r="292" fill="#f8fbfc"/>
    ${ring.join('')}${dumpling(560, 396, 8)}${onions.join('')}
    <circle cx="1010" cy="200" r="110" fill="#e9f1f4"/><circle cx="1010" cy="200" r="86" fill="#7a1f12"/><circle cx="986" cy="178" r="14" fill="#c2562f"/>
    <path d="M930 470l40 290M1000 460l24 296" stroke="#d9a05b" stroke-width="18" stroke-linecap="round"/>`;
}

function workbench(): string {
  const shades = ['#ef476f', '#ffd166', '#06d6a0', '#118ab2', '#f78c6b', '#9b5de5'];
  const row = shades.map((colour, at) => lantern(150 + at * 180, 330 + (at % 2) * 60, 66, colour));
  return `<rect width="1200" height="800" fill="#fdf3e1"/><rect y="560" width="1200" height="240" fill="#b9824f"/>
    <path d="M0 620h1200M0 700h1200" stroke="#a5703f" stroke-width="5"/><path d="M0 120h1200" stroke="#5b4636" stroke-width="8"/>
    ${shades.map((_, at) => `<path d="M${150 + at * 180} 120v${140 + (at % 2) * 60}" stroke="#5b4636" stroke-width="4"/>`).join('')}
    ${row.join('')}
    <rect x="130" y="600" width="230" height="26" rx="13" fill="#d64545"/><path d="M360 606h90l22 7-22 7h-90z" fill="#8d99ae"/>
    <rect x="640" y="590" width="300" height="130" fill="#fff" transform="rotate(-6 790 650)"/><path d="M680 650c60-60 120 40 200-20" fill="none" stroke="#118ab2" stroke-width="8"/>`;
}

function sitePlan(): string {
  const stall = (x: number, y: number, colour: string) =>
    `<rect x="${x}" y="${y}" width="70" height="52" rx="8" fill="${colour}"/><path d="M${x} ${y + 18}h70" stroke="#fff" stroke-width="6" stroke-dasharray="12 10"/>`;
  const colours = ['#e76f51', '#2a9d8f', '#e9c46a', '#457b9d'];
  const stalls = Array.from({ length: 16 }, (_, at) =>
    stall(170 + (at % 8) * 108, at < 8 ? 250 : 430, colours[at % 4] ?? ''),
  );
  return `<rect width="1200" height="800" fill="#eef4ea"/><path d="M0 620C240 560 420 690 660 630s380 20 540-40v210H0z" fill="#8ecae6"/>
    <path d="M0 640C240 580 420 710 660 650s380 20 540-40" fill="none" stroke="#fff" stroke-width="5" stroke-dasharray="30 18"/>
    <rect x="110" y="340" width="960" height="56" rx="28" fill="#fff"/><rect x="540" y="90" width="60" height="560" rx="24" fill="#fff"/>${stalls.join('')}
    <circle cx="570" cy="150" r="78" fill="#f4a261"/><circle cx="570" cy="150" r="50" fill="#fff" opacity=".5"/>
    <path d="M1040 120l40-70 40 70z" fill="#1d3557"/><circle cx="1080" cy="150" r="14" fill="#1d3557"/>
    ${[90, 300, 860, 1120].map((x) => `<circle cx="${x}" cy="${x % 200 < 100 ? 180 : 520}" r="34" fill="#74a57f"/>`).join('')}`;
}

function cat(): string {
  return `<rect width="1200" height="800" fill="#f6d6b8"/><rect x="180" y="70" width="840" height="520" rx="18" fill="#fff"/>
    <rect x="206" y="96" width="380" height="468" fill="#aee1f9"/><rect x="614" y="96" width="380" height="468" fill="#aee1f9"/>
    <path d="M206 460c120-70 260-40 380 0v104H206zM614 480c120-90 260-20 380-30v114H614z" fill="#7fb77e"/><rect x="120" y="586" width="960" height="44" rx="10" fill="#e2a76f"/>
    <path d="M420 590c-30-190 90-250 190-230s170 100 150 230z" fill="#e58e3c"/><path d="M470 590c-10-60 30-120 90-120s90 60 90 120z" fill="#fff3e2"/>
    <circle cx="560" cy="330" r="104" fill="#e58e3c"/><path d="M470 290l-8-110 86 56zM650 290l8-110-86 56z" fill="#e58e3c"/>
    <path d="M500 350c12 14 34 14 46 0M574 350c12 14 34 14 46 0" stroke="#5b2c0c" stroke-width="8" fill="none" stroke-linecap="round"/><path d="M548 384h24l-12 14z" fill="#5b2c0c"/>
    <path d="M760 580c120 10 150-90 96-150" fill="none" stroke="#e58e3c" stroke-width="44" stroke-linecap="round"/>
    <g stroke="#c06f24" stroke-width="12" stroke-linecap="round"><path d="M530 250v34M560 244v40M590 250v34"/></g>`;
}

function sign(): string {
  const rays = Array.from(
    { length: 12 },
    (_, at) =>
      `<rect x="596" y="20" width="8" height="110" rx="4" fill="#ffd166" opacity=".5" transform="rotate(${at * 30} 600 400)"/>`,
  );
  return `<radialGradient id="night"><stop stop-color="#4c3a8f"/><stop offset="1" stop-color="#171338"/></radialGradient>
    <rect width="1200" height="800" fill="url(#night)"/>${rays.join('')}${lantern(600, 400, 170, '#ff8c5a')}`;
}

const DRAWINGS = { harbour, trail, dumplings, sign, workbench, 'site-plan': sitePlan, cat } as const;

export type Picture = keyof typeof DRAWINGS;

/** A drawing as a photograph of 1200 × 800. */
export async function photo(name: Picture): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_PX} ${HEIGHT_PX}" width="${WIDTH_PX}" height="${HEIGHT_PX}">${DRAWINGS[name]()}</svg>`;
  return sharp(await drawn(drawing))
    .jpeg({ quality: 86 })
    .toBuffer();
}

/** A drawing as the square picture of a group or room. */
export async function badge(name: Picture): Promise<Buffer> {
  return sharp(await photo(name))
    .resize(256, 256, { fit: 'cover' })
    .png()
    .toBuffer();
}
