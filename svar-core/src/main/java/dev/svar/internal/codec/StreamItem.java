package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a stream a reply is.
 *
 * @param number from 0 on, without gaps; the end and a failure have one, too
 * @param inbox where credit goes; null but in the first
 */
public record StreamItem(long number, @Nullable String inbox) {}
