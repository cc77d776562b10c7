package dev.svar.testkit;

import dev.svar.Transport;
import dev.svar.testkit.classic.ClassicCallContract;
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
}
