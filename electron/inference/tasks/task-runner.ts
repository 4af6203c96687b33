// What each file of this folder exports: how one task is run.

import type { StreamChunk, StreamEnd, StreamRequest } from '../../../shared/types/streams.ts'
import type { Connection } from '../connection.ts'

/**
 * Yields the answer as it arrives and returns how it ended. Never throws for what a server or the network did, and closes the connection
 * however it ends.
 */
export type TaskRunner = (request: StreamRequest, connection: Connection) => AsyncGenerator<StreamChunk, StreamEnd>
