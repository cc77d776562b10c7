package dev.svar.testkit;

import dev.svar.Transport;
import dev.svar.testkit.notify.BatchContract;
import dev.svar.testkit.notify.ListenerContract;
import dev.svar.testkit.notify.NotifierContract;
import dev.svar.testkit.notify.RedeliveryContract;
import dev.svar.testkit.rpc.Bus;
import org.junit.jupiter.api.Nested;

/** Events over the memory driver. */
class MemoryEventsTest {

  interface OnMemory extends Bus {
    @Override
    default Transport.Builder transport() {
      return Transport.builder().url("memory://events");
    }
  }

  @Nested
  class Notifiers extends NotifierContract implements OnMemory {}

  @Nested
  class Listeners extends ListenerContract implements OnMemory {}

  @Nested
  class Batches extends BatchContract implements OnMemory {}

  @Nested
  class Redelivery extends RedeliveryContract implements OnMemory {}
}
