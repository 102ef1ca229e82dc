import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import mongoose from 'mongoose';

const { MongoError, MongoNetworkError } = mongoose.mongo;

/** The driver's connection, as far as it is needed here. */
interface DriverConnection {
  readonly socket: Socket;
  /** Counts the connection as broken. */
  onError(error: Error): void;
  writeCommand(...args: unknown[]): Promise<void>;
}

/**
 * Makes the driver fail when a connection ends while it is written to. By itself (7.8) it then waits for the socket to
 * drain, which a socket that has ended never does, and no timeout of its own bounds the wait: a command hangs for ever;
 * and when it is the monitor's, so does the process's whole view of the database, until it is started anew. It happens
 * when all connections break at once while somebody waits, and when packets are lost in the middle of a large write. Or
 * it lets the socket's own error through, after which nothing is tried again. Doing it twice is the same as once.
 */
export function mendDriverWrites(): void {
  const requireDriver = createRequire(createRequire(import.meta.url).resolve('mongoose'));
  const { prototype } = requireDriver('mongodb/lib/cmap/connection.js').Connection as { prototype: DriverConnection };
  const { writeCommand } = prototype;
  if (writeCommand.name === 'writeUnlessEnded') return;

  prototype.writeCommand = async function writeUnlessEnded(this: DriverConnection, ...args: unknown[]) {
    const { socket } = this;
    let end = () => {};
    const ended = new Promise<never>((_, reject) => {
      end = () => reject(new Error('the connection ended while it was written to'));
    });
    if (socket.destroyed) end();
    socket.once('close', end);
    try {
      await Promise.race([ended, writeCommand.apply(this, args)]);
    } catch (error) {
      if (error instanceof MongoError) throw error;
      const cause = error as Error;
      const broken = new MongoNetworkError(cause.message, { cause });
      this.onError(broken);
      throw broken;
    } finally {
      socket.off('close', end);
    }
  };
}
