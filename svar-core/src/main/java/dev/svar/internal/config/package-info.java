/**
 * Configuration files in the format of {@code oslo.conf}, and what code, URL and files say
 * together.
 */
@NullMarked
package dev.svar.internal.config;

import org.jspecify.annotations.NullMarked;
