import { z } from 'zod';
import * as primitives from '~/contract/primitives';

type JsonSchema = Exclude<NonNullable<z.core.JSONSchema.JSONSchema['properties']>[string], boolean>;

const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as unknown as JsonSchema;

/** What the introduction of the page explains, by what it looks like as JSON Schema. */
const NAMED = new Map(
  Object.entries({
    Id: primitives.id,
    ClientId: primitives.clientId,
    Username: primitives.username,
    Slug: primitives.slug,
    Name: primitives.name,
    Query: primitives.query,
    Text: primitives.caption,
    Emoji: primitives.emoji,
  }).map(([name, schema]) => [keyOf(schemaOf(schema)), name]),
);

/** An input for readers: TypeScript, with bounds behind what they bound. */
export function typeOfInput(schema: z.ZodType): string {
  return readable(schemaOf(schema));
}

function keyOf({ $schema: _, ...schema }: JsonSchema): string {
  return JSON.stringify(schema);
}

function readable(schema: JsonSchema): string {
  const named = NAMED.get(keyOf(schema));
  if (named) return named;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const kinds = schema.anyOf ?? schema.oneOf;
  if (kinds) return kinds.map((kind) => readable(kind as JsonSchema)).join(' | ');
  switch (schema.type) {
    case 'object':
      return readableObject(schema);
    case 'array':
      return `${inBrackets(readable(schema.items as JsonSchema))}[]${bounds(' of them', schema.minItems, schema.maxItems)}`;
    case 'string':
      if (schema.format === 'date-time') return 'Instant';
      return `string${bounds(' characters', schema.minLength, schema.maxLength)}`;
    case 'integer':
    case 'number':
      return `number${bounds('', schema.minimum, schema.maximum)}`;
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      throw new Error(`there is no word for ${JSON.stringify(schema)}: teach type-of-input one`);
  }
}

function readableObject({ properties = {}, required = [] }: JsonSchema): string {
  const fields = Object.entries(properties).map(
    ([name, property]) => `${name}${required.includes(name) ? '' : '?'}: ${readable(property as JsonSchema)}`,
  );
  return `{ ${fields.join('; ')} }`;
}

const inBrackets = (type: string): string => (/[ |]/.test(type) && !type.startsWith('{') ? `(${type})` : type);

/** JavaScript's own bounds of whole numbers are none that a caller meets, and neither is none of something. */
function bounds(of: string, min = 0, max = Number.POSITIVE_INFINITY): string {
  const isLeast = of === '' ? min > Number.MIN_SAFE_INTEGER : min > 0;
  const isMost = max < Number.MAX_SAFE_INTEGER;
  if (!isLeast && !isMost) return '';
  const range =
    min === max ? `${min}` : isLeast && isMost ? `${min} to ${max}` : isMost ? `up to ${max}` : `${min} or more`;
  return ` /* ${range}${of} */`;
}
