import { createContext, useContext } from 'react';

/** Whether the person administers the installation; the server decides, this is what is offered. */
export const IsAdmin = createContext(false);

export const useIsAdmin = (): boolean => useContext(IsAdmin);
