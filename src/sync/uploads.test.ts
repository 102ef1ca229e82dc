import { describe, expect, it } from 'vitest';
import { ATTACHMENTS_MAX } from '~/contract/limits';
import { type FileStorage, memoryFiles } from './files';
import { memoryStorage } from './storage';
import type { Device } from './testing/device';
import { settled } from './testing/fake-clock';
import { aBlob, about } from './testing/files';
import { aScene, GROUP } from './testing/scene';
import { CALM } from './testing/scripted-transport';
import { REFUSAL, REFUSED } from './testing/scripted-uploads';
import { TransportError } from './transport';

const A_DAY = 86_400_000;

/** Ann attaches these and sends them. */
function sendFiles({ engine }: Device, text: string, ...contents: string[]): string {
  for (const [index, content] of contents.entries()) {
    void engine.attach(GROUP, aBlob(content), about(`${index}.txt`));
  }
  return engine.send(GROUP, text);
}

type Scene = ReturnType<typeof aScene>;

/** What the server has in the group: texts, with the contents of the files. */
function said({ server }: Scene): (readonly [string, ...(string | undefined)[]])[] {
  return server.entries(GROUP).flatMap((entry) => {
    if (entry.kind !== 'message') return [];
    return [[entry.text, ...entry.attachments.map(({ id }) => server.uploads.contentOf(id))] as const];
  });
}

const statuses = ({ engine }: Device) => [...engine.getState().uploads.values()].map(({ status }) => status);

describe('a message with files', () => {
  it('is sent once they are up, with all of them in their order, and their bytes are forgotten', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const [release, releaseSend] = [ann.transport.hold('append'), ann.transport.hold('send')];
    sendFiles(ann, 'look', 'first file', 'second', 'and the third one');
    expect(ann.engine.getState().drafts.size).toBe(0);
    await scene.clock.advance(1000);
    expect(statuses(ann)).toEqual(['sending', 'sending', 'sending']);
    expect(ann.asked('send')).toBe(0);
    release();
    await scene.clock.advance(1000);
    expect(statuses(ann)).toEqual(['done', 'done', 'done']);
    expect(await ann.files.keys()).toHaveLength(3);
    releaseSend();
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['look', 'first file', 'second', 'and the third one']]);
    expect(ann.engine.getState()).toMatchObject({ outbox: [], uploads: new Map() });
    expect(await ann.files.keys()).toEqual([]);
  });

  it('needs no words', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    sendFiles(ann, '', 'speaks for itself');
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['', 'speaks for itself']]);
    expect(ann.engine.getState().conversations.get(GROUP)?.lastMessage).toMatchObject({
      text: '',
      attached: { kind: 'file', count: 1 },
    });
  });

  it('does not hold up what is written after it, and comes after what was written before', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const [release, releaseSend] = [ann.transport.hold('append'), ann.transport.hold('send')];
    ann.engine.send(GROUP, 'before');
    sendFiles(ann, 'film', 'a long film');
    for (const text of ['one', 'two']) ann.engine.send(GROUP, text);
    await scene.clock.advance(1000);
    releaseSend();
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['before'], ['one'], ['two']]);
    expect(ann.engine.getState().outbox).toMatchObject([{ act: { text: 'film' }, status: 'queued' }]);
    release();
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['before'], ['one'], ['two'], ['film', 'a long film']]);
  });

  it('is sent with files that cannot be stored, too', async () => {
    for (const set of [() => Promise.reject(new Error('quota')), () => new Promise<never>(() => {})]) {
      const scene = aScene();
      const files: FileStorage = { ...memoryFiles(), set };
      const ann = await scene.annReading({ files });
      sendFiles(ann, 'look', 'not stored');
      await scene.clock.advance(1000);
      expect(said(scene)).toEqual([['look', 'not stored']]);
    }
  });

  it('says how far each file has come', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const sent: number[] = [];
    ann.engine.subscribe(() => {
      for (const progress of ann.engine.getState().uploads.values()) sent.push(progress.sent);
    });
    sendFiles(ann, '', 'ten bytes.');
    await scene.clock.advance(1000);
    expect([...new Set(sent)]).toEqual([0, 4, 8, 10]);
  });
});

