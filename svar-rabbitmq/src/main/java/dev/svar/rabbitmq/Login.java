package dev.svar.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.LongString;
import com.rabbitmq.client.SaslConfig;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.impl.LongStringHelper;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The login methods of {@code rabbit_login_method}. */
enum Login implements SaslMechanism {
  /** RFC 4616. */
  PLAIN {
    @Override
    public LongString handleChallenge(
        @Nullable LongString challenge, String user, String password) {
      return LongStringHelper.asLongString("\0" + user + "\0" + password);
    }
  },

  /**
   * An AMQP table of two entries, without its length (RabbitMQ's rabbit_auth_mechanism_amqplain).
   */
  AMQPLAIN {
    @Override
    public LongString handleChallenge(
        @Nullable LongString challenge, String user, String password) {
      ByteArrayOutputStream table = new ByteArrayOutputStream();
      entry(table, "LOGIN", user);
      entry(table, "PASSWORD", password);
      return LongStringHelper.asLongString(table.toByteArray());
    }
  },

  /** Whoever the certificate of this side says. */
  EXTERNAL {
    @Override
    public LongString handleChallenge(
        @Nullable LongString challenge, String user, String password) {
      return LongStringHelper.asLongString("");
    }
  },

  /** RabbitMQ's example of a method with a challenge. */
  RABBIT_CR_DEMO {
    @Override
    public LongString handleChallenge(
        @Nullable LongString challenge, String user, String password) {
      return LongStringHelper.asLongString(challenge == null ? user : "My password is " + password);
    }
  };

  @Override
  public String getName() {
    return name().replace('_', '-');
  }

  /** Chooses this method, if the broker offers it. */
  SaslConfig config() {
    return offered -> Arrays.asList(offered).contains(getName()) ? this : null;
  }

  static Login of(String name) {
    return valueOf(name.replace('-', '_'));
  }

  private static void entry(ByteArrayOutputStream table, String key, String value) {
    byte[] text = value.getBytes(UTF_8);
    table.write(key.length());
    table.writeBytes(key.getBytes(UTF_8));
    table.write('S');
    for (int shift = 24; shift >= 0; shift -= 8) {
      table.write(text.length >>> shift);
    }
    table.writeBytes(text);
  }
}
