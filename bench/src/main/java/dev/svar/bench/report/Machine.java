package dev.svar.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run ran on. */
public final class Machine {
  private Machine() {}

  /** Cores, memory, Java, in words by what they are of. */
  public static Map<String, String> facts() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cores", Runtime.getRuntime().availableProcessors() + model());
    facts.put("memory", (system.getTotalMemorySize() >> 30) + " GiB");
    facts.put("system", system.getName() + " " + system.getVersion() + ", " + system.getArch());
    facts.put(
        "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put(
        "Java's options",
        String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    return facts;
  }

  private static String model() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
