package dev.svar.testkit.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** The publisher of a multicall passes the technology compatibility kit of Reactive Streams. */
class ReactiveStreamsTest {

  /** The kit has more rules, some of which cannot be checked; it must not run empty. */
  private static final int FEWEST_CHECKED = 25;

  @Test
  void the_publisher_of_a_multicall_keeps_every_rule() {
    TestListenerAdapter outcome = new TestListenerAdapter();
    TestNG kit = new TestNG(false);
    kit.setTestClasses(new Class<?>[] {MulticallPublisherKit.class});
    kit.addListener(outcome);
    kit.setUseDefaultListeners(false); // which write reports
    kit.run();

    List<String> failed = new ArrayList<>();
    for (ITestResult result : outcome.getFailedTests()) {
      failed.add(result.getName() + ": " + result.getThrowable());
    }
    assertThat(outcome.getConfigurationFailures()).isEmpty();
    assertThat(failed).isEmpty();
    assertThat(outcome.getPassedTests()).hasSizeGreaterThanOrEqualTo(FEWEST_CHECKED);
  }
}
