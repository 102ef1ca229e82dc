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
  // Every screen writes a title of its own, when it is its turn.
  const observer = new MutationObserver(write);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  void drawIcon(count).catch(() => {});
  return () => observer.disconnect();
}

let drawn = 0;
let plain: { readonly href: string; readonly type: string } | null = null;

async function drawIcon(count: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
  const turn = ++drawn;
  if (!link) return;
  plain ??= { href: link.href, type: link.type };
  if (count === 0) {
    Object.assign(link, plain);
    return;
  }
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
  Object.assign(link, { href: canvas.toDataURL('image/png'), type: 'image/png' });
}
