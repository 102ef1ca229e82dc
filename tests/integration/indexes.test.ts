import { expect, test } from 'vitest';
import { connectModels, type Models } from '~/server/models/models';
import { createBackend } from '../support/confab';

test('many processes that start at once on an empty database all have every index, and one identity', async () => {
  for (let round = 0; round < 3; round += 1) {
    const backend = await createBackend({ shared: true });
    const all = await Promise.all(Array.from({ length: 8 }, () => connectModels(backend.env.mongodbUrl!)));
    expect(new Set(all.map(({ identity }) => identity)).size).toBe(1);
    const [first] = all as [Models];
    for (const model of Object.values(first.connection.models)) {
      const names = (await model.listIndexes()).map(({ key }) => JSON.stringify(key));
      for (const [key] of model.schema.indexes()) expect(names).toContain(JSON.stringify(key));
    }
    await Promise.all(all.map((models) => models.close()));
    await backend.close();
  }
});
