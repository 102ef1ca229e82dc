import { File, FileArchive, FileSpreadsheet, FileText, type IconNode, Presentation } from 'lucide';
import { Icon } from '~/components/ui/icon';

/** What a document is, as far as its name tells. */
export function DocumentIcon({ filename, className }: { readonly filename: string; readonly className: string }) {
  const icon = DOCUMENTS.find(({ pattern }) => pattern.test(filename))?.icon ?? File;
  return <Icon of={icon} className={className} />;
}

const DOCUMENTS: readonly { readonly pattern: RegExp; readonly icon: IconNode }[] = [
  { pattern: /\.(pdf|docx|odt|txt|md|log)$/i, icon: FileText },
  { pattern: /\.(xlsx|ods|csv)$/i, icon: FileSpreadsheet },
  { pattern: /\.(pptx|odp)$/i, icon: Presentation },
  { pattern: /\.zip$/i, icon: FileArchive },
];