describe('uploading', () => {
  it('is done for three files at once, in the order they were attached', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const release = ann.transport.hold('append');
    sendFiles(ann, 'many', ...Array.from({ length: ATTACHMENTS_MAX }, (_, index) => `file ${index}`));
    await scene.clock.advance(1000);
    expect(statuses(ann)).toEqual([...Array(3).fill('sending'), ...Array(7).fill('waiting')]);
    release();
    await scene.clock.advance(1000);
    expect(ann.transport.mostAtOnce).toBe(3);
    expect(said(scene)).toEqual([['many', ...Array.from({ length: ATTACHMENTS_MAX }, (_, index) => `file ${index}`)]]);
  });

  it('goes on where it ended when the network is back, at once', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const release = ann.transport.hold('offset');
    sendFiles(ann, 'look', 'eight by', 'more bytes than that');
    await scene.clock.advance(100);
    release();
    const stop = ann.transport.hold('append');
    await settled();
    ann.engine.setOnline(false);
    stop();
    ann.transport.calls.length = 0;
    await scene.clock.advance(A_DAY / 2);
    expect(statuses(ann)).toEqual(['waiting', 'waiting']);
    expect(ann.transport.calls).toEqual([]);
    ann.engine.setOnline(true);
    await scene.clock.advance(500);
    expect(said(scene)).toEqual([['look', 'eight by', 'more bytes than that']]);
    expect(scene.server.uploads.count()).toBe(2);
  });

  it('is tried again with growing pauses, and at once when the feed is back', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    ann.transport.weather = { ...CALM, lostRequest: 1 };
    sendFiles(ann, 'look', 'a file');
    await scene.clock.advance(3_600_000);
    expect(ann.asked('createUpload')).toBeGreaterThan(3600 / 41);
    expect(ann.asked('createUpload')).toBeLessThan(3600 / 20);
    while (statuses(ann)[0] !== 'waiting') await scene.clock.advance(100);
    ann.transport.weather = CALM;
    ann.transport.cut();
    await scene.clock.advance(2000);
    expect(said(scene)).toEqual([['look', 'a file']]);
  });

  it('finds the upload of a lost answer, and of an earlier start', async () => {
    const scene = aScene();
    const [storage, files] = [memoryStorage(), memoryFiles()];
    const first = await scene.annReading({ storage, files });
    first.transport.weather = { ...CALM, lostAnswer: 1 };
    sendFiles(first, 'look', 'a file of many parts');
    await scene.clock.advance(100);
    expect(scene.server.uploads.count()).toBe(1);
    first.engine.stop();
    const second = await scene.annReading({ storage, files });
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['look', 'a file of many parts']]);
    expect(scene.server.uploads.count()).toBe(1);
    expect(second.engine.getState().outbox).toEqual([]);
    expect(await files.keys()).toEqual([]);
  });

  it('is not done again for what was up before a reload', async () => {
    const scene = aScene();
    const [storage, files] = [memoryStorage(), memoryFiles()];
    const first = await scene.annReading({ storage, files });
    first.transport.hold('send');
    sendFiles(first, 'look', 'one', 'two');
    await scene.clock.advance(1000);
    first.engine.stop();
    for (const key of await files.keys()) await files.delete(key);
    const second = await scene.annReading({ storage, files });
    await scene.clock.advance(1000);
    expect(second.asked('createUpload')).toBe(0);
    expect(said(scene)).toEqual([['look', 'one', 'two']]);
  });

  it('leaves no timer and asks nothing after a stop', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const release = ann.transport.hold('append');
    sendFiles(ann, 'look', 'one', 'two', 'three', 'four');
    await scene.clock.advance(100);
    ann.engine.stop();
    ann.transport.calls.length = 0;
    release();
    await scene.clock.advance(60_000);
    expect(ann.transport.calls).toEqual([]);
    expect(scene.clock.pending()).toBe(0);
  });
});

describe('a file that is refused', () => {
  it('fails its message with the code and the words of the server, and holds nothing up', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    sendFiles(ann, 'look', 'good', `${REFUSED}bad`);
    ann.engine.send(GROUP, 'next');
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['next']]);
    expect(ann.engine.getState().outbox).toMatchObject([
      { act: { text: 'look' }, status: 'failed', error: REFUSAL.appCode, words: REFUSAL.message },
    ]);
    expect(statuses(ann)).toEqual(['done', 'failed']);
  });

  it('is refused again when it is tried again, and leaves nothing when it is dropped', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const clientId = sendFiles(ann, 'look', `${REFUSED}bad`);
    await scene.clock.advance(1000);
    ann.engine.retry(clientId);
    expect(statuses(ann)).toEqual(['sending']);
    await scene.clock.advance(1000);
    expect(ann.engine.getState().outbox).toMatchObject([{ error: REFUSAL.appCode, words: REFUSAL.message }]);
    ann.engine.drop(clientId);
    await settled();
    expect(ann.engine.getState()).toMatchObject({ outbox: [], uploads: new Map() });
    expect(await ann.files.keys()).toEqual([]);
  });

  it('is refused before a byte is sent, if the server says so then', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    ann.transport.failNext('createUpload', new TransportError('TOO_LARGE', 'At most 50 MB.'));
    const clientId = sendFiles(ann, 'look', 'a file');
    await scene.clock.advance(1000);
    expect(ann.engine.getState().outbox).toMatchObject([{ error: 'TOO_LARGE', words: 'At most 50 MB.' }]);
    ann.engine.retry(clientId);
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['look', 'a file']]);
  });
});

