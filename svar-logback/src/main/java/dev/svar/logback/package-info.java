/** Logback appenders that announce log records as events. */
@NullMarked
package dev.svar.logback;

import org.jspecify.annotations.NullMarked;
