package dev.svar.internal.codec;

/** What arrives in the inbox of a process. */
public sealed interface InboxMessage permits IncomingReply, StreamSignal {

  /** {@code _msg_id} of the request that it is about. */
  String messageId();
}
