/** Who may come in: the login of the local administrator, and the filter chains. */
@NullMarked
package io.qunfa.gateway.identity;

import org.jspecify.annotations.NullMarked;
