import { type Budget, type Figure, median, type Peer, type Verdict, verdictOf } from './figure';

export interface Measured {
  readonly scenario: string;
  readonly title: string;
  readonly figures: readonly Figure[];
}

const COLUMNS = ['', 'Confab', 'Socket.IO', 'ws', 'ratio', 'budget', ''] as const;

/** A line for each figure: medians, the ratio with its lowest and highest run, and the verdict. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = measured.flatMap(({ title, figures }) => [
    [`**${title}**`, '', '', '', '', '', ''],
    ...figures.map(rowOf),
  ]);
  return [
    `| ${COLUMNS.join(' | ')} |`,
    '|---|--:|--:|--:|--:|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}

/** What is past its budget, in words. */
export function failuresOf(measured: readonly Measured[]): string[] {
  return measured.flatMap(({ title, figures }) =>
    figures.flatMap((figure) => {
      const verdict = verdictOf(figure);
      if (!verdict || verdict.holds) return [];
      return [`${title}: ${figure.what}: ${told(verdict.found)}, but ${budgetIn(figure.budget!)}`];
    }),
  );
}

function rowOf(figure: Figure): string[] {
  const { what, unit, values, budget } = figure;
  const verdict = verdictOf(figure);
  const value = (peer: Peer) => (values[peer]?.length ? `${told(median(values[peer]))}${unit && ` ${unit}`}` : '');
  const hasLimit = budget?.atMost !== undefined || budget?.atLeast !== undefined;
  return [
    what,
    value('confab'),
    value('socket.io'),
    value('ws'),
    verdict && budget?.to ? `${ratioIn(verdict)} × ${budget.to.name}` : '',
    hasLimit ? budgetIn(budget) : '',
    verdict && hasLimit ? (verdict.holds ? 'holds' : '**past it**') : '',
  ];
}

function ratioIn({ found, spread: [lowest, highest] }: Verdict): string {
  return lowest === highest ? told(found) : `${told(found)} (${told(lowest)}–${told(highest)})`;
}

function budgetIn({ to, atMost, atLeast }: Budget): string {
  const limit = atMost === undefined ? `≥ ${atLeast?.toLocaleString('en')}` : `≤ ${atMost.toLocaleString('en')}`;
  return to ? `${limit} × ${to.name}` : limit;
}

/** Three digits that mean something. */
function told(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : `${Number(value.toPrecision(3))}`;
}
