package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.RabbitDelivery.Settlement.ACCEPT;
import static dev.svar.rabbitmq.RabbitDelivery.Settlement.REJECT;
import static dev.svar.rabbitmq.RabbitDelivery.Settlement.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettlementsTest {
  private final List<String> written = new ArrayList<>();
  private final Settlements settlements = new Settlements();
  private final Channel channel =
      (Channel)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Channel.class},
              (proxy, method, arguments) -> {
                written.add(method.getName() + Arrays.toString(arguments));
                return null;
              });

  private void accept(long... tags) {
    for (long tag : tags) {
      settlements.add(tag, ACCEPT);
    }
  }

  private List<String> write() throws IOException {
    written.clear();
    settlements.write(channel);
    return List.copyOf(written);
  }

  @Test
  void one_is_acknowledged_alone() throws IOException {
    accept(1);
    assertThat(write()).containsExactly("basicAck[1, false]");
  }

  @Test
  void a_run_from_the_first_takes_one_acknowledgement() throws IOException {
    accept(3, 1, 2);
    assertThat(write()).containsExactly("basicAck[3, true]");
    accept(4, 5);
    assertThat(write()).containsExactly("basicAck[5, true]");
  }

  @Test
  void one_that_is_unsettled_keeps_those_above_it_apart() throws IOException {
    accept(1, 3, 4);
    assertThat(write())
        .containsExactly("basicAck[1, false]", "basicAck[3, false]", "basicAck[4, false]");
    accept(2, 5);
    assertThat(write()).containsExactly("basicAck[5, true]");
  }

  @Test
  void a_gap_that_closes_is_not_acknowledged_beyond_what_is_accepted() throws IOException {
    accept(2);
    assertThat(write()).containsExactly("basicAck[2, false]");
    accept(1);
    assertThat(write()).containsExactly("basicAck[1, false]");
  }

  @Test
  void what_is_given_back_or_refused_goes_first() throws IOException {
    accept(1, 4);
    settlements.add(2, REQUEUE);
    settlements.add(3, REJECT);
    assertThat(write())
        .containsExactly("basicNack[2, false, true]", "basicReject[3, false]", "basicAck[4, true]");
  }
}
