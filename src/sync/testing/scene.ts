import { aDevice, type Device, type DeviceOptions } from './device';
import { createFakeClock, type FakeClock } from './fake-clock';
import { createScriptedServer, type ScriptedServer } from './scripted-server';

export const GROUP = 'group';

/** Ann and Bob in a group, Cleo outside, and time that stands still. */
export interface Scene {
  readonly clock: FakeClock;
  readonly server: ScriptedServer;
  /** A device of Ann's, not started. */
  ann(options?: Partial<DeviceOptions>): Device;
  /** One that is live. */
  annLive(options?: Partial<DeviceOptions>): Promise<Device>;
  /** One that is live and has the group open. */
  annReading(options?: Partial<DeviceOptions>): Promise<Device>;
  /** Bob says so many things, numbered from 1. */
  bobSays(count: number): void;
}

export function aScene(): Scene {
  const clock = createFakeClock();
  const server = createScriptedServer(clock.now);
  for (const id of ['ann', 'bob', 'cleo']) server.addUser(id);
  server.found(GROUP, 'group', ['ann', 'bob']);
  const ann = (options: Partial<DeviceOptions> = {}) => aDevice({ server, clock, userId: 'ann', ...options });
  const annLive = async (options?: Partial<DeviceOptions>) => {
    const device = ann(options);
    await device.engine.start();
    await clock.advance(1000);
    return device;
  };
  return {
    clock,
    server,
    ann,
    annLive,
    async annReading(options) {
      const device = await annLive(options);
      await device.engine.open(GROUP);
      await clock.advance(1000);
      device.transport.calls.length = 0;
      return device;
    },
    bobSays(count) {
      for (let index = 1; index <= count; index += 1) server.say('bob', GROUP, `bob ${index}`);
    },
  };
}
