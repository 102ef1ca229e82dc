import { endOnUncaught } from '~/server/fatal';
import { createLog } from '~/server/log';

// A process that fails where nobody catches it, in the way its argument names, and would otherwise run for ever.
endOnUncaught(createLog({ logLevel: 'info' }));
// As Next does: it writes down what nobody caught, and goes on.
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});
setInterval(() => {}, 1_000);
const error = new Error('broken for ana@example.org');
setImmediate(() => {
  if (process.argv[2] === 'rejection') void Promise.reject(error);
  else throw error;
});
