/** Remote procedure calls: clients, servers, endpoints and versions. */
@NullMarked
package dev.svar.rpc;

import org.jspecify.annotations.NullMarked;
