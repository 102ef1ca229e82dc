/**
 * The files of what was pasted or dropped. None where they only picture a text that came along, as office programs put
 * it on the clipboard: there the text is meant. A text of nothing but the files' names is not one.
 */
export function filesIn({ files, text }: { readonly files: readonly File[]; readonly text: string }): readonly File[] {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const names = new Set(files.map(({ name }) => name));
  return lines.every((line) => names.has(line.trim().replace(/^.*[/\\]/, ''))) ? files : [];
}