describe('an upload that the server has removed', () => {
  it('is made anew, while it is sent and when the message is', async () => {
    for (const name of ['append', 'send']) {
      const scene = aScene();
      const ann = await scene.annReading();
      const release = ann.transport.hold(name);
      sendFiles(ann, 'look', 'one', 'two');
      await scene.clock.advance(1000);
      scene.server.uploads.collect();
      release();
      await scene.clock.advance(2000);
      expect(said(scene)).toEqual([['look', 'one', 'two']]);
      expect(await ann.files.keys()).toEqual([]);
    }
  });

  it('once; then it is for the person to try again', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const gone = new TransportError('NOT_FOUND', 'The upload is gone; attach the file again.');
    for (let time = 0; time < 2; time += 1) ann.transport.failNext('offset', gone);
    const clientId = sendFiles(ann, 'look', 'one');
    await scene.clock.advance(1000);
    expect(ann.engine.getState().outbox).toMatchObject([{ status: 'failed', error: 'NOT_FOUND', words: gone.message }]);
    const names = ann.transport.calls.filter(({ name }) => name === 'createUpload').map(({ input }) => input);
    expect(new Set(names.map((input) => (input as { clientId: string }).clientId)).size).toBe(2);
    ann.engine.retry(clientId);
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['look', 'one']]);
  });

  it('is not suspected when a message is refused for something else', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    void ann.engine.attach(GROUP, aBlob('a file'), about());
    ann.engine.send(GROUP, 'to nothing', { id: 'nowhere', seq: 99 });
    await scene.clock.advance(1000);
    expect(ann.engine.getState().outbox).toMatchObject([{ status: 'failed', error: 'NOT_FOUND' }]);
    expect([ann.asked('createUpload'), ann.asked('send')]).toEqual([1, 1]);
  });
});

