package dev.svar.internal.engine;

import dev.svar.driver.Delivery;
import dev.svar.internal.codec.IncomingEvent;

/** An event, and what is to be settled when it was handled. */
record ReceivedEvent(Delivery delivery, IncomingEvent event) {

  /** What names it in the log. */
  @Override
  public String toString() {
    return event.eventType()
        + " from "
        + event.publisherId()
        + " ("
        + event.messageId()
        + ", "
        + delivery.address()
        + ")";
  }
}
