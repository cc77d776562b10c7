package dev.svar.internal.codec;

/**
 * The JSON text of an inner map.
 *
 * @param chars never written to
 * @param name what error texts call it
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, and never compared
record Text(char[] chars, String name) {}
