package dev.svar.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Capability;
import dev.svar.driver.Driver;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What of a message arrives: everything. Drivers for events alone may leave out all but the body
 * and headers of text, because events say what they are.
 */
abstract class MessageContract extends AddressContract {

  @Test
  void a_body_arrives_as_it_was_sent() throws Exception {
    byte[] body =
        "{\"method\": \"ping\", \"args\": {\"name\": \"Åsa \uD83D\uDE00\"}}".getBytes(UTF_8);

    Message received = roundTrip(new Message(body.clone(), "application/json", "utf-8", Map.of()));

    assertThat(received.body()).isEqualTo(body);
    assertThat(received.size()).isEqualTo(body.length);
  }

  @Test
  void a_body_may_be_empty() throws Exception {
    Message received = roundTrip(new Message(new byte[0], "application/json", "utf-8", Map.of()));

    assertThat(received.body()).isEmpty();
  }

  @Test
  void a_body_may_be_any_bytes() throws Exception {
    byte[] body = new byte[1024];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) i;
    }

    Message received =
        roundTrip(new Message(body.clone(), "application/octet-stream", "binary", Map.of()));

    assertThat(received.body()).isEqualTo(body);
  }

  @Test
  void a_body_may_have_five_megabytes() throws Exception {
    byte[] body = new byte[5_000_000];
    new Random(1).nextBytes(body);

    Message received =
        roundTrip(new Message(body.clone(), "application/octet-stream", "binary", Map.of()));

    assertThat(received.body()).isEqualTo(body);
  }

  @Test
  void content_type_and_encoding_arrive() throws Exception {
    driver(Capability.TOPIC);
    Message received = roundTrip(new Message(new byte[] {1}, "application/json", "gzip", Map.of()));

    assertThat(received.contentType()).isEqualTo("application/json");
    assertThat(received.contentEncoding()).isEqualTo("gzip");
  }

  @Test
  void content_type_and_encoding_may_be_absent() throws Exception {
    driver(Capability.TOPIC);
    Message received = roundTrip(new Message(new byte[] {1}, null, null, Map.of()));

    assertThat(received.contentType()).isNull();
    assertThat(received.contentEncoding()).isNull();
  }

  @Test
  void headers_arrive_as_text_numbers_and_booleans() throws Exception {
    driver(Capability.TOPIC);
    Message received =
        roundTrip(
            new Message(
                new byte[] {1},
                "application/json",
                "utf-8",
                Map.of("text", "Åsa", "empty", "", "int", 7, "long", 1L << 40, "flag", true)));

    assertThat(received.headers())
        .containsEntry("text", "Åsa")
        .containsEntry("empty", "")
        .containsEntry("flag", true);
    assertThat(received.headers().get("int"))
        .isInstanceOfSatisfying(Number.class, n -> assertThat(n.longValue()).isEqualTo(7));
    assertThat(received.headers().get("long"))
        .isInstanceOfSatisfying(Number.class, n -> assertThat(n.longValue()).isEqualTo(1L << 40));
  }

  @Test
  void a_message_may_be_sent_again_while_it_is_on_its_way() throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 10, queue());
    Message message = message("same");

    await(publish(driver, queue(), message, PublishOptions.DEFAULT));
    await(publish(driver, queue(), message, PublishOptions.DEFAULT));

    assertThat(arrivals.texts(2)).containsExactly("same", "same");
  }

  private Message roundTrip(Message message) throws Exception {
    Driver driver = driver();
    Arrivals arrivals = listen(driver, 10, queue());
    await(publish(driver, queue(), message, PublishOptions.DEFAULT));
    var delivery = arrivals.next();
    assertThat(delivery.redelivered()).isFalse();
    assertThat(delivery.accept()).isTrue();
    return delivery.message();
  }
}
