import type { Texts } from '../texts';
import account from './account';
import admin from './admin';
import announcements from './announcements';
import attached from './attached';
import common from './common';
import connection from './connection';
import conversation from './conversation';
import details from './details';
import emoji from './emoji';
import errors from './errors';
import exports from './exports';
import fault from './fault';
import install from './install';
import keyboard from './keyboard';
import media from './media';
import message from './message';
import notifications from './notifications';
import passwordReset from './password-reset';
import people from './people';
import problems from './problems';
import push from './push';
import refusals from './refusals';
import report from './report';
import rooms from './rooms';
import search from './search';
import shared from './shared';
import sidebar from './sidebar';
import signIn from './sign-in';
import switcher from './switcher';
import system from './system';
import theme from './theme';
import toast from './toast';
import typing from './typing';
import webhooks from './webhooks';
import welcome from './welcome';

export default {
  account,
  announcements,
  admin,
  attached,
  common,
  connection,
  conversation,
  details,
  emoji,
  errors,
  exports,
  fault,
  install,
  keyboard,
  media,
  message,
  notifications,
  passwordReset,
  people,
  problems,
  push,
  refusals,
  report,
  rooms,
  search,
  shared,
  sidebar,
  signIn,
  switcher,
  system,
  theme,
  toast,
  typing,
  webhooks,
  welcome,
} satisfies Texts;
