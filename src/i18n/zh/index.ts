import type { Texts } from '../texts';
import common from './common';
import connection from './connection';
import install from './install';
import push from './push';
import theme from './theme';
import toast from './toast';

export default { common, connection, install, push, theme, toast } satisfies Texts;
