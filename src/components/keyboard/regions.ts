import { currentMessage } from './messages';
import { focusOn, isSeen, tabbablesIn } from './tabbable';

/** The composer, where there is one. */
export function composerOf(): HTMLElement | null {
  const area = document.querySelector<HTMLElement>('[data-region=composer] textarea');
  return area && isSeen(area) && !area.closest('[inert]') ? area : null;
}

/** The parts of the page that F6 goes around: those marked with `data-region` that hold no others. */
function regions(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => isSeen(region) && !region.closest('[inert]') && !region.querySelector('[data-region]'),
  );
}

/** Takes the keyboard to the region after (`1`) or before (`-1`) the present one, and around. */
export function goToRegion(step: 1 | -1): void {
  const all = regions();
  const at = all.findIndex((region) => region.contains(document.activeElement));
  const next = all.at(at === -1 ? (step === 1 ? 0 : -1) : (at + step) % all.length);
  if (next) enter(next);
}

/** To what a person would want first in it: where they were, or its first control. */
export function enter(region: HTMLElement): void {
  const wanted =
    (region.dataset.region === 'messages' && currentMessage(region)) ||
    region.querySelector<HTMLElement>('textarea, a[aria-current=page]') ||
    tabbablesIn(region)[0] ||
    region;
  focusOn(wanted);
}
