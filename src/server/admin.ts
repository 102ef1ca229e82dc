import { runCommand } from './command/run';
import { readEnv } from './env';

const code = await runCommand(process.argv.slice(2), () => readEnv(process.env), {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
process.exit(code);
