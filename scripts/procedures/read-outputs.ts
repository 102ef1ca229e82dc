import { API } from 'typescript/unstable/sync';
import { ROOT } from './root';

const FILE = `${ROOT}scripts/procedures/outputs.ts`;

/** `NodeBuilderFlags.NoTruncation`: types in full, however long. */
const IN_FULL = 1;

/** What each procedure answers with, by its path, as the compiler names it: nobody writes it down a second time. */
export function readOutputs(): ReadonlyMap<string, string> {
  const compiler = new API({ cwd: ROOT });
  try {
    const [project] = compiler.updateSnapshot({ openProjects: [`${ROOT}tsconfig.json`] }).getProjects();
    const file = project?.program.getSourceFile(FILE);
    const module = file && project?.checker.getSymbolAtLocation(file);
    if (!project || !module) throw new Error(`the compiler does not know ${FILE}`);
    const { checker } = project;
    const outputs = checker.getExportsOfModule(module).find(({ name }) => name === 'Outputs');
    if (!outputs) throw new Error(`${FILE} exports no Outputs`);
    const found = new Map<string, string>();
    for (const noun of checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(outputs))) {
      const procedures = checker.getTypeOfSymbol(noun);
      for (const procedure of procedures ? checker.getPropertiesOfType(procedures) : []) {
        const output = checker.getTypeOfSymbol(procedure);
        if (output) found.set(`${noun.name}.${procedure.name}`, checker.typeToString(output, undefined, IN_FULL));
      }
    }
    return found;
  } finally {
    compiler.close();
  }
}
