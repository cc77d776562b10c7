/**
 * What a broker driver implements: addresses, messages, deliveries, and the few verbs that move
 * them.
 */
@NullMarked
package dev.svar.driver;

import org.jspecify.annotations.NullMarked;
