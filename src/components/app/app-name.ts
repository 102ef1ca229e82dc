export const APP_NAME = 'Confab';
