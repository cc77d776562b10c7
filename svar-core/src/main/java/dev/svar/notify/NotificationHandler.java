package dev.svar.notify;

/** Handles events one by one. Called on workers of the listener, by several at a time. */
@FunctionalInterface
public interface NotificationHandler {

  /**
   * Handles one event, which is acknowledged when this returns. May block.
   *
   * @throws RequeueException if the event is to be delivered again
   * @throws Exception if it could not be handled: what becomes of it then is the listener's setting
   */
  void handle(Notification event) throws Exception;
}
