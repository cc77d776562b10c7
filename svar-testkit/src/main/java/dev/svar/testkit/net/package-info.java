/** What tests of connections need: free ports, a proxy that misbehaves, certificates. */
@NullMarked
package dev.svar.testkit.net;

import org.jspecify.annotations.NullMarked;
