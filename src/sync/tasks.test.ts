import { describe, expect, it } from 'vitest';
import { createTasks } from './tasks';
import { createFakeClock, settled } from './testing/fake-clock';
import { TransportError } from './transport';

const busy = new TransportError('UNAVAILABLE', 'busy');

function aTask() {
  const clock = createFakeClock();
  let isPaused = false;
  let runs = 0;
  let failures: unknown[] = [];
  let finish = () => {};
  let isSlow = false;
  const tasks = createTasks(clock, () => isPaused);
  const work = async () => {
    runs += 1;
    if (isSlow) {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    }
    const failure = failures.shift();
    if (failure) throw failure;
  };
  return {
    clock,
    tasks,
    work,
    runs: () => runs,
    fail: (...errors: unknown[]) => {
      failures = errors;
    },
    pause: (paused: boolean) => {
      isPaused = paused;
    },
    slow: () => {
      isSlow = true;
    },
    finish: () => finish(),
  };
}

describe('a task', () => {
  it('asked for while it runs runs once more, however often', async () => {
    const { tasks, work, runs, slow, finish } = aTask();
    slow();
    void tasks.request('a', work);
    for (let index = 0; index < 5; index += 1) void tasks.request('a', work);
    expect(runs()).toBe(1);
    finish();
    await settled();
    expect(runs()).toBe(2);
    finish();
    await settled();
    expect(runs()).toBe(2);
  });

  it('that fails transiently comes back until it succeeds, later each time', async () => {
    const { clock, tasks, work, runs, fail } = aTask();
    fail(busy, new Error('not an answer at all'), busy);
    void tasks.request('a', work);
    await clock.advance(499);
    expect(runs()).toBe(2);
    await clock.advance(60_000);
    expect(runs()).toBe(4);
    expect(clock.pending()).toBe(0);
  });

  it('that fails for good ends, and can be asked for again', async () => {
    const { clock, tasks, work, runs, fail } = aTask();
    fail(new TransportError('NOT_FOUND', 'no'));
    await tasks.request('a', work);
    expect(clock.pending()).toBe(0);
    await tasks.request('a', work);
    expect(runs()).toBe(2);
  });

  it('that waits out a failure is not hurried by requests, but by a person', async () => {
    const { tasks, work, runs, fail } = aTask();
    fail(busy);
    void tasks.request('a', work);
    await settled();
    void tasks.request('a', work);
    expect(runs()).toBe(1);
    await tasks.insist('a', work);
    expect(runs()).toBe(2);
  });

  it('that is put off is moved forward by a more urgent request', async () => {
    const { clock, tasks, work, runs } = aTask();
    void tasks.request('a', work, 500);
    void tasks.request('a', work, 800);
    void tasks.request('a', work);
    expect(runs()).toBe(1);
    await clock.advance(1000);
    expect(runs()).toBe(1);
  });

  it('waits while paused, and starts when woken', async () => {
    const { clock, tasks, work, runs, pause } = aTask();
    pause(true);
    await tasks.request('a', work);
    await clock.advance(60_000);
    expect(runs()).toBe(0);
    pause(false);
    tasks.wake();
    await clock.advance(250);
    expect(runs()).toBe(1);
  });

  it('held back by a rate limit is hurried by nobody', async () => {
    const { clock, tasks, work, runs, fail } = aTask();
    fail(new TransportError('RATE_LIMITED', 'slower', 30));
    void tasks.request('a', work);
    await settled();
    tasks.wake();
    void tasks.insist('a', work);
    await clock.advance(29_999);
    expect(runs()).toBe(1);
    await clock.advance(1000);
    expect(runs()).toBe(2);
  });

  it('tells who waits for it when it is stopped', async () => {
    const { clock, tasks, work, fail } = aTask();
    fail(busy);
    void tasks.request('a', work);
    await settled();
    const waiting = tasks.request('a', work);
    tasks.stop();
    await waiting;
    expect(clock.pending()).toBe(0);
  });
});
