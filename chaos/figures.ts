import type { Evidence } from './laws/law';
import { LAWS } from './laws/laws';
import type { Report } from './run';

/** What a run did and found, as a table that can be pasted into docs/reliability.md. */
export function figuresOf(report: Report): string {
  const { evidence, violations, counts, recovery } = report;
  const sums = (what: (typeof LAWS)[number]['counts']) => {
    const names = new Set(LAWS.filter((law) => law.counts === what).map(({ name }) => name));
    return violations.filter(({ law }) => names.has(law)).length;
  };
  const rows: [string, string | number][] = [
    ...didRows(evidence),
    ['processes started', report.starts],
    ...counts,
    ['everybody had everything again after', seconds(recovery.wholeMs)],
    ['last words, lost to every other process, were found after', seconds(recovery.lastWordsMs)],
    ...evidence.levels
      .filter(({ what }) => what.startsWith('bytes'))
      .map(({ what, before, after }): [string, string] => [
        what.replace('bytes on the heap', 'megabytes on the heap'),
        `${megabytes(before)} before, ${megabytes(after)} after`,
      ]),
    ['**lost**', sums('lost')],
    ['**doubled**', sums('doubled')],
    ['**reordered**', sums('reordered')],
    ['**divergent**', sums('divergent')],
    ['**leaked**', sums('leaked')],
    ['other violations', sums('other')],
  ];
  return rows.map(([what, figure]) => `| ${what} | ${figure} |`).join('\n');
}

function didRows({ acts, told, entries, views, compared }: Evidence): [string, string | number][] {
  const outcome = (name: string) => acts.filter((act) => act.outcome === name).length;
  const attempts = acts.reduce((sum, act) => sum + act.attempts.length, 0);
  const waits = acts
    .flatMap(({ invokedAt, endedAt, outcome }) => (outcome === 'acknowledged' && endedAt ? [endedAt - invokedAt] : []))
    .sort((a, b) => a - b);
  const at = (share: number) => seconds(waits[Math.floor(share * (waits.length - 1))] ?? 0);
  const connections = new Set(told.map(({ deviceId, connection }) => `${deviceId} ${connection}`)).size;
  return [
    ['things people did', acts.length],
    [
      'of these acknowledged, refused, unknown',
      `${outcome('acknowledged')}, ${outcome('failed')}, ${outcome('unknown')}`,
    ],
    ['attempts they took', attempts],
    ['from doing to acknowledged, faults included: half, 99 of 100, all', `${at(0.5)}, ${at(0.99)}, ${at(1)}`],
    ['connections of devices that told something', connections],
    ['entries told to devices', told.filter(({ type }) => type === 'entry').length],
    [
      'entries in the database, conversations',
      `${entries.length}, ${new Set(entries.map((entry) => entry.conversationId)).size}`,
    ],
    ['timelines compared with a fresh device by hash', views.length],
    ['checksums compared by devices while they lived', compared.length],
  ];
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);
