import { expect, it } from 'vitest';
import { aBlob, about } from './testing/files';
import { aScene, GROUP } from './testing/scene';
import { TransportError } from './transport';

/** Ann has sent a file, and knows its id. */
async function annHavingSent() {
  const scene = aScene();
  const ann = await scene.annReading();
  void ann.engine.attach(GROUP, aBlob('a file'), about());
  ann.engine.send(GROUP, '');
  await scene.clock.advance(1000);
  const [message] = ann.entries(GROUP).slice(-1);
  const id = message?.kind === 'message' ? (message.attachments[0]?.id ?? '') : '';
  ann.transport.calls.length = 0;
  return { ...scene, ...ann, id };
}

it('fresh links are asked for once by all who need them, and again when their life ends', async () => {
  const { clock, engine, asked, id } = await annHavingSent();
  const [first, second] = await Promise.all([engine.freshLinks(id), engine.freshLinks(id)]);
  expect(second).toBe(first);
  await clock.advance(200_000);
  expect(await engine.freshLinks(id)).toBe(first);
  expect(asked('upload')).toBe(1);
  await clock.advance(60_000);
  const third = await engine.freshLinks(id);
  expect(third.url).not.toBe(first.url);
  expect(Date.parse(third.expiresAt)).toBeGreaterThan(clock.now() + 60_000);
  expect(asked('upload')).toBe(2);
});

it('fresh links that could not be had are asked for again', async () => {
  const { engine, transport, id } = await annHavingSent();
  transport.failNext('upload', new TransportError('UNAVAILABLE', 'busy'));
  await expect(engine.freshLinks(id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await engine.freshLinks(id)).toMatchObject({ id });
});

it('fresh links are believed for a while by a clock that is wrong', async () => {
  const { clock, engine, asked, id } = await annHavingSent();
  const links = await engine.freshLinks(id);
  expect(links.url).toContain('until=');
  await clock.advance(50_000);
  await engine.freshLinks(id);
  expect(asked('upload')).toBe(1);
});