describe('bytes', () => {
  it('that are gone fail the message and leave its words', async () => {
    const scene = aScene();
    const [storage, files] = [memoryStorage(), memoryFiles()];
    const first = await scene.annReading({ storage, files });
    first.engine.setOnline(false);
    sendFiles(first, 'my words', 'a file');
    await settled();
    first.engine.stop();
    for (const key of await files.keys()) await files.delete(key);
    const { engine } = await scene.annReading({ storage, files });
    await scene.clock.advance(1000);
    expect(engine.getState().outbox).toMatchObject([
      { act: { text: 'my words' }, status: 'failed', error: 'FILE_GONE', words: null },
    ]);
  });

  it('that cannot be read now are read later', async () => {
    for (const get of [() => Promise.reject(new Error('busy')), () => new Promise<never>(() => {})]) {
      const scene = aScene();
      const [storage, files] = [memoryStorage(), memoryFiles()];
      const first = await scene.annReading({ storage, files });
      first.engine.setOnline(false);
      sendFiles(first, 'look', 'a file');
      await settled();
      first.engine.stop();
      const stuck = { ...files, get };
      const second = await scene.annReading({ storage, files: stuck });
      await scene.clock.advance(5000);
      expect(second.engine.getState().outbox).toMatchObject([{ status: 'queued' }]);
      stuck.get = files.get as typeof get;
      await scene.clock.advance(30_000);
      expect(said(scene)).toEqual([['look', 'a file']]);
    }
  });

  it('that nothing names are deleted after a day, those of drafts never', async () => {
    const scene = aScene();
    const [storage, files] = [memoryStorage(), memoryFiles()];
    const first = await scene.annReading({ storage, files });
    await first.engine.attach(GROUP, aBlob('a draft'), about());
    const [draft = ''] = await files.keys();
    const orphan = `ann:${scene.clock.now().toString(36)}-orphaned`;
    await files.set(orphan, aBlob('nobody knows'));
    await files.set('bob:1-orphaned', aBlob("somebody else's"));
    first.engine.stop();
    for (const [wait, left] of [
      [A_DAY - 5000, [draft, orphan]],
      [10_000, [draft]],
    ] as const) {
      await scene.clock.advance(wait);
      const next = await scene.annReading({ storage, files });
      expect(await files.keys()).toEqual(expect.arrayContaining([...left, 'bob:1-orphaned']));
      expect(await files.keys()).toHaveLength(left.length + 1);
      next.engine.stop();
    }
  });

  it('are kept when nobody knows what is needed', async () => {
    const scene = aScene();
    const files = memoryFiles();
    await files.set('ann:1-old', aBlob('perhaps of a draft'));
    const storage = { ...memoryStorage(), entries: () => Promise.reject(new Error('no')) };
    await scene.annReading({ storage, files });
    expect(await files.keys()).toEqual(['ann:1-old']);
  });

  it('that another tab is sending stay when this one puts them away', async () => {
    const { scene, files, first, second } = await twoTabs();
    first.engine.setOnline(false);
    first.engine.send(GROUP, 'look');
    await settled();
    const [file] = second.engine.getState().drafts.get(GROUP)?.files ?? [];
    second.engine.detach(GROUP, file?.fileId ?? '');
    await settled();
    expect(await files.keys()).toHaveLength(1);
    first.engine.setOnline(true);
    await scene.clock.advance(2000);
    expect(said(scene)).toEqual([['look', 'shared']]);
    expect(await files.keys()).toEqual([]);
  });

  it('that another tab puts away go with the message of the tab that has them in its draft, also after a reload', async () => {
    const { scene, storage, files, first, second } = await twoTabs();
    const [file] = first.engine.getState().drafts.get(GROUP)?.files ?? [];
    first.engine.detach(GROUP, file?.fileId ?? '');
    await settled();
    expect(await files.keys()).toEqual([]);
    expect(await second.engine.fileOf(file?.fileId ?? '')).toBeInstanceOf(Blob);
    second.engine.setOnline(false);
    second.engine.send(GROUP, 'look');
    await settled();
    second.engine.stop();
    await scene.annReading({ storage, files });
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['look', 'shared']]);
    expect(await files.keys()).toEqual([]);
  });

  it('that one tab puts away while another sends them go with the message', async () => {
    const { scene, storage, files, first, second } = await twoTabs();
    const [file] = first.engine.getState().drafts.get(GROUP)?.files ?? [];
    second.engine.setOnline(false);
    first.engine.detach(GROUP, file?.fileId ?? '');
    second.engine.send(GROUP, 'look');
    second.engine.stop();
    await settled();
    expect(await files.keys()).toHaveLength(1);
    await scene.annReading({ storage, files });
    await scene.clock.advance(1000);
    expect(said(scene)).toEqual([['look', 'shared']]);
  });

  it('of a conversation that one tab knows to be left go with the message of a tab that does not', async () => {
    const { scene, files, second } = await twoTabs();
    second.engine.setOnline(false);
    scene.server.leave('ann', GROUP);
    await scene.clock.advance(1000);
    expect(await files.keys()).toEqual([]);
    second.engine.send(GROUP, 'look');
    scene.server.join('ann', GROUP);
    second.engine.setOnline(true);
    await scene.clock.advance(2000);
    expect(said(scene)).toEqual([['look', 'shared']]);
    expect(await files.keys()).toEqual([]);
  });
});

describe('dropping a message', () => {
  it('ends its uploads, gives back their room, and forgets the bytes', async () => {
    const scene = aScene();
    const ann = await scene.annReading();
    const release = ann.transport.hold('append');
    const clientId = sendFiles(ann, 'look', 'one', 'two', 'three', 'four');
    await scene.clock.advance(100);
    ann.engine.drop(clientId);
    release();
    await scene.clock.advance(60_000);
    expect(said(scene)).toEqual([]);
    expect(scene.server.uploads.count()).toBe(0);
    expect(ann.engine.getState().uploads.size).toBe(0);
    expect(await ann.files.keys()).toEqual([]);
  });
});

describe('two tabs', () => {
  it('send the same files, and they are there once', async () => {
    const scene = aScene();
    const [storage, files] = [memoryStorage(), memoryFiles()];
    const first = await scene.annReading({ storage, files });
    first.engine.setOnline(false);
    sendFiles(first, 'look', 'a file of many parts', 'another');
    await settled();
    const second = await scene.annReading({ storage, files });
    first.engine.setOnline(true);
    await scene.clock.advance(60_000);
    expect(said(scene)).toEqual([['look', 'a file of many parts', 'another']]);
    expect(scene.server.uploads.count()).toBe(2);
    for (const { engine } of [first, second]) expect(engine.getState().outbox).toEqual([]);
    expect(await files.keys()).toEqual([]);
  });
});

/** Ann's, with one storage; the second began when the first had a file in its draft. */
async function twoTabs() {
  const scene = aScene();
  const [storage, files] = [memoryStorage(), memoryFiles()];
  const first = await scene.annReading({ storage, files });
  await first.engine.attach(GROUP, aBlob('shared'), about());
  const second = await scene.annReading({ storage, files });
  return { scene, storage, files, first, second };
}
