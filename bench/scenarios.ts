import type { Scenario } from './scenario';
import { browser } from './scenarios/browser';
import { fanOut } from './scenarios/fan-out';
import { history } from './scenarios/history';
import { http } from './scenarios/http';
import { list } from './scenarios/list';
import { memory } from './scenarios/memory';
import { processes } from './scenarios/processes';
import { reconnect } from './scenarios/reconnect';
import { roundTrips } from './scenarios/round-trips';
import { search } from './scenarios/search';
import { send } from './scenarios/send';
import { start } from './scenarios/start';
import { sustained } from './scenarios/sustained';

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  send,
  fanOut,
  sustained,
  memory,
  reconnect,
  history,
  list,
  search,
  processes,
  start,
  http,
  roundTrips,
  browser,
];
