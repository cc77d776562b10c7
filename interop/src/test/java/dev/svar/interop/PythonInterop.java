package dev.svar.interop;

import dev.svar.testkit.rabbit.RabbitBroker;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that need RabbitMQ and the Python library. Their methods may take the {@link
 * PythonPeer} that all tests share, beside what {@link RabbitBroker} gives.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@RabbitBroker
@ExtendWith(PythonExtension.class)
@interface PythonInterop {}
