import { describe, expect, it } from 'vitest';
import { ATTACHMENTS_MAX } from '~/contract/limits';
import { memoryFiles } from './files';
import { memoryStorage } from './storage';
import { settled } from './testing/fake-clock';
import { aBlob, about } from './testing/files';
import { mortal } from './testing/mortal';
import { aScene, GROUP } from './testing/scene';

const draftOf = ({ engine }: ReturnType<ReturnType<typeof aScene>['ann']>) => engine.getState().drafts.get(GROUP);

describe('a draft', () => {
  it('holds files in the order they were attached, beside its text', async () => {
    const ann = await aScene().annReading();
    void ann.engine.attach(GROUP, aBlob('one'), about('1.txt'));
    ann.engine.setDraft(GROUP, 'words');
    const one = { ...about('photo.jpg'), mimeType: 'image/jpeg', kind: 'image', width: 4, height: 3 } as const;
    void ann.engine.attach(GROUP, aBlob('picture'), one);
    expect(draftOf(ann)).toMatchObject({
      text: 'words',
      files: [
        { filename: '1.txt', size: 3, uploadId: null },
        { ...one, size: 7 },
      ],
    });
    const [file] = draftOf(ann)?.files ?? [];
    expect(await ann.engine.fileOf(file?.fileId ?? '')).toBeInstanceOf(Blob);
    expect(await ann.engine.fileOf('unknown')).toBeNull();
  });

  it('is none once it is empty, and leaves no bytes', async () => {
    const ann = await aScene().annReading();
    await ann.engine.attach(GROUP, aBlob('one'), about());
    const [file] = draftOf(ann)?.files ?? [];
    ann.engine.detach(GROUP, 'unknown');
    expect(draftOf(ann)?.files).toEqual([file]);
    ann.engine.detach(GROUP, file?.fileId ?? '');
    expect(ann.engine.getState().drafts.size).toBe(0);
    await settled();
    expect(await ann.files.keys()).toEqual([]);
    expect(await ann.storage.entries('ann:draft:')).toEqual([]);
  });

  it('takes no more files than a message can have', async () => {
    const ann = await aScene().annReading();
    for (let index = 0; index < ATTACHMENTS_MAX; index += 1) void ann.engine.attach(GROUP, aBlob('one'), about());
    await expect(ann.engine.attach(GROUP, aBlob('one more'), about())).rejects.toThrow(RangeError);
    expect(draftOf(ann)?.files).toHaveLength(ATTACHMENTS_MAX);
    expect(await ann.files.keys()).toHaveLength(ATTACHMENTS_MAX);
  });

  it('of a conversation that was left is gone with its bytes', async () => {
    const { server, clock, annReading } = aScene();
    const ann = await annReading();
    await ann.engine.attach(GROUP, aBlob('one'), about());
    server.leave('ann', GROUP);
    await clock.advance(1000);
    expect(ann.engine.getState().drafts.size).toBe(0);
    expect(await ann.files.keys()).toEqual([]);
  });

  it('survives a death of the page with its files, from the moment they are attached', async () => {
    const { annReading, ann } = aScene();
    const [storage, files] = [memoryStorage(), memoryFiles()];
    const { die, ...kept } = mortal(storage, files);
    const first = await annReading(kept);
    first.engine.setDraft(GROUP, 'words');
    await first.engine.attach(GROUP, aBlob('one'), about());
    const before = draftOf(first);
    die();
    first.engine.stop();
    const second = ann({ storage, files });
    await second.engine.start();
    expect(draftOf(second)).toEqual(before);
    expect(await second.engine.fileOf(before?.files[0]?.fileId ?? '')).toBeInstanceOf(Blob);
  });

  it('comes back without files whose bytes were not stored in time', async () => {
    const { annReading, ann } = aScene();
    const [storage, files] = [memoryStorage(), memoryFiles()];
    const first = await annReading({ storage, files: { ...files, set: () => new Promise(() => {}) } });
    first.engine.setDraft(GROUP, 'words');
    void first.engine.attach(GROUP, aBlob('one'), about());
    first.engine.stop();
    const second = ann({ storage, files });
    await second.engine.start();
    expect(draftOf(second)).toEqual({ text: 'words', files: [] });
  });

  it('does not come back once it was sent, whatever was stored last', async () => {
    const { annReading, ann } = aScene();
    const [storage, files] = [memoryStorage(), memoryFiles()];
    const first = await annReading({ storage, files });
    first.engine.setOnline(false);
    first.engine.setDraft(GROUP, 'words');
    await first.engine.attach(GROUP, aBlob('one'), about());
    const [[key, draft] = ['', null]] = await storage.entries('ann:draft:');
    first.engine.send(GROUP, 'words');
    await settled();
    expect(await storage.entries('ann:draft:')).toEqual([]);
    first.engine.stop();
    await storage.set(key, draft);
    const second = ann({ storage, files });
    second.engine.setOnline(false);
    await second.engine.start();
    expect(second.engine.getState().drafts.size).toBe(0);
    expect(second.engine.getState().outbox).toHaveLength(1);
    expect(await files.keys()).toHaveLength(1);
  });

  it('of an earlier version of the program was a text', async () => {
    const { ann } = aScene();
    const storage = memoryStorage();
    await storage.set(`ann:draft:${GROUP}`, { version: 2, savedAt: 1, content: 'words' });
    const { engine } = ann({ storage });
    await engine.start();
    expect(engine.getState().drafts.get(GROUP)).toEqual({ text: 'words', files: [] });
  });
});
