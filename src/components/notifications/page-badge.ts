/** Shown as more than that: nobody counts further. */
const MOST = 99;
const SIZE = 32;
const RED = '#d92d20';

/** Puts the number of unread messages before the page's title and onto its icon; the answer takes both away. */
export function showBadge(count: number): () => void {
  const prefix = count > 0 ? `(${count > MOST ? `${MOST}+` : count}) ` : '';
  const write = () => {
    const bare = document.title.replace(/^\(\d+\+?\) /, '');
    if (document.title !== prefix + bare) document.title = prefix + bare;
  };
  write();
  // Every screen writes a title of its own, when it is its turn, and an icon that was changed before is written anew.
  const observer = new MutationObserver(() => {
    write();
    show();
  });
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  void drawIcon(count).catch(() => {});
  return () => observer.disconnect();
}

interface PageIcon {
  readonly href: string;
  readonly type: string;
}

let drawn = 0;
let plain: PageIcon | null = null;
let shown: PageIcon | null = null;

/** All of them show the same: browsers differ in which one they take. */
const links = () => document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]');

function show(icon = shown): void {
  shown = icon;
  for (const link of links()) {
    if (icon && link.getAttribute('href') !== icon.href) Object.assign(link, icon);
  }
}

async function drawIcon(count: number): Promise<void> {
  const [link] = links();
  const turn = ++drawn;
  if (!link) return;
  plain ??= { href: link.getAttribute('href') ?? '', type: link.type };
  if (count === 0) return show(plain);
  const picture = new Image(SIZE, SIZE);
  picture.src = plain.href;
  await picture.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: SIZE, height: SIZE });
  const pen = canvas.getContext('2d');
  if (!pen || turn !== drawn) return;
  pen.drawImage(picture, 0, 0, SIZE, SIZE);
  pen.fillStyle = RED;
  pen.beginPath();
  pen.arc(SIZE - 10, 10, 10, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = '#fff';
  pen.font = 'bold 14px sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(count > 9 ? '9+' : String(count), SIZE - 10, 11);
  show({ href: canvas.toDataURL('image/png'), type: 'image/png' });
}
