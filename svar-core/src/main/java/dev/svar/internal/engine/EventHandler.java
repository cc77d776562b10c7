package dev.svar.internal.engine;

import dev.svar.internal.codec.IncomingEvent;
import java.util.List;

/** Handles events. Called on workers, by several at a time. */
public interface EventHandler {

  /**
   * Whether there is a handler for events of this priority, in small letters, as a message has it.
   */
  boolean handles(String priority);

  /**
   * Handles events of one priority that share a fate: one, or as many as came together.
   *
   * @return whether they are done; otherwise they are to be delivered again
   * @throws Exception if they could not be handled
   */
  boolean handle(List<IncomingEvent> events) throws Exception;
}
