/** Pixels a message's pictures take at most: a glance, with room for what was written around them. */
const MAX_WIDTH = 336;
const MAX_HEIGHT = 352;
/** Pixels of the shorter side at least: a finger still finds it, and a line with the time has room below it. */
const MIN_SIDE = 96;
/** Pictures that are shown; behind the last of them are the others. */
const CELLS_MAX = 4;
/** Taken where nobody has measured. */
const USUAL = 16 / 9;

/** Pixels as it is shown; of some videos nobody knows. */
export interface Shape {
  readonly width?: number;
  readonly height?: number;
}

/** A box whose height is known before anything loads: its width where there is room, and width by height. */
export interface Box {
  readonly width: number;
  readonly ratio: number;
}

export interface Grid extends Box {
  readonly columns: number;
  readonly rows: number;
  /** The place of each picture shown, as CSS `grid-area`. */
  readonly cells: readonly string[];
  /** Pictures that have no cell of their own. */
  readonly more: number;
}

/** The box of a single picture. It keeps its shape unless that is extreme, and is not enlarged. */
export function boxOf(shape: Shape): Box {
  const ratio = clamp(ratioOf(shape), MIN_SIDE / MAX_HEIGHT, MAX_WIDTH / MIN_SIDE);
  const fitting = Math.min(shape.width ?? MAX_WIDTH, MAX_WIDTH, MAX_HEIGHT * ratio);
  // Down to whole pixels: upwards, a tall one would be higher than there is room.
  return { width: Math.floor(Math.max(fitting, MIN_SIDE, MIN_SIDE * ratio)), ratio };
}

/** How pictures share one box; which way it is divided follows the shapes of the first ones. */
export function gridOf(shapes: readonly Shape[]): Grid {
  const more = Math.max(0, shapes.length - CELLS_MAX);
  return { width: MAX_WIDTH, ...cellsOf(shapes), more };
}

function cellsOf(shapes: readonly Shape[]): Partial<Box> & Omit<Grid, 'width' | 'more'> {
  const [first, second] = shapes;
  if (shapes.length === 1) return { ...boxOf(first ?? {}), columns: 1, rows: 1, cells: ['1 / 1'] };
  if (shapes.length === 2 && isWide(first) && isWide(second)) {
    return { columns: 1, rows: 2, ratio: 1, cells: ['1 / 1', '2 / 1'] };
  }
  if (shapes.length === 2) {
    return { columns: 2, rows: 1, ratio: isTall(first) && isTall(second) ? 4 / 3 : 2, cells: ['1 / 1', '1 / 2'] };
  }
  if (shapes.length === 3 && isWide(first)) {
    return { columns: 2, rows: 2, ratio: 1, cells: ['1 / 1 / 2 / 3', '2 / 1', '2 / 2'] };
  }
  if (shapes.length === 3) return { columns: 2, rows: 2, ratio: 4 / 3, cells: ['1 / 1 / 3 / 2', '1 / 2', '2 / 2'] };
  return { columns: 2, rows: 2, ratio: 1, cells: ['1 / 1', '1 / 2', '2 / 1', '2 / 2'] };
}

function ratioOf({ width, height }: Shape): number {
  return width && height ? width / height : USUAL;
}

const isWide = (shape: Shape = {}) => ratioOf(shape) > 1.25;
const isTall = (shape: Shape = {}) => ratioOf(shape) < 0.9;

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
