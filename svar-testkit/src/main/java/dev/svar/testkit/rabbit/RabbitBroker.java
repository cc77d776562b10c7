package dev.svar.testkit.rabbit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that need RabbitMQ, and tags them {@code broker}.
 *
 * <p>Where none can run they are skipped with the reason; where the environment variable {@code CI}
 * is {@code true} they fail with it. Test methods and lifecycle methods may take a {@link
 * VirtualHost}, new for each test and deleted after it, and the {@link RabbitServer} that all tests
 * of the JVM share.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("broker")
@ExtendWith(RabbitExtension.class)
public @interface RabbitBroker {}
