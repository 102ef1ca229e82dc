import { useSyncExternalStore } from 'react';

/** What holds on this device only; in the browser's own storage, the same for all its tabs. */
export interface DeviceSettings {
  readonly desktop: boolean;
  readonly sound: boolean;
}

const KEY = 'confab:alerts';
/** To the tab that changes it; the browser tells the others. */
const CHANGED = 'confab-alerts-changed';
const USUAL: DeviceSettings = { desktop: true, sound: true };

export function deviceSettings(): DeviceSettings {
  return parsed(stored());
}

export function setDeviceSettings(change: Partial<DeviceSettings>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...deviceSettings(), ...change }));
  } catch {
    // Without storage it stays as it was.
  }
  window.dispatchEvent(new Event(CHANGED));
}

export function useDeviceSettings(): DeviceSettings {
  return parsed(useSyncExternalStore(subscribe, stored, () => null));
}

function subscribe(listener: () => void): () => void {
  const listening = new AbortController();
  for (const type of ['storage', CHANGED]) window.addEventListener(type, listener, { signal: listening.signal });
  return () => listening.abort();
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function parsed(text: string | null): DeviceSettings {
  try {
    const { desktop = USUAL.desktop, sound = USUAL.sound } = JSON.parse(text ?? '{}');
    return { desktop: desktop === true, sound: sound === true };
  } catch {
    return USUAL;
  }
}
