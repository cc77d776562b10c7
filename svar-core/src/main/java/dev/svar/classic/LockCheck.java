package dev.svar.classic;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the calling thread holds locks: whoever waits for one waits as long as the call
 * takes ({@code rpc/__init__.py}, {@code _check_for_lock}). Costs a look at all of the thread's
 * frames each time; nothing when it is not asked.
 */
final class LockCheck {
  private static final Logger log = LoggerFactory.getLogger(LockCheck.class);
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private LockCheck() {}

  /** Whether this thread holds monitors or synchronizers; which ones is logged at WARN. */
  static boolean held() {
    try {
      return Jmx.held();
    } catch (NoClassDefFoundError e) {
      sayOnce("Held locks are not known without the module java.management");
      return false;
    }
  }

  private static void sayOnce(String why) {
    if (SAID.compareAndSet(false, true)) {
      log.warn("{}: checkForLock finds nothing here", why);
    }
  }

  /** Apart, because the module may be missing. */
  private static final class Jmx {
    static boolean held() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long id = Thread.currentThread().getId();
      boolean monitors = threads.isObjectMonitorUsageSupported();
      boolean synchronizers = threads.isSynchronizerUsageSupported();
      ThreadInfo[] infos = threads.getThreadInfo(new long[] {id}, monitors, synchronizers);
      ThreadInfo info = infos.length == 0 ? null : infos[0];
      if (info == null) {
        sayOnce("Held locks are not known for virtual threads");
        return false;
      }
      int held = info.getLockedMonitors().length + info.getLockedSynchronizers().length;
      if (held > 0) {
        log.warn("{}", text(info, held));
      }
      return held > 0;
    }

    private static String text(ThreadInfo info, int held) {
      StringBuilder text =
          new StringBuilder("An RPC is made while this thread holds ")
              .append(held)
              .append(held == 1 ? " lock" : " locks")
              .append("; who waits for it waits as long as the call takes:");
      for (MonitorInfo monitor : info.getLockedMonitors()) {
        text.append("\n  monitor ").append(monitor);
        if (monitor.getLockedStackFrame() != null) {
          text.append(", entered in ").append(monitor.getLockedStackFrame());
        }
      }
      for (LockInfo lock : info.getLockedSynchronizers()) {
        text.append("\n  lock ").append(lock);
      }
      text.append("\nThe call is made in:");
      Arrays.stream(info.getStackTrace())
          .dropWhile(frame -> !frame.getClassName().startsWith("dev.svar."))
          .forEach(frame -> text.append("\n  at ").append(frame));
      return text.toString();
    }
  }
}
