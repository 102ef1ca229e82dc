import type { Fault } from '../scene';
import { abuse } from './abuse';
import { DATABASE_FAULTS } from './database';
import { DEVICE_FAULTS } from './devices';
import { fivefold } from './fivefold';
import { REDIS_FAULTS } from './redis';
import { removal } from './removal';
import { SERVER_FAULTS } from './servers';
import { stampede } from './stampede';

/** Everything that goes wrong. */
export const FAULTS: readonly Fault[] = [
  ...SERVER_FAULTS,
  ...REDIS_FAULTS,
  ...DATABASE_FAULTS,
  ...DEVICE_FAULTS,
  fivefold,
  removal,
  stampede,
  abuse,
];
