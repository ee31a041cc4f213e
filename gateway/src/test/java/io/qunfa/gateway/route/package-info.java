@NullMarked
package io.qunfa.gateway.route;

import org.jspecify.annotations.NullMarked;
