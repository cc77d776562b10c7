/** What events promise on every driver. A driver's own tests extend these suites. */
@NullMarked
package dev.svar.testkit.notify;

import org.jspecify.annotations.NullMarked;
