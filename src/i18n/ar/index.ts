import type { Texts } from '../texts';
import common from './common';
import connection from './connection';
import install from './install';
import push from './push';

export default { common, connection, install, push } satisfies Texts;
