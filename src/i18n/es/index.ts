import type { Texts } from '../texts';
import common from './common';
import connection from './connection';

export default { common, connection } satisfies Texts;
