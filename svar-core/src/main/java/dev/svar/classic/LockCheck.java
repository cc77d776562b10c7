package dev.svar.classic;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the calling thread holds locks: whoever waits for one waits as long as the call
 * takes ({@code rpc/__init__.py}, {@code _check_for_lock}). Costs a look at all of the thread's
 * frames each time; nothing when it is not asked.
 */
final class LockCheck {
  private static final Logger log = LoggerFactory.getLogger(LockCheck.class);
  private static final int FRAMES = 50;
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private LockCheck() {}

  /** Whether this thread holds monitors or synchronizers; which ones is logged at WARN. */
  static boolean held() {
    String report = report();
    if (report != null) {
      log.warn("{}", report);
    }
    return report != null;
  }

  /** Which monitors and synchronizers this thread holds; null if there are none. */
  static @Nullable String report() {
    try {
      return Jmx.report();
    } catch (NoClassDefFoundError e) {
      sayOnce("Held locks are not known without the module java.management");
      return null;
    }
  }

  private static void sayOnce(String why) {
    if (SAID.compareAndSet(false, true)) {
      log.warn("{}: checkForLock finds nothing here", why);
    }
  }

  /** Apart, because the module may be missing. */
  private static final class Jmx {
    static @Nullable String report() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long id = Thread.currentThread().getId();
      boolean monitors = threads.isObjectMonitorUsageSupported();
      boolean synchronizers = threads.isSynchronizerUsageSupported();
      ThreadInfo[] infos = threads.getThreadInfo(new long[] {id}, monitors, synchronizers);
      ThreadInfo info = infos.length == 0 ? null : infos[0];
      if (info == null) {
        sayOnce("Held locks are not known for virtual threads");
        return null;
      }
      int held = info.getLockedMonitors().length + info.getLockedSynchronizers().length;
      return held > 0 ? text(info, held) : null;
    }

    private static String text(ThreadInfo info, int held) {
      StringBuilder text =
          new StringBuilder("An RPC is made while this thread holds ")
              .append(held)
              .append(held == 1 ? " lock" : " locks")
              .append("; whoever wants it waits as long as the call takes:");
      for (MonitorInfo monitor : info.getLockedMonitors()) {
        text.append("\n  monitor ").append(monitor);
        if (monitor.getLockedStackFrame() != null) {
          text.append(", entered in ").append(shown(monitor.getLockedStackFrame()));
        }
      }
      for (LockInfo lock : info.getLockedSynchronizers()) {
        text.append("\n  lock ").append(lock);
      }
      text.append("\nThe call is made in:");
      String ours = LockCheck.class.getName();
      Arrays.stream(info.getStackTrace())
          .dropWhile(frame -> !frame.getClassName().startsWith(ours))
          .dropWhile(frame -> frame.getClassName().equals(ours) || isWithin(frame, ours))
          .limit(FRAMES)
          .forEach(frame -> text.append("\n  at ").append(shown(frame)));
      return text.toString();
    }

    private static boolean isWithin(StackTraceElement frame, String outer) {
      return frame.getClassName().startsWith(outer + "$");
    }

    /** Without module and loader. */
    private static String shown(StackTraceElement frame) {
      return new StackTraceElement(
              frame.getClassName(),
              frame.getMethodName(),
              frame.getFileName(),
              frame.getLineNumber())
          .toString();
    }
  }
}
