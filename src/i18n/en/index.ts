/**
 * All texts, a file a noun, as ICU messages (https://unicode-org.github.io/icu/userguide/format_parse/messages/).
 * A new noun is a file here and in each other language, and a line in each `index.ts`. In a component:
 * `const t = useTranslations('connection'); t('waiting', { count: 2 })`.
 */
import common from './common';
import connection from './connection';
import install from './install';
import push from './push';
import theme from './theme';
import toast from './toast';

export default { common, connection, install, push, theme, toast } as const;
