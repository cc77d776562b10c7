package dev.svar.testkit;

import dev.svar.Transport;
import dev.svar.testkit.classic.ClassicCallContract;
import dev.svar.testkit.classic.ClassicCastContract;
import dev.svar.testkit.classic.ClassicConsumerContract;
import dev.svar.testkit.classic.ClassicNotifierContract;
import dev.svar.testkit.rpc.Bus;
import org.junit.jupiter.api.Nested;

/** The verbs of openstack.common.rpc over the memory driver. */
class MemoryClassicTest {

  interface OnMemory extends Bus {
    @Override
    default Transport.Builder transport() {
      return Transport.builder().url("memory://classic");
    }
  }

  @Nested
  class Calls extends ClassicCallContract implements OnMemory {}

  @Nested
  class Casts extends ClassicCastContract implements OnMemory {}

  @Nested
  class Consumers extends ClassicConsumerContract implements OnMemory {}

  @Nested
  class Notifiers extends ClassicNotifierContract implements OnMemory {}
}
