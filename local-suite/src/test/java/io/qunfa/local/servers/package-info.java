@NullMarked
package io.qunfa.local.servers;

import org.jspecify.annotations.NullMarked;
