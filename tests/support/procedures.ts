import { z } from 'zod';
import { appRouter } from '~/server/trpc/root';

export interface Procedure {
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  /** Of its input, by name; null for one that takes none. */
  readonly fields: Readonly<Record<string, Field>> | null;
}

/** A field of an input as JSON Schema sees it. */
export interface Field {
  readonly required: boolean;
  readonly isArray: boolean;
  readonly nullable: boolean;
  readonly isBoolean: boolean;
}

interface Definition {
  readonly type: Procedure['type'];
  readonly inputs: readonly z.ZodType[];
}

/** Every procedure there is, taken from the router itself. */
export const PROCEDURES: readonly Procedure[] = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  const { type, inputs } = (procedure as unknown as { _def: Definition })._def;
  if (inputs.length > 1) throw new Error(`${path} has more than one input schema; look at each`);
  return { path, type, fields: inputs[0] ? fieldsOf(inputs[0]) : null };
});

function fieldsOf(schema: z.ZodType): Record<string, Field> {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const kinds = typeof property === 'object' ? [property, ...(property.anyOf ?? [])] : [];
      const types = kinds.map((kind) => (typeof kind === 'object' ? kind.type : undefined));
      return [
        name,
        {
          required: required.includes(name),
          isArray: types.includes('array'),
          nullable: types.includes('null'),
          isBoolean: types.includes('boolean'),
        },
      ];
    }),
  );
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** A call as any program could make it: whatever input, over HTTP. */
export async function rawCall(
  url: string,
  { path, type }: Pick<Procedure, 'path' | 'type'>,
  { json, token }: { json?: string; token?: string } = {},
): Promise<RawAnswer> {
  const query = type === 'query' && json !== undefined ? `?input=${encodeURIComponent(json)}` : '';
  const response = await fetch(`${url}/api/trpc/${path}${query}`, {
    method: type === 'query' ? 'GET' : 'POST',
    headers: {
      ...(type === 'mutation' && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(type === 'mutation' && { body: json ?? null }),
  });
  return { status: response.status, text: await response.text() };
}
