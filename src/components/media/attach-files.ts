import type { Id } from '~/contract/primitives';
import type { Engine } from '~/sync/engine';
import { type ChosenFile, chooseFrom, type RefusedFile } from './chosen-files';
import { MEASURE_MS, type Measured, measure } from './measure';

/** Milliseconds all files of one choice are looked at together. */
const TOGETHER_MS = 10_000;

type Attacher = Pick<Engine, 'attach' | 'getState'>;

export interface Choice {
  readonly files: readonly File[];
  /** Of each; larger ones are refused. */
  readonly maxBytes: number;
  /** They were recorded here. */
  readonly isVoice: boolean;
  /** Called once for each file, when it is there or refused. */
  readonly onSettled: () => void;
}

/**
 * Puts files among those of a conversation's draft, in their order, each as soon as it was looked at. Answers which were
 * not taken, and why.
 */
export async function attachFiles(
  engine: Attacher,
  conversationId: Id,
  { files, maxBytes, isVoice, onSettled }: Choice,
): Promise<readonly RefusedFile[]> {
  const held = engine.getState().drafts.get(conversationId)?.files.length ?? 0;
  const { chosen, refused } = chooseFrom(files, { held, maxBytes });
  for (const _ of refused) onSettled();
  const until = Date.now() + TOGETHER_MS;
  for (const one of chosen) {
    const patience = Math.min(MEASURE_MS, until - Date.now());
    const measured = await measure(one.file, one.type.kind, { isVoice, patience });
    const keeping = keep(engine, conversationId, one, measured);
    // It is there at once, and takes the place of what was being looked at.
    onSettled();
    if (!(await keeping)) refused.push({ filename: one.filename, why: 'many' });
  }
  return refused;
}

/** Whether there was still room: meanwhile others may have come, from another window. */
async function keep(engine: Attacher, conversationId: Id, { file, filename, type }: ChosenFile, measured: Measured) {
  try {
    await engine.attach(conversationId, file, { filename, kind: type.kind, mimeType: type.mimeType, ...measured });
    return true;
  } catch {
    return false;
  }
}
