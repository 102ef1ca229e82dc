/** Begins what is looked for in a frame; nobody escapes it, and no envelope has it. */
const MARK = Buffer.from('<<');
const DIGITS = 8;

/** A text that is told apart from all others of a run, as long as one of ordinary length. */
export function markedText(number: number): string {
  return `<<${String(number).padStart(DIGITS, '0')} shall we meet at the bridge?`;
}

/** Calls back for every message of a frame, with its number; a frame may carry several. */
export function eachMessage(frame: Buffer, call: (number: number) => void): void {
  for (let at = frame.indexOf(MARK); at !== -1; at = frame.indexOf(MARK, at + MARK.length + DIGITS)) {
    let number = 0;
    for (let digit = at + MARK.length; digit < at + MARK.length + DIGITS; digit += 1) {
      number = number * 10 + frame[digit]! - 48;
    }
    call(number);
  }
}
