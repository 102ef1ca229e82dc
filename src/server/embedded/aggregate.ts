import { Aggregator } from 'mingo/aggregator';
import { ProcessingMode } from 'mingo/core';
import { CommandError } from './error';
import { language } from './language';
import { leaves, pipelineOps } from './stages';
import { type Doc, isDoc, plain } from './values';

function checkStages(pipeline: unknown): Doc[] {
  if (!Array.isArray(pipeline)) throw new CommandError(14, "'pipeline' option must be specified as an array");
  for (const stage of pipeline as Doc[]) {
    const [name, ...others] = Object.keys(isDoc(stage) ? stage : {});
    if (!name || others.length)
      throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
    if (!Object.hasOwn(pipelineOps, name))
      throw new CommandError(
        40324,
        `Unrecognized pipeline stage name, or not supported by the embedded database: '${name}'`,
      );
    const spec = stage[name] as Doc;
    if (name === '$project' && isDoc(spec)) {
      const computed = leaves(spec).find(
        ([path, value]) => path.includes('.') && !['number', 'boolean'].includes(typeof value),
      );
      if (computed)
        throw new CommandError(
          2,
          `the embedded database does not support a computed nested field in $project: ${computed[0]}`,
        );
    }
    if (name === '$lookup' && isDoc(spec) && String(spec.as).includes('.'))
      throw new CommandError(2, 'the embedded database does not support a dotted path in the `as` of $lookup');
    if (name === '$facet') for (const inner of Object.values(spec)) checkStages(inner);
    if ((name === '$lookup' || name === '$unionWith') && isDoc(spec) && spec.pipeline) {
      checkStages(spec.pipeline);
      if (spec.localField)
        throw new CommandError(2, 'the embedded database supports $lookup with localField or pipeline, not both');
    }
  }
  return pipeline as Doc[];
}

export interface AggregateOptions {
  /** Every document of another collection; the pipeline never changes them. */
  collection?: (name: string) => Doc[];
  stages?: string[];
}

const ONLY_READING = ['$match', '$group', '$sort', '$limit', '$skip', '$count', '$sortByCount'];

/** Runs a pipeline, which leaves the documents untouched. Throws 40324 naming a stage that is not supported. */
export function aggregate(docs: Iterable<Doc>, pipeline: unknown, options: AggregateOptions = {}): Doc[] {
  const checked = checkStages(pipeline);
  const refused = options.stages && checked.flatMap(Object.keys).find((name) => !options.stages?.includes(name));
  if (refused) throw new CommandError(72, `${refused} is not allowed to be used within an update`);
  const copies = (name: string) => (options.collection?.(name) ?? []).map((doc) => plain(doc) as Doc);
  // mingo's other stages change the documents they are given.
  const reading = checked.every((stage) => ONLY_READING.includes(Object.keys(stage)[0]!));
  const processingMode = reading ? ProcessingMode.CLONE_OFF : ProcessingMode.CLONE_INPUT;
  const settings = { ...language, processingMode, collectionResolver: copies };
  return new Aggregator(checked, settings).run(docs);
}
