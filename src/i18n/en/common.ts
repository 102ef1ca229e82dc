/** Words of every screen. */
export default {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  retry: 'Try again',
  back: 'Back',
  done: 'Done',
  loading: 'Loading',
  online: 'Online',
  you: 'You',
  somebody: 'Somebody',
  copied: 'Copied',
  copyYourself: 'Select and copy it',
} as const;
