/** What grows: with calls in flight, servers, topics and methods. */
@NullMarked
package dev.svar.bench.scale;

import org.jspecify.annotations.NullMarked;
