const KEY = 'confab-emojis';
/** Three rows of the picker. */
const RECENT_MAX = 24;

/** What is offered to who has picked none yet. */
export const USUAL = ['👍', '❤️', '😂', '😮', '😢', '🎉'] as const;

/** The emojis picked last on this device, the newest first, and after them the usual ones. */
export function recentEmojis(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    const picked = Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : [];
    return [...new Set([...picked, ...USUAL])].slice(0, RECENT_MAX);
  } catch {
    return [...USUAL];
  }
}

export function rememberEmoji(emoji: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set([emoji, ...recentEmojis()])].slice(0, RECENT_MAX)));
  } catch {
    // Full or forbidden: it will be picked from its category again.
  }
}
