@NullMarked
package io.qunfa.gateway.identity;

import org.jspecify.annotations.NullMarked;
