import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ATTACHMENTS_MAX } from '~/contract/limits';
import type { Engine } from '~/sync/engine';
import type { FileAbout } from '~/sync/state';
import { attachFiles } from './attach-files';
import { MEASURE_MS, measure } from './measure';

const CONVERSATION = 'c'.repeat(24);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** An engine whose draft of the conversation can take that many more files. */
function anEngine(room = ATTACHMENTS_MAX) {
  const attached: FileAbout[] = [];
  const held = Array(ATTACHMENTS_MAX - room).fill({});
  const engine: Pick<Engine, 'attach' | 'getState'> = {
    getState: () => ({ drafts: new Map([[CONVERSATION, { text: '', files: held }]]) }) as never,
    async attach(_, __, about) {
      if (attached.length >= room) throw new Error('full');
      attached.push(about);
    },
  };
  return { engine, attached };
}

const aText = (name: string) => new File(['words'], name, { type: 'text/plain' });

test('files are attached in the order they were chosen, and each is settled once', async () => {
  const { engine, attached } = anEngine();
  const onSettled = vi.fn();
  const files = [aText('a.txt'), new File(['x'], 'b.exe'), aText('c.md')];
  const refused = await attachFiles(engine, CONVERSATION, { files, maxBytes: 100, isVoice: false, onSettled });
  expect(attached).toEqual([
    { filename: 'a.txt', kind: 'file', mimeType: 'text/plain' },
    { filename: 'c.md', kind: 'file', mimeType: 'text/plain' },
  ]);
  expect(refused).toEqual([{ filename: 'b.exe', why: 'type' }]);
  expect(onSettled).toHaveBeenCalledTimes(3);
});

test('what is larger than this server takes is refused', async () => {
  const { engine, attached } = anEngine();
  const files = [new File(['x'.repeat(101)], 'a.txt', { type: 'text/plain' }), aText('b.txt')];
  const refused = await attachFiles(engine, CONVERSATION, { files, maxBytes: 100, isVoice: false, onSettled() {} });
  expect(attached.map(({ filename }) => filename)).toEqual(['b.txt']);
  expect(refused).toEqual([{ filename: 'a.txt', why: 'large' }]);
});

test('what another window has filled up meanwhile is said', async () => {
  const { engine, attached } = anEngine(1);
  engine.getState = anEngine().engine.getState;
  const files = [aText('a.txt'), aText('b.txt')];
  const refused = await attachFiles(engine, CONVERSATION, { files, maxBytes: 100, isVoice: false, onSettled() {} });
  expect(attached).toHaveLength(1);
  expect(refused).toEqual([{ filename: 'b.txt', why: 'many' }]);
});

test('what cannot be measured is attached without', async () => {
  const { engine, attached } = anEngine();
  const files = [new File(['no picture'], 'a.png', { type: 'image/png' })];
  await attachFiles(engine, CONVERSATION, { files, maxBytes: 100, isVoice: false, onSettled() {} });
  expect(attached).toEqual([{ filename: 'a.png', kind: 'image', mimeType: 'image/png' }]);
});

test('nobody waits long for what is measured', async () => {
  vi.stubGlobal(
    'Image',
    class {
      decode = () => new Promise(() => {});
    },
  );
  const measured = measure(new Blob(['x']), 'image', { isVoice: false });
  const settled = vi.fn();
  void measured.then(settled);
  await vi.advanceTimersByTimeAsync(MEASURE_MS - 1);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(settled).toHaveBeenCalledWith({});
});

test('many files that cannot be measured are not waited for one by one', async () => {
  vi.stubGlobal(
    'Image',
    class {
      decode = () => new Promise(() => {});
    },
  );
  const { engine, attached } = anEngine();
  const files = Array.from({ length: ATTACHMENTS_MAX }, (_, at) => new File(['x'], `${at}.png`, { type: 'image/png' }));
  void attachFiles(engine, CONVERSATION, { files, maxBytes: 100, isVoice: false, onSettled() {} });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(attached).toHaveLength(ATTACHMENTS_MAX);
});
