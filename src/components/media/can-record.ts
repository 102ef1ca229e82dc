/** Whether there can be a microphone at all; browsers offer none to pages that came over plain HTTP. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && typeof navigator.mediaDevices?.getUserMedia === 'function';
}
