/** Words of every screen. */
export default {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  retry: 'Try again',
} as const;
