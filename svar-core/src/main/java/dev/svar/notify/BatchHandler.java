package dev.svar.notify;

import java.util.List;

/** Handles events of one priority by the batch. Called on workers of the listener. */
@FunctionalInterface
public interface BatchHandler {

  /**
   * Handles events of one priority that came together, in the order they came; they are
   * acknowledged when this returns. May block.
   *
   * @param events one at least
   * @throws RequeueException if all of that priority in the batch, also those that the filter left
   *     out, are to be delivered again
   * @throws Exception if they could not be handled: what becomes of them all is the listener's
   *     setting
   */
  void handle(List<Notification> events) throws Exception;
}
