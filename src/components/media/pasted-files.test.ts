import { expect, test } from 'vitest';
import { filesIn } from './pasted-files';

const picture = new File(['x'], 'image.png', { type: 'image/png' });
const report = new File(['x'], 'report.pdf', { type: 'application/pdf' });

test('a picture that was copied by itself is meant', () => {
  expect(filesIn({ files: [picture], text: '' })).toEqual([picture]);
});

test('files copied in a file manager come with their names or paths, and are meant', () => {
  expect(filesIn({ files: [picture, report], text: 'image.png\r\nreport.pdf\n' })).toEqual([picture, report]);
  expect(filesIn({ files: [report], text: '/home/ana/report.pdf' })).toEqual([report]);
});

test('of a text that comes with a picture of itself, the text is meant', () => {
  expect(filesIn({ files: [picture], text: 'Income\t2026\nRent\t1200' })).toEqual([]);
});

test('nothing is made of a text alone', () => {
  expect(filesIn({ files: [], text: 'hello' })).toEqual([]);
});
