import { File, FileArchive, FileSpreadsheet, FileText, type LucideIcon, Presentation } from 'lucide-react';

/** What a document is, as far as its name tells. */
export function DocumentIcon({ filename, className }: { readonly filename: string; readonly className: string }) {
  const Icon = DOCUMENTS.find(({ pattern }) => pattern.test(filename))?.icon ?? File;
  return <Icon aria-hidden className={className} />;
}

const DOCUMENTS: readonly { readonly pattern: RegExp; readonly icon: LucideIcon }[] = [
  { pattern: /\.(pdf|docx|odt|txt|md|log)$/i, icon: FileText },
  { pattern: /\.(xlsx|ods|csv)$/i, icon: FileSpreadsheet },
  { pattern: /\.(pptx|odp)$/i, icon: Presentation },
  { pattern: /\.zip$/i, icon: FileArchive },
];
